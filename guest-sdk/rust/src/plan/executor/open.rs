//! The executors that know rates: iterations start when they are due, whether earlier ones ended or not. Not those that
//! know VUs: [`closed`](super::closed).

use std::time::Duration;

use super::{Executor, shared};
use crate::plan::document::Object;

/// So many iterations start in each second, whether earlier ones ended or not; `vus` are made before the test starts.
/// What is due when no VU is idle is dropped and counted.
///
/// ```
/// # use wasmload_sdk::prelude::*;
/// let plan = Plan::new().scenario("browse", ConstantArrivalRate::new(50, secs(30), 20).exec("browse"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct ConstantArrivalRate(Object);

impl ConstantArrivalRate {
    /// So many iterations start in each second, whether earlier ones ended or not; `vus` are made before the test
    /// starts. What is due when no VU is idle is dropped and counted.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let scenario = ConstantArrivalRate::new(50, secs(30), 20);
    /// ```
    pub fn new(rate: u64, duration: Duration, vus: u32) -> Self {
        let mut object = super::object("constant-arrival-rate");
        object.set("rate", rate);
        object.set("duration", duration);
        object.set("preAllocatedVUs", vus);
        Self(object)
    }

    /// The unit of the rate. One second without it: for 3 starts a minute, a rate of 3 and a unit of a minute.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let scenario = ConstantArrivalRate::new(50, secs(30), 20).time_unit(mins(1));
    /// ```
    pub fn time_unit(mut self, unit: Duration) -> Self {
        self.0.set("timeUnit", unit);
        self
    }

    /// Up to how many VUs may be made during the test. No more than before it without this.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let scenario = ConstantArrivalRate::new(50, secs(30), 20).max_vus(40);
    /// ```
    pub fn max_vus(mut self, vus: u32) -> Self {
        self.0.set("maxVUs", vus);
        self
    }

    /// Starts come independently of each other, as users do, instead of evenly spaced.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let scenario = ConstantArrivalRate::new(50, secs(30), 20).poisson();
    /// ```
    pub fn poisson(mut self) -> Self {
        self.0.set("distribution", "poisson");
        self
    }
}

shared!(ConstantArrivalRate, "ConstantArrivalRate::new(50, secs(30), 20)");

/// A rate of starts that changes over time; `vus` are made before the test starts. Begins at 0; add stages.
///
/// ```
/// # use wasmload_sdk::prelude::*;
/// let plan = Plan::new().scenario("browse", RampingArrivalRate::new(20).exec("browse"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct RampingArrivalRate(Object);

impl RampingArrivalRate {
    /// A rate of starts that changes over time; `vus` are made before the test starts. Begins at 0; add stages.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let scenario = RampingArrivalRate::new(20);
    /// ```
    pub fn new(vus: u32) -> Self {
        let mut object = super::object("ramping-arrival-rate");
        object.set("preAllocatedVUs", vus);
        Self(object)
    }

    /// The rate at the beginning. 0 without it.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let scenario = RampingArrivalRate::new(20).start_rate(5);
    /// ```
    pub fn start_rate(mut self, rate: u64) -> Self {
        self.0.set("startRate", rate);
        self
    }

    /// Adds a stage: a linear change towards a rate. A stage of no duration jumps there.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let scenario = RampingArrivalRate::new(20).stage(secs(30), 50);
    /// ```
    pub fn stage(mut self, duration: Duration, rate: u64) -> Self {
        self.0.push("stages", super::stage(duration, rate));
        self
    }

    /// The unit of the rates. One second without it.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let scenario = RampingArrivalRate::new(20).time_unit(mins(1));
    /// ```
    pub fn time_unit(mut self, unit: Duration) -> Self {
        self.0.set("timeUnit", unit);
        self
    }

    /// Up to how many VUs may be made during the test. No more than before it without this.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let scenario = RampingArrivalRate::new(20).max_vus(40);
    /// ```
    pub fn max_vus(mut self, vus: u32) -> Self {
        self.0.set("maxVUs", vus);
        self
    }

    /// Starts come independently of each other, as users do, instead of evenly spaced.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let scenario = RampingArrivalRate::new(20).poisson();
    /// ```
    pub fn poisson(mut self) -> Self {
        self.0.set("distribution", "poisson");
        self
    }
}

shared!(RampingArrivalRate, "RampingArrivalRate::new(20)");
