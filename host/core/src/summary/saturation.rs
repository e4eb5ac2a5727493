//! Whether the generator, not the target, was the limit of a run; and load that was planned and not delivered.
//!
//! It measures nothing: it judges what was measured. Dropped iterations never accuse the generator: when all VUs wait for a
//! slow target, none is idle either, and more VUs are what is needed.

use super::late_seconds::{LATE_LIMIT, WorstLag};

/// The share of its time above which a worker, or the process, has no room left.
const BUSY_LIMIT: f64 = 0.9;
/// How many values it takes to speak of 99 of 100. With fewer, one late timer would condemn a run.
const ENOUGH: u64 = 100;
/// The share of the time without a core that is worth telling as the cause.
const CORE_WAIT: f64 = 0.05;
/// A single stall of so many milliseconds is worth telling though 99 of 100 timers were in time.
const STALL: f64 = 100.0;
/// Timers tick in whole milliseconds: below two of them nothing is said.
const TIMER_TICK: f64 = 2.0;

/// Times in milliseconds of which 99 of 100 are no longer than this.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Late {
    /// The 99th percentile.
    pub p99: f64,
    /// How many there were.
    pub samples: u64,
}

/// What was measured of the generator, and what it did not deliver.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// The mean share of all cores that wasmload used, from 0 to 1.
    pub cpu_mean: Option<f64>,
    /// The share of its time in which a worker computed or waited for a core, from 0 to 1; the mean of all workers.
    pub busy_mean: Option<f64>,
    /// The share that was exceeded in a tenth of the half seconds of all workers.
    pub busy_p90: Option<f64>,
    /// The share of their time in which workers were ready and had no core to run on, from 0 to 1.
    pub core_wait_mean: Option<f64>,
    /// How late timers fired.
    pub lag: Option<Late>,
    /// In how many seconds timers fired late, ...
    pub late_seconds: u64,
    /// ... of how many of the load, ...
    pub seconds: u64,
    /// ... and the worst of them.
    pub worst_lag: Option<WorstLag>,
    /// How late iterations of open executors started.
    pub lateness: Option<Late>,
    /// The 99th percentile of the duration of requests, in milliseconds.
    pub request_p99: Option<f64>,
    /// Iterations of open executors that began.
    pub arrivals_started: u64,
    /// Iterations of open executors that were dropped, as no VU was idle.
    pub arrivals_dropped: u64,
    /// Iterations of executors with a number of iterations that were left over when time was up.
    pub left_over: u64,
}

/// What the evidence says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Why the generator was the limit, in words; empty if it was not.
    pub reasons: Vec<String>,
    /// What to know of the figures though the generator was not the limit, in words.
    pub cautions: Vec<String>,
    /// What was not delivered, in words, with the way out.
    pub undelivered: Vec<String>,
}

impl Findings {
    /// Whether the generator was the limit.
    pub fn saturated(&self) -> bool {
        !self.reasons.is_empty()
    }
}

/// Says whether the generator was the limit, and what was not delivered.
pub fn judge(evidence: &Evidence) -> Findings {
    let reasons = reasons(evidence);
    let cautions = if reasons.is_empty() { cautions(evidence) } else { Vec::new() };
    let undelivered = undelivered(evidence, !reasons.is_empty());
    Findings { reasons, cautions, undelivered }
}

fn reasons(evidence: &Evidence) -> Vec<String> {
    let mut reasons = Vec::new();
    let over = |figure: Option<f64>, limit: f64| figure.filter(|&figure| figure > limit);
    let late = |figure: Option<Late>| {
        over(figure.filter(|late| late.samples >= ENOUGH).map(|late| late.p99), LATE_LIMIT.as_secs_f64() * 1000.0)
    };
    if let Some(share) = over(evidence.cpu_mean, BUSY_LIMIT) {
        reasons.push(format!("wasmload used {} of all cores on average", percent(share)));
    }
    if let Some(p90) = over(evidence.busy_p90, BUSY_LIMIT) {
        let mean = evidence.busy_mean.unwrap_or(p90);
        reasons.push(format!(
            "its workers had no time to spare in a tenth of the run or more: {} busy (p90), {} on average",
            percent(p90),
            percent(mean)
        ));
    }
    if let Some(lag) = late(evidence.lag) {
        let when = when(evidence).map_or_else(String::new, |when| format!("; {when}"));
        reasons.push(format!("its timers fired up to {lag:.1} ms late (p99){when}"));
    }
    if let Some(late) = late(evidence.lateness) {
        reasons.push(format!("iterations started up to {late:.1} ms after they should have (p99)"));
    }
    // Waiting alone is no fault while timers are in time: it explains why they were not.
    if !reasons.is_empty()
        && let Some(share) = over(evidence.core_wait_mean, CORE_WAIT)
    {
        reasons.push(format!(
            "its workers were ready to run but had no core for {} of the time: other processes, or other threads of its \
             own, took the cores",
            percent(share)
        ));
    }
    reasons
}

fn cautions(evidence: &Evidence) -> Vec<String> {
    let mut cautions = Vec::new();
    if evidence.worst_lag.is_some_and(|worst| worst.lag_ms > STALL)
        && let Some(when) = when(evidence)
    {
        cautions.push(format!("the generator stalled: {when}"));
    }
    if let (Some(lag), Some(request)) = (evidence.lag, evidence.request_p99)
        && lag.samples >= ENOUGH
        && lag.p99 > TIMER_TICK
        && lag.p99 > request / 2.0
    {
        cautions.push(format!(
            "more than half of the highest latencies may be the generator's own: its timers fired up to {:.1} ms late \
             (p99), and p(99) of `http_req_duration` is {request:.1} ms",
            lag.p99
        ));
    }
    cautions
}

/// When timers were late.
fn when(evidence: &Evidence) -> Option<String> {
    let worst = evidence.worst_lag?;
    let (late, all) = (evidence.late_seconds, evidence.seconds.max(evidence.late_seconds));
    Some(format!("late in {late} of {all} seconds, and the most, {:.1} ms, in second {}", worst.lag_ms, worst.second))
}

fn undelivered(evidence: &Evidence, saturated: bool) -> Vec<String> {
    let mut undelivered = Vec::new();
    let dropped = evidence.arrivals_dropped;
    if dropped > 0 {
        let due = evidence.arrivals_started.saturating_add(dropped);
        let share = dropped as f64 / due as f64 * 100.0;
        let way_out =
            if saturated { "the generator may be why" } else { "raise `maxVUs`, or find out why the target is slow" };
        undelivered.push(format!(
            "planned load not delivered: {dropped} of {due} iterations ({share:.1} %) were dropped, as no VU was idle; \
             {way_out}"
        ));
    }
    if evidence.left_over > 0 {
        undelivered.push(format!(
            "planned load not delivered: {} iterations were left over when time was up; raise `maxDuration` or `vus`",
            evidence.left_over
        ));
    }
    undelivered
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

#[cfg(test)]
#[path = "saturation_tests.rs"]
mod tests;
