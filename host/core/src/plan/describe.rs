//! What a plan amounts to, in numbers and words: VUs, durations, one line for each scenario.
//!
//! Not its progress: nothing here depends on a run.

use std::time::Duration;

use super::duration::format;
use super::{Executor, Plan, Scenario};

impl Executor {
    /// k6's name of it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::SharedIterations { .. } => "shared-iterations",
            Self::PerVuIterations { .. } => "per-vu-iterations",
            Self::ConstantVus { .. } => "constant-vus",
            Self::RampingVus { .. } => "ramping-vus",
            Self::ConstantArrivalRate { .. } => "constant-arrival-rate",
            Self::RampingArrivalRate { .. } => "ramping-arrival-rate",
        }
    }

    /// Whether its iterations start on a schedule, whether earlier ones ended or not.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::ConstantArrivalRate { .. } | Self::RampingArrivalRate { .. })
    }

    /// The most VUs that it ever has; for a mix that of all personas.
    pub fn max_vus(&self) -> u32 {
        match self {
            Self::SharedIterations { vus, .. } | Self::PerVuIterations { vus, .. } | Self::ConstantVus { vus, .. } => {
                *vus
            }
            Self::RampingVus { start_vus, stages, .. } => {
                let targets = stages.iter().map(|stage| u32::try_from(stage.target).unwrap_or(u32::MAX));
                targets.fold(*start_vus, u32::max)
            }
            Self::ConstantArrivalRate { max_vus, .. } | Self::RampingArrivalRate { max_vus, .. } => *max_vus,
        }
    }

    /// How long iterations start: what is planned, or at most allowed.
    pub fn duration(&self) -> Duration {
        match self {
            Self::SharedIterations { max_duration, .. } | Self::PerVuIterations { max_duration, .. } => *max_duration,
            Self::ConstantVus { duration, .. } | Self::ConstantArrivalRate { duration, .. } => *duration,
            Self::RampingVus { stages, .. } | Self::RampingArrivalRate { stages, .. } => {
                stages.iter().map(|stage| stage.duration).sum()
            }
        }
    }
}

impl Scenario {
    /// How many of a total of its executor are its own: all of them, but for a persona of a mix.
    pub fn share_of(&self, total: u64) -> u64 {
        self.share.as_ref().map_or(total, |share| share.of(total))
    }

    /// The most VUs that it ever has; for a persona of a mix its part.
    pub fn max_vus(&self) -> u32 {
        u32::try_from(self.share_of(u64::from(self.executor.max_vus()))).unwrap_or(u32::MAX)
    }

    /// How long it takes at most from its own start, graceful stop included.
    pub fn max_duration(&self) -> Duration {
        self.executor.duration() + self.graceful_stop
    }

    /// How it makes load, in one line, as k6 has it: `Up to 20 looping VUs for 1m over 3 stages (gracefulStop: 30s)`.
    pub fn describe(&self) -> String {
        let vus = count(self.max_vus().into(), "VU");
        let looping = count(self.max_vus().into(), "looping VU");
        let part = |total: u64| self.share_of(total);
        let (text, mut extra) = match &self.executor {
            Executor::SharedIterations { iterations, max_duration, .. } => (
                format!("{} shared among {vus}", count(part(*iterations), "iteration")),
                vec![format!("maxDuration: {}", format(*max_duration))],
            ),
            Executor::PerVuIterations { iterations, max_duration, .. } => (
                format!("{} for each of {vus}", count(*iterations, "iteration")),
                vec![format!("maxDuration: {}", format(*max_duration))],
            ),
            Executor::ConstantVus { duration, .. } => (format!("{looping} for {}", format(*duration)), vec![]),
            Executor::RampingVus { stages, graceful_ramp_down, .. } => (
                format!(
                    "Up to {looping} for {} over {}",
                    format(self.executor.duration()),
                    count(stages.len() as u64, "stage")
                ),
                vec![format!("gracefulRampDown: {}", format(*graceful_ramp_down))],
            ),
            Executor::ConstantArrivalRate { rate, time_unit, duration, pre_allocated_vus, max_vus, .. } => (
                format!("{} for {}", self.rate(*rate, *time_unit), format(*duration)),
                vec![self.vus(*pre_allocated_vus, *max_vus)],
            ),
            Executor::RampingArrivalRate { start_rate, time_unit, stages, pre_allocated_vus, max_vus, .. } => {
                let peak = stages.iter().map(|stage| stage.target).fold(*start_rate, u64::max);
                let length = format(self.executor.duration());
                (
                    format!(
                        "Up to {} for {length} over {}",
                        self.rate(peak, *time_unit),
                        count(stages.len() as u64, "stage")
                    ),
                    vec![self.vus(*pre_allocated_vus, *max_vus)],
                )
            }
        };
        extra.push(format!("gracefulStop: {}", format(self.graceful_stop)));
        if !self.start_time.is_zero() {
            extra.push(format!("startTime: {}", format(self.start_time)));
        }
        format!("{text} ({})", extra.join(", "))
    }

    /// A persona's part of a rate is not a whole number.
    fn rate(&self, rate: u64, unit: Duration) -> String {
        let part = self.share.as_ref().map_or(1.0, |share| {
            let sum: f64 = share.weights.iter().map(|&weight| f64::from(weight)).sum();
            f64::from(share.weights[share.index]) / sum
        });
        #[expect(clippy::cast_precision_loss, reason = "shown to people, with two decimals")]
        let per_second = rate as f64 * part / unit.as_secs_f64();
        format!("{per_second:.2} iterations/s")
    }

    fn vus(&self, pre_allocated: u32, max: u32) -> String {
        match (self.share_of(u64::from(pre_allocated)), self.share_of(u64::from(max))) {
            (pre, max) if pre == max => format!("maxVUs: {max}"),
            (pre, max) => format!("maxVUs: {pre}-{max}"),
        }
    }
}

impl Plan {
    /// The most VUs that exist at a time, should all scenarios have their most together.
    pub fn max_vus(&self) -> u32 {
        self.scenarios.iter().fold(0, |sum, scenario| sum.saturating_add(scenario.max_vus()))
    }

    /// When the last scenario is over at the latest, from the start of the test, graceful stop included.
    pub fn max_duration(&self) -> Duration {
        self.scenarios.iter().map(|scenario| scenario.start_time + scenario.max_duration()).max().unwrap_or_default()
    }
}
/// `1 VU`, `20 VUs`.
fn count(number: u64, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {thing}{plural}")
}
