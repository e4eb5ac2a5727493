//! A test plan with nothing left open: every default filled in, every reference checked.
//!
//! Not the plan as somebody typed it: that is a JSON value of the form that [`schema()`] describes, and [`resolve()`] leads
//! from its layers to here. Inside: `keys` and `scenario_keys` (every key, once) → `document` (one layer, read into a `tree`)
//! → `merge` (layers) → `scenario`, `executor`, `mix` (what is possible) → `resolve` (the plan, or all faults).

mod describe;
mod document;
pub mod duration;
mod environment;
mod executor;
mod fault;
mod inputs;
mod keys;
mod merge;
mod mix;
mod resolve;
mod scenario;
mod scenario_keys;
mod schema;
mod share;
mod syntax;
mod tree;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;

pub use self::environment::{environment_document, environment_variable, environment_variables};
pub use self::fault::{Fault, Note, Origin, PathSegment, SyntaxError, path_text};
pub use self::inputs::{DataFormat, DataSource, OnEmpty, SecretSource};
pub use self::resolve::{Layer, Requested, ResolveContext, Resolved, resolve};
pub use self::schema::schema;
pub use self::share::Share;
use crate::suggest;
use crate::threshold::Threshold;

/// A test plan, resolved.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// The scenarios, in the order of the plan; never empty. The personas of a mix are scenarios here.
    pub scenarios: Vec<Scenario>,
    /// The thresholds, in the order of the plan.
    pub thresholds: Vec<Threshold>,
    /// The base URL for relative requests, without a slash at its end. Its origin is granted.
    pub target: Option<String>,
    /// What the component may reach.
    pub grants: Grants,
    /// Variables for the component. [`Scenario::env`] overrides them.
    pub env: BTreeMap<String, String>,
    /// Rows that all VUs share, by name.
    pub data: BTreeMap<String, DataSource>,
    /// Where secrets come from, by name. Never their values.
    pub secrets: BTreeMap<String, SecretSource>,
    /// Tags for every sample. [`Scenario::tags`] overrides them.
    pub tags: BTreeMap<String, String>,
    /// How long `setup` may take. k6's default: 60 s.
    #[serde(serialize_with = "duration::serialize")]
    pub setup_timeout: Duration,
    /// How long `teardown` may take. k6's default: 60 s.
    #[serde(serialize_with = "duration::serialize")]
    pub teardown_timeout: Duration,
    /// A VU waits at the end of a shorter iteration until this time is over. Zero: off.
    #[serde(serialize_with = "duration::serialize")]
    pub min_iteration_duration: Duration,
    /// Where all random numbers of the run begin, from 0 to 2^53 - 1.
    pub seed: u64,
    /// Bounds on what the plugin may use.
    pub limits: Limits,
    /// The columns of a trend in the summary, in order.
    pub summary_trend_stats: Vec<crate::threshold::TrendStat>,
}

/// What a component may reach, beyond computing: nothing but this.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Grants {
    /// Hosts it may connect to: `HOST[:PORT]`, where `HOST` may be `*` or begin with `*.`; without a port every port.
    pub net: Vec<String>,
    /// Directories it may read and write: the path on this machine, and the path that the component sees.
    pub dirs: Vec<DirGrant>,
}

/// A directory that a component may use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DirGrant {
    /// The path on this machine.
    pub host: String,
    /// The path in the component.
    pub guest: String,
    /// Whether it may write there.
    pub writable: bool,
}

/// Bounds on what a plugin may use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Limits {
    /// The linear memory of one VU, in bytes. Default 64 MiB.
    pub vu_memory: u64,
    /// How long a guest may compute without waiting before it is stopped. Default 5 s.
    #[serde(serialize_with = "duration::serialize")]
    pub guest_stall: Duration,
    /// How many series (metric and tags) are kept apart; what is beyond goes to one `other` series per metric. Default 10,000.
    pub series: usize,
}

/// A named part of a test: which function, by which executor, from when.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Scenario {
    /// Its name, unique in the plan.
    pub name: String,
    /// The component's function that it calls.
    pub exec: String,
    /// The rule for how iterations start.
    pub executor: Executor,
    /// When it starts, after the test does.
    #[serde(serialize_with = "duration::serialize")]
    pub start_time: Duration,
    /// How long iterations that run may go on after its end before they are interrupted. k6's default: 30 s.
    #[serde(serialize_with = "duration::serialize")]
    pub graceful_stop: Duration,
    /// Variables for its VUs.
    pub env: BTreeMap<String, String>,
    /// Tags for its samples, without the tag `scenario`, which is added by itself.
    pub tags: BTreeMap<String, String>,
    /// Its part of a mix's total, if it is a persona of one. The executor then holds the mix's totals.
    pub share: Option<Share>,
}

/// The rule for how iterations start: k6's six executors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "executor", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Executor {
    /// VUs take iterations from one pool until it is empty.
    SharedIterations {
        /// How many VUs take from it.
        vus: u32,
        /// How many iterations are in it.
        iterations: u64,
        /// When the rest is dropped.
        #[serde(serialize_with = "duration::serialize")]
        max_duration: Duration,
    },
    /// Each VU runs so many iterations.
    #[serde(rename = "per-vu-iterations")]
    PerVuIterations {
        /// How many VUs there are.
        vus: u32,
        /// How many iterations each of them runs.
        iterations: u64,
        /// When the rest is dropped.
        #[serde(serialize_with = "duration::serialize")]
        max_duration: Duration,
    },
    /// So many VUs loop for so long.
    ConstantVus {
        /// How many VUs there are.
        vus: u32,
        /// How long they go on.
        #[serde(serialize_with = "duration::serialize")]
        duration: Duration,
    },
    /// A number of VUs, changing over time, that loop.
    RampingVus {
        /// How many there are at the beginning.
        start_vus: u32,
        /// How the number changes.
        stages: Vec<Stage>,
        /// How long an iteration may go on when its VU is ramped down. k6's default: 30 s.
        #[serde(serialize_with = "duration::serialize")]
        graceful_ramp_down: Duration,
    },
    /// So many iterations start in each unit of time, whether earlier ones ended or not.
    ConstantArrivalRate {
        /// How many start in each `time_unit`.
        rate: u64,
        /// The unit of `rate`.
        #[serde(serialize_with = "duration::serialize")]
        time_unit: Duration,
        /// How long it goes on.
        #[serde(serialize_with = "duration::serialize")]
        duration: Duration,
        /// How starts are spread.
        distribution: Distribution,
        /// VUs that are made before the test starts.
        pre_allocated_vus: u32,
        /// Up to how many VUs may be made during the test.
        max_vus: u32,
    },
    /// A rate of starts that changes over time.
    RampingArrivalRate {
        /// The rate at the beginning, for each `time_unit`.
        start_rate: u64,
        /// The unit of the rates.
        #[serde(serialize_with = "duration::serialize")]
        time_unit: Duration,
        /// How the rate changes.
        stages: Vec<Stage>,
        /// How starts are spread.
        distribution: Distribution,
        /// VUs that are made before the test starts.
        pre_allocated_vus: u32,
        /// Up to how many VUs may be made during the test.
        max_vus: u32,
    },
}

/// A linear change towards a target. A stage of no duration jumps there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Stage {
    /// How long it takes.
    #[serde(serialize_with = "duration::serialize")]
    pub duration: Duration,
    /// The number of VUs, or the rate, at its end.
    pub target: u64,
}

/// How the starts of an arrival rate are spread over time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Distribution {
    /// Evenly spaced, as in k6.
    #[default]
    Uniform,
    /// Independent of each other, as users are: exponential gaps of the same mean, from the seed.
    Poisson,
}
