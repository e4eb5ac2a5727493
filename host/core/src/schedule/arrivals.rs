//! The offsets, from a scenario's start, at which iterations of an arrival rate are due. Not a clock: nothing waits here.

use std::time::Duration;

use super::cumulative::Cumulative;
use super::nanos;
use super::poisson::Poisson;
use crate::plan::{Distribution, Executor, Share, Stage};

/// The offsets, from a scenario's start, at which iterations are due.
///
/// With rates per time unit `u`, in nanoseconds:
/// - constant and uniform: iteration `k` is due at `⌊k·u / rate⌋` and starts if that is before the end, as in k6;
/// - ramping and uniform: iteration `k` is due at the first nanosecond by which the integral of the rate is `k + 1` or more,
///   as in k6; the last one may be due at the very end. So there are as many as the integral has whole iterations;
/// - Poisson: iteration `k` is due when the integral reaches the sum of `k + 1` exponential gaps of mean 1.
///
/// A persona of a mix takes those of the mix's iterations that are its own.
#[derive(Clone, Debug)]
pub struct Arrivals {
    rule: Rule,
    share: Option<Share>,
}

#[derive(Clone, Debug)]
enum Rule {
    Even { rate: u64, unit: u64, end: u64 },
    Integral { rate: Cumulative, iteration: u128 },
    Poisson { rate: Cumulative, events: Poisson },
}

impl Arrivals {
    /// So many iterations in each time unit, evenly spaced.
    pub fn constant(rate: u64, time_unit: Duration, duration: Duration) -> Self {
        Self { rule: Rule::Even { rate, unit: nanos(time_unit), end: nanos(duration) }, share: None }
    }

    /// A rate for each time unit that changes along the stages.
    pub fn ramping(start_rate: u64, time_unit: Duration, stages: &[Stage]) -> Self {
        let rate = Cumulative::new(start_rate, stages);
        Self { rule: Rule::Integral { rate, iteration: iteration(time_unit) }, share: None }
    }

    /// A rate for each time unit that changes along the stages, of which events are independent of each other. The same
    /// seed gives the same events, on the same platform and version.
    pub fn poisson(start_rate: u64, time_unit: Duration, stages: &[Stage], seed: u64) -> Self {
        let rate = Cumulative::new(start_rate, stages);
        Self { rule: Rule::Poisson { rate, events: Poisson::new(seed, iteration(time_unit)) }, share: None }
    }

    /// The arrivals of an executor; `None` for one without an arrival rate.
    pub fn of(executor: &Executor, share: Option<&Share>, seed: u64) -> Option<Self> {
        let mut arrivals = match executor {
            &Executor::ConstantArrivalRate { rate, time_unit, duration, distribution, .. } => match distribution {
                Distribution::Uniform => Self::constant(rate, time_unit, duration),
                Distribution::Poisson => Self::poisson(rate, time_unit, &[Stage { duration, target: rate }], seed),
            },
            Executor::RampingArrivalRate { start_rate, time_unit, stages, distribution, .. } => match distribution {
                Distribution::Uniform => Self::ramping(*start_rate, *time_unit, stages),
                Distribution::Poisson => Self::poisson(*start_rate, *time_unit, stages, seed),
            },
            _ => return None,
        };
        arrivals.share = share.cloned();
        Some(arrivals)
    }

    /// When iteration `index` is due, or `None` if there is no such iteration. Never before a lower index.
    ///
    /// Always derived from `index`, never from the previous offset: adding intervals would add their rounding too. Takes
    /// `&mut self` only because a Poisson process remembers how far it has drawn.
    pub fn due(&mut self, index: u64) -> Option<Duration> {
        let index = self.share.as_ref().map_or(index, |share| share.nth(index));
        let offset = match &mut self.rule {
            Rule::Even { rate, unit, end } => {
                let due = (u128::from(index) * u128::from(*unit)).checked_div(u128::from(*rate))?;
                u64::try_from(due).ok().filter(|due| due < end)?
            }
            Rule::Integral { rate, iteration } => rate.reaches((u128::from(index) + 1).checked_mul(*iteration)?)?,
            Rule::Poisson { rate, events } => rate.reaches(events.amount(index))?,
        };
        Some(Duration::from_nanos(offset))
    }
}

/// The amount of one iteration: see `Cumulative`.
fn iteration(time_unit: Duration) -> u128 {
    2 * u128::from(nanos(time_unit))
}

#[cfg(test)]
#[path = "arrivals_tests.rs"]
mod tests;
