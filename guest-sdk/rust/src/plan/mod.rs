//! The plan that a scenario proposes: what runs, how often, and what has to hold. Not the last word: a plan file and
//! command-line flags override it, key by key.
//!
//! The builder writes the JSON document whose schema `wasmload schema` prints. It checks nothing: the host does, and
//! names all faults at once.

mod document;
mod executor;
mod mix;
mod threshold;

use std::time::Duration;

pub use executor::{
    ConstantArrivalRate, ConstantVus, Executor, PerVuIterations, RampingArrivalRate, RampingVus, SharedIterations,
};
pub use mix::{Mix, Persona};
pub use threshold::Threshold;

use document::{Node, Object};

/// A plan, or a profile of one.
///
/// ```
/// use wasmload_sdk::prelude::*;
///
/// let plan = Plan::new()
///     .scenario("visitors", ConstantVus::new(10, secs(30)).exec("browse"))
///     .scenario("orders", ConstantArrivalRate::new(5, secs(30), 20).exec("buy"))
///     .threshold("http_req_duration", "p(95)<500")
///     .threshold("checks", Threshold::new("rate>0.99").abort_on_fail())
///     .profile("smoke", Plan::new().vus(1).iterations(1));
/// assert!(plan.to_json().starts_with(r#"{"scenarios":{"visitors":{"executor":"constant-vus","vus":10,"#));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct Plan(Object);

impl Plan {
    /// A plan that says nothing: one VU runs one iteration.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// assert_eq!(Plan::new().to_json(), "{}");
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a scenario. All scenarios run at the same time, unless they have a start time. A name has letters, digits,
    /// `_` and `-`.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let plan = Plan::new().scenario("visitors", ConstantVus::new(10, secs(30)));
    /// ```
    pub fn scenario(mut self, name: &str, executor: impl Into<Executor>) -> Self {
        self.0.object("scenarios").set(name, executor.into().0);
        self
    }

    /// In a profile: leaves out a scenario of the plan that it is laid over.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let smoke = Plan::new().without_scenario("nightly-report");
    /// ```
    pub fn without_scenario(mut self, name: &str) -> Self {
        self.0.object("scenarios").set(name, Node::Null);
        self
    }

    /// Adds a mix: one total of VUs, iterations or starts that weighted personas share.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let users = Mix::new(ConstantVus::new(10, secs(30))).persona("browse", 80).persona("buy", 20);
    /// let plan = Plan::new().mix("users", users);
    /// ```
    pub fn mix(mut self, name: &str, mix: Mix) -> Self {
        self.0.object("mixes").set(name, mix.0);
        self
    }

    /// In a profile: leaves out a mix of the plan that it is laid over.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let smoke = Plan::new().without_mix("users");
    /// ```
    pub fn without_mix(mut self, name: &str) -> Self {
        self.0.object("mixes").set(name, Node::Null);
        self
    }

    /// Adds a condition on a metric, or on `metric{tag:value}`; the test fails when it does not hold.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let plan = Plan::new()
    ///     .threshold("http_req_failed", "rate<0.01")
    ///     .threshold("http_req_duration{scenario:orders}", "p(99)<800");
    /// ```
    pub fn threshold(mut self, metric: &str, condition: impl Into<Threshold>) -> Self {
        self.0.object("thresholds").push(metric, condition.into().0);
        self
    }

    /// Adds a variant of the plan, chosen with `--profile NAME`: what it says is laid over the plan.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let plan = Plan::new().vus(50).duration(mins(5)).profile("smoke", Plan::new().vus(1).iterations(1));
    /// ```
    pub fn profile(mut self, name: &str, over: Self) -> Self {
        self.0.object("profiles").set(name, over.0);
        self
    }

    /// Sets a variable that the component can read.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let plan = Plan::new().env("USER", "demo");
    /// ```
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.0.object("env").set(name, value);
        self
    }

    /// Adds a tag to every sample.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let plan = Plan::new().tag("build", "17");
    /// ```
    pub fn tag(mut self, name: &str, value: &str) -> Self {
        self.0.object("tags").set(name, value);
        self
    }

    /// A shortcut for one scenario of [`RampingVus`]: adds a stage.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let plan = Plan::new().stage(secs(30), 50).stage(secs(10), 0);
    /// ```
    pub fn stage(mut self, duration: Duration, vus: u32) -> Self {
        let mut stage = Object::default();
        stage.set("duration", duration);
        stage.set("target", vus);
        self.0.push("stages", stage);
        self
    }

    /// Adds a column to the trends in the summary: `avg`, `min`, `med`, `max`, `count` or `p(N)`. Without any, the host
    /// chooses.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let plan = Plan::new().summary_trend_stat("med").summary_trend_stat("p(99.9)");
    /// ```
    pub fn summary_trend_stat(mut self, column: &str) -> Self {
        self.0.push("summaryTrendStats", column);
        self
    }

    /// Asks for a host that the component wants to reach beside the target, as `HOST[:PORT]`. It is the person who
    /// starts the test that grants it.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let plan = Plan::new().allow_net("login.example.com:443");
    /// ```
    pub fn allow_net(mut self, host: &str) -> Self {
        self.0.push("allowNet", host);
        self
    }

    /// The base URL for requests with a relative one. `--target` overrides it.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let plan = Plan::new().target("http://localhost:8080");
    /// ```
    pub fn target(mut self, url: &str) -> Self {
        self.0.set("target", url);
        self
    }

    /// A shortcut for plans without scenarios, together with [`duration`](Self::duration),
    /// [`iterations`](Self::iterations) or [`stage`](Self::stage): the number of VUs.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let plan = Plan::new().vus(10).duration(secs(30));
    /// ```
    pub fn vus(mut self, vus: u32) -> Self {
        self.0.set("vus", vus);
        self
    }

    /// A shortcut for one scenario of [`ConstantVus`]: how long its VUs loop.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let plan = Plan::new().vus(10).duration(secs(30));
    /// ```
    pub fn duration(mut self, duration: Duration) -> Self {
        self.0.set("duration", duration);
        self
    }

    /// A shortcut for one scenario of [`SharedIterations`]: how many iterations there are in all.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let plan = Plan::new().vus(10).iterations(100);
    /// ```
    pub fn iterations(mut self, iterations: u64) -> Self {
        self.0.set("iterations", iterations);
        self
    }

    /// How long `setup` may take. One minute without it.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let plan = Plan::new().setup_timeout(mins(2));
    /// ```
    pub fn setup_timeout(mut self, limit: Duration) -> Self {
        self.0.set("setupTimeout", limit);
        self
    }

    /// How long `teardown` may take. One minute without it.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let plan = Plan::new().teardown_timeout(mins(2));
    /// ```
    pub fn teardown_timeout(mut self, limit: Duration) -> Self {
        self.0.set("teardownTimeout", limit);
        self
    }

    /// A VU waits at the end of a shorter iteration until this time is over.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let plan = Plan::new().min_iteration_duration(secs(1));
    /// ```
    pub fn min_iteration_duration(mut self, least: Duration) -> Self {
        self.0.set("minIterationDuration", least);
        self
    }

    /// The linear memory that one VU may have, in bytes. 64 MiB without it.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let plan = Plan::new().vu_memory(16 << 20);
    /// ```
    pub fn vu_memory(mut self, bytes: u64) -> Self {
        self.0.set("vuMemory", bytes);
        self
    }

    /// How long the component may compute without waiting before its VU is stopped. 5 seconds without it.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let plan = Plan::new().guest_stall(secs(10));
    /// ```
    pub fn guest_stall(mut self, limit: Duration) -> Self {
        self.0.set("guestStall", limit);
        self
    }

    /// How many series, each a metric with one set of tags, are kept apart. 10,000 without it.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let plan = Plan::new().max_series(20_000);
    /// ```
    pub fn max_series(mut self, series: u32) -> Self {
        self.0.set("maxSeries", series);
        self
    }

    /// The JSON document.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// assert_eq!(Plan::new().vus(10).duration(secs(90)).to_json(), r#"{"vus":10,"duration":"90s"}"#);
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(&self.0).expect("an object of texts, numbers and flags is always JSON")
    }
}

#[cfg(test)]
mod tests {
    use super::{ConstantArrivalRate, ConstantVus, Mix, Persona, Plan, RampingVus, Threshold};
    use crate::time::{mins, secs};

    #[test]
    fn a_plan_is_the_document_that_the_host_reads() {
        let plan = Plan::new()
            .scenario("z", ConstantVus::new(10, secs(30)).exec("browse").graceful_stop(secs(5)).env("A", "1"))
            .scenario("a", RampingVus::new().start_vus(0).stage(secs(10), 5))
            .mix(
                "users",
                Mix::new(ConstantArrivalRate::new(5, mins(2), 20).poisson())
                    .persona("browse", 3)
                    .persona("buy", Persona::new(1).name("buyers").tag("t", "v")),
            )
            .threshold("checks", "rate>0.9")
            .threshold("checks", Threshold::new("rate>0.5").abort_on_fail().delay_abort_eval(secs(10)))
            .profile("smoke", Plan::new().without_scenario("a").without_mix("users"));
        let expected = concat!(
            r#"{"scenarios":{"z":{"executor":"constant-vus","vus":10,"duration":"30s","exec":"browse","#,
            r#""gracefulStop":"5s","env":{"A":"1"}},"#,
            r#""a":{"executor":"ramping-vus","startVUs":0,"stages":[{"duration":"10s","target":5}]}},"#,
            r#""mixes":{"users":{"executor":"constant-arrival-rate","rate":5,"duration":"2m","preAllocatedVUs":20,"#,
            r#""distribution":"poisson","personas":[{"exec":"browse","weight":3},"#,
            r#"{"exec":"buy","weight":1,"name":"buyers","tags":{"t":"v"}}]}},"#,
            r#""thresholds":{"checks":["rate>0.9","#,
            r#"{"threshold":"rate>0.5","abortOnFail":true,"delayAbortEval":"10s"}]},"#,
            r#""profiles":{"smoke":{"scenarios":{"a":null},"mixes":{"users":null}}}}"#,
        );
        assert_eq!(plan.to_json(), expected);
    }
}
