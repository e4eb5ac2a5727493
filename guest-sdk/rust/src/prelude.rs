//! What most scenarios need, for one `use`. Not everything: the rest is found in the modules.

pub use crate::group::group;
pub use crate::http::Params;
pub use crate::metrics::{Counter, Gauge, Rate, Tags, Trend};
pub use crate::plan::{
    ConstantArrivalRate, ConstantVus, Mix, PerVuIterations, Persona, Plan, RampingArrivalRate, RampingVus,
    SharedIterations, Threshold,
};
pub use crate::time::{millis, mins, secs, sleep, think_time};
pub use crate::{Error, Result, Vu};
pub use crate::{check, config, data, execution, fail, group, http, log, random, scenario, websocket};
