//! What a VU may know about the run it is in, and do to it. Not about other VUs: nothing is shared between them.

use std::time::Duration;

use crate::wit::wasmload::scenario::execution as host;

/// This VU. The numbers begin at 1, as in k6; they are 0 in `setup` and `teardown`.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let user = format!("user-{}", execution::vu().id_in_test);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct CurrentVu {
    /// Unique in the test.
    pub id_in_test: u32,
    /// Unique in the scenario.
    pub id_in_scenario: u32,
}

/// The iteration that runs now. The numbers begin at 0.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let now = execution::iteration();
/// let late = now.started - now.scheduled;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct CurrentIteration {
    /// Unique in the test, over all scenarios.
    pub in_test: u64,
    /// Unique in the scenario, over all VUs.
    pub in_scenario: u64,
    /// How many iterations this VU finished before.
    pub in_vu: u64,
    /// When the schedule wanted it to start, after the test began. Closed executors have no schedule of starts: there
    /// it equals `started`.
    pub scheduled: Duration,
    /// When it did start, after the test began.
    pub started: Duration,
}

/// The scenario that this VU belongs to. All strings are empty in `setup` and `teardown`.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let smoke = execution::scenario().executor == "shared-iterations";
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CurrentScenario {
    /// Its name in the plan.
    pub name: String,
    /// Its executor, such as `constant-vus`.
    pub executor: String,
    /// The name of the function that it calls.
    pub function: String,
}

/// Tells which VU this is.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let first = execution::vu().id_in_test == 1;
/// ```
#[must_use]
pub fn vu() -> CurrentVu {
    let host::Vu { id_in_test, id_in_scenario } = host::current_vu();
    CurrentVu { id_in_test, id_in_scenario }
}

/// Tells which iteration this is. In [`Vu::start`](crate::Vu::start) it is the first one to come.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let order = format!("order-{}", execution::iteration().in_test);
/// ```
#[must_use]
pub fn iteration() -> CurrentIteration {
    let now = host::current_iteration();
    CurrentIteration {
        in_test: now.in_test,
        in_scenario: now.in_scenario,
        in_vu: now.in_vu,
        scheduled: Duration::from_micros(now.scheduled_us),
        started: Duration::from_micros(now.started_us),
    }
}

/// Tells which scenario this is.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// log::info(execution::scenario().name);
/// ```
#[must_use]
pub fn scenario() -> CurrentScenario {
    let host::Scenario { name, executor, function } = host::current_scenario();
    CurrentScenario { name, executor, function }
}

/// How much of the scenario is done, from 0.0 to 1.0: by time, or by iterations where those are the limit.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let sale = execution::progress() > 0.5;
/// ```
#[must_use]
pub fn progress() -> f64 {
    host::progress()
}

/// The time since the test began, on a monotonic clock; zero during `setup`.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let warm = execution::elapsed() > secs(30);
/// ```
#[must_use]
pub fn elapsed() -> Duration {
    Duration::from_micros(host::elapsed_us())
}

/// Ends the whole test: no further iterations start, those that run are interrupted, `teardown` and the summary follow,
/// and the exit code says so. Returns at once; end the iteration after it. Only the first reason is kept.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// # fn visit() -> Result {
/// if http::get("/health")?.status() == 503 {
///     execution::abort("the shop is down for maintenance");
/// }
/// # Ok(())
/// # }
/// ```
pub fn abort(reason: &str) {
    host::abort(reason);
}

/// Marks the test as failed and lets it go on; the exit code says so at the end. Only the first reason is kept.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// execution::fail_test("an order was lost");
/// ```
pub fn fail_test(reason: &str) {
    host::fail_test(reason);
}

/// Sets a tag on every sample that this VU records from now on. A few values per name at most: each combination of tags
/// is a series of its own.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// execution::set_tag("plan", "premium");
/// ```
pub fn set_tag(name: &str, value: &str) {
    host::set_tag(name, value);
}

/// Removes a tag that [`set_tag`] set. Nothing happens when it is not there.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// execution::remove_tag("plan");
/// ```
pub fn remove_tag(name: &str) {
    host::remove_tag(name);
}

/// The tags of this VU, sorted by name: the plan's, the scenario's and those of [`set_tag`].
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let premium = execution::tags().iter().any(|(name, value)| name == "plan" && value == "premium");
/// ```
#[must_use]
pub fn tags() -> Vec<(String, String)> {
    host::tags()
}

/// A seed for this VU's random numbers: the same in every call, and again in a run with the same `--seed`. The module
/// [`random`](crate::random) draws from it.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let seed = execution::random_seed();
/// ```
#[must_use]
pub fn random_seed() -> u64 {
    host::random_seed()
}
