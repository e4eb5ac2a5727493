//! The executors that know VUs: an iteration starts when a VU has finished the one before. Not those that know rates:
//! [`open`](super::open).

use std::time::Duration;

use super::{Executor, shared};
use crate::plan::document::Object;

/// VUs take iterations from one pool until it is empty.
///
/// ```
/// # use wasmload_sdk::prelude::*;
/// let plan = Plan::new().scenario("browse", SharedIterations::new(2, 100).exec("browse"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct SharedIterations(Object);

impl SharedIterations {
    /// VUs take iterations from one pool until it is empty.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let scenario = SharedIterations::new(2, 100);
    /// ```
    pub fn new(vus: u32, iterations: u64) -> Self {
        let mut object = super::object("shared-iterations");
        object.set("vus", vus);
        object.set("iterations", iterations);
        Self(object)
    }

    /// When the rest of the iterations is dropped. 10 minutes without it.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let scenario = SharedIterations::new(2, 100).max_duration(mins(1));
    /// ```
    pub fn max_duration(mut self, limit: Duration) -> Self {
        self.0.set("maxDuration", limit);
        self
    }
}

shared!(SharedIterations, "SharedIterations::new(2, 100)");

/// Each VU runs so many iterations.
///
/// ```
/// # use wasmload_sdk::prelude::*;
/// let plan = Plan::new().scenario("browse", PerVuIterations::new(2, 50).exec("browse"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct PerVuIterations(Object);

impl PerVuIterations {
    /// Each VU runs so many iterations.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let scenario = PerVuIterations::new(2, 50);
    /// ```
    pub fn new(vus: u32, iterations: u64) -> Self {
        let mut object = super::object("per-vu-iterations");
        object.set("vus", vus);
        object.set("iterations", iterations);
        Self(object)
    }

    /// When the rest of the iterations is dropped. 10 minutes without it.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let scenario = PerVuIterations::new(2, 50).max_duration(mins(1));
    /// ```
    pub fn max_duration(mut self, limit: Duration) -> Self {
        self.0.set("maxDuration", limit);
        self
    }
}

shared!(PerVuIterations, "PerVuIterations::new(2, 50)");

/// So many VUs loop for so long.
///
/// ```
/// # use wasmload_sdk::prelude::*;
/// let plan = Plan::new().scenario("browse", ConstantVus::new(10, secs(30)).exec("browse"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct ConstantVus(Object);

impl ConstantVus {
    /// So many VUs loop for so long.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let scenario = ConstantVus::new(10, secs(30));
    /// ```
    pub fn new(vus: u32, duration: Duration) -> Self {
        let mut object = super::object("constant-vus");
        object.set("vus", vus);
        object.set("duration", duration);
        Self(object)
    }
}

shared!(ConstantVus, "ConstantVus::new(10, secs(30))");

/// A number of VUs, changing over time, that loop. Begins at 1 VU; add stages.
///
/// ```
/// # use wasmload_sdk::prelude::*;
/// let plan = Plan::new().scenario("browse", RampingVus::new().exec("browse"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct RampingVus(Object);

impl RampingVus {
    /// A number of VUs, changing over time, that loop. Begins at 1 VU; add stages.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let scenario = RampingVus::new();
    /// ```
    pub fn new() -> Self {
        Self(super::object("ramping-vus"))
    }

    /// The number of VUs at the beginning. 1 without it.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let scenario = RampingVus::new().start_vus(0);
    /// ```
    pub fn start_vus(mut self, vus: u32) -> Self {
        self.0.set("startVUs", vus);
        self
    }

    /// Adds a stage: a linear change towards a number of VUs. A stage of no duration jumps there.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let scenario = RampingVus::new().stage(secs(30), 10);
    /// ```
    pub fn stage(mut self, duration: Duration, vus: u32) -> Self {
        self.0.push("stages", super::stage(duration, vus.into()));
        self
    }

    /// How long an iteration may go on when its VU is ramped down. 30 seconds without it.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let scenario = RampingVus::new().graceful_ramp_down(secs(5));
    /// ```
    pub fn graceful_ramp_down(mut self, limit: Duration) -> Self {
        self.0.set("gracefulRampDown", limit);
        self
    }
}

impl Default for RampingVus {
    fn default() -> Self {
        Self::new()
    }
}

shared!(RampingVus, "RampingVus::new()");
