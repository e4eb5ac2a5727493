//! The final figures of a run, as data: what `--summary-export` writes, to the letter.
//!
//! Not their layout on a terminal, nor the exit code's table: those are the program's.

mod build;
mod figures;
mod late_seconds;
mod saturation;
mod series;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use build::Facts;
pub use late_seconds::{LATE_LIMIT, LateSeconds, WorstLag};
pub use saturation::{Evidence, Findings, Late, judge};
pub use series::SeriesSummary;

use crate::metric::{MetricKind, SeriesLimitReached, Unit};

/// The final figures of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "wasmload summary")]
pub struct Summary {
    /// Every metric that had samples or has a threshold, by name; and every part of one that a threshold selects, by its
    /// selector, as in `http_req_duration{scenario:devs}`.
    pub metrics: BTreeMap<String, MetricSummary>,
    /// Every series (a metric with one set of tags) that had samples, sorted by metric and then by tags. Only there with
    /// `--summary-series`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<Vec<SeriesSummary>>,
    /// The checks, in the order in which they came up.
    pub checks: Vec<CheckSummary>,
    /// The thresholds, in the order of the plan.
    pub thresholds: Vec<ThresholdSummary>,
    /// The scenarios, in the order of the plan.
    pub scenarios: Vec<ScenarioSummary>,
    /// What wasmload itself needed, and whether it was the limit.
    pub generator: GeneratorSummary,
    /// The plan, resolved. The values of variables are left out, as they may be secrets; secrets themselves are not in it.
    pub plan: Value,
    /// Versions: of `wasmload`, and of what its figures depend on.
    pub versions: BTreeMap<String, String>,
    /// Where all random numbers of the run began.
    pub seed: u64,
    /// What was run.
    pub component: ComponentSummary,
    /// When the run began: RFC 3339.
    pub started_at: String,
    /// How long there was load, in milliseconds.
    pub duration_ms: f64,
    /// Set when there were more series than are kept apart: what is beyond is in the totals, and in series with the tag
    /// `series=other`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series_limit_reached: Option<SeriesLimitReached>,
    /// How the program ended.
    pub exit: ExitSummary,
}

/// What a metric, or a part of one, came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MetricSummary {
    /// What became of its values.
    pub r#type: MetricKind,
    /// What its values are.
    pub contains: Unit,
    /// Its figures. Of a counter `count` and `rate` (for each second); of a gauge `value`, `min`, `max`; of a rate `rate`,
    /// `passes`, `fails`; of a trend `avg`, `min`, `med`, `max`, `count`, `p(90)`, `p(95)`, `p(99)` and what
    /// `summaryTrendStats` names. What cannot be said without samples is not there.
    pub values: BTreeMap<String, f64>,
    /// Its thresholds, by their expressions.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub thresholds: BTreeMap<String, ThresholdState>,
}

/// Whether a threshold held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ThresholdState {
    /// Whether it held.
    pub ok: bool,
}

/// How often a check held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CheckSummary {
    /// Its name.
    pub name: String,
    /// The group that it was in, such as `::login`; empty for none.
    pub group: String,
    /// How often it held.
    pub passes: u64,
    /// How often it did not.
    pub fails: u64,
}

/// Whether a threshold held, and why not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ThresholdSummary {
    /// The metric, or the part of it, that it is on.
    pub metric: String,
    /// Its expression.
    pub expression: String,
    /// What was compared; null without samples, which counts as held.
    pub observed: Option<f64>,
    /// Whether it held.
    pub ok: bool,
    /// Whether it ended the test.
    pub aborted: bool,
    /// When it did, or when its first window ended that failed, in milliseconds since the load began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed_at_ms: Option<f64>,
}

/// What a scenario came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScenarioSummary {
    /// Its name.
    pub name: String,
    /// The rule for how its iterations started.
    pub executor: String,
    /// The function that it called.
    pub exec: String,
    /// Its part of each metric.
    pub metrics: BTreeMap<String, MetricSummary>,
    /// Its iterations.
    pub iterations: IterationCounts,
    /// The most VUs that it had.
    pub vus_max: u64,
}

/// What became of iterations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IterationCounts {
    /// They began.
    pub started: u64,
    /// They ended, failed ones included.
    pub completed: u64,
    /// They ended in a failure.
    pub failed: u64,
    /// They were cut off.
    pub interrupted: u64,
    /// They were due when no VU was idle, or left over when time was up.
    pub dropped: u64,
}

/// What wasmload itself needed, and whether it was the limit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GeneratorSummary {
    /// The mean share of all cores that it used, from 0 to 1.
    pub cpu_mean: Option<f64>,
    /// The largest share within a second.
    pub cpu_max: Option<f64>,
    /// The mean share of the time in which its workers computed or waited for a core, from 0 to 1.
    pub busy_mean: Option<f64>,
    /// The share that was exceeded in a tenth of the half seconds of all workers.
    pub busy_p90: Option<f64>,
    /// The mean share of the time in which its workers were ready and had no core to run on, from 0 to 1: what others took.
    pub core_wait_mean: Option<f64>,
    /// The most resident memory, in bytes.
    pub memory_max: Option<f64>,
    /// How late its timers fired, 99 of 100 at most, in milliseconds.
    pub lag_p99: Option<f64>,
    /// In how many seconds of the load a timer fired more than 10 ms late.
    pub late_seconds: u64,
    /// The latest of them; null when none was that late.
    pub worst_lag: Option<WorstLag>,
    /// How late iterations started, 99 of 100 at most, in milliseconds; only open executors have intended starts.
    pub lateness_p99: Option<f64>,
    /// How many threads ran VUs.
    pub workers: usize,
    /// Whether wasmload, not the target, was the limit.
    pub saturated: bool,
    /// Why, in words; empty if it was not.
    pub reasons: Vec<String>,
    /// What to know of the figures though wasmload was not the limit, in words.
    pub cautions: Vec<String>,
    /// Load that was planned and not delivered, in words, with the way out.
    pub undelivered: Vec<String>,
}

/// What was run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ComponentSummary {
    /// Its name: the file's.
    pub name: String,
    /// The digest of its bytes, such as `sha256:…`.
    pub digest: String,
}

/// How the program ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExitSummary {
    /// The exit code.
    pub code: u8,
    /// Its name.
    pub name: String,
    /// The reason, if there is more to say.
    pub reason: Option<String>,
}

/// The JSON schema of a summary.
pub fn schema() -> Value {
    schemars::schema_for!(Summary).to_value()
}

#[cfg(test)]
mod tests;
