//! In which seconds of the load the generator was late: so that one stall in a long run can be told from a slow generator.

use std::collections::BTreeSet;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The time above which timers fire, and iterations start, too late to trust the figures.
pub const LATE_LIMIT: Duration = Duration::from_millis(10);

/// The seconds in which timers fired later than [`LATE_LIMIT`], and the worst of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LateSeconds {
    seconds: BTreeSet<u64>,
    worst: Option<WorstLag>,
}

/// When the generator was most late.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WorstLag {
    /// In which second of the load, from 1.
    pub second: u64,
    /// How late a timer fired, in milliseconds.
    pub lag_ms: f64,
}

impl LateSeconds {
    /// Notes a timer that was due so long after the load began, and fired `lag` later. In time it leaves no trace.
    pub fn note(&mut self, due: Duration, lag: Duration) {
        if lag <= LATE_LIMIT {
            return;
        }
        let second = due.as_secs() + 1;
        let lag_ms = lag.as_secs_f64() * 1000.0;
        self.seconds.insert(second);
        if self.worst.is_none_or(|worst| lag_ms > worst.lag_ms) {
            self.worst = Some(WorstLag { second, lag_ms });
        }
    }

    /// How many seconds had a late timer.
    pub fn count(&self) -> u64 {
        self.seconds.len() as u64
    }

    /// The latest of all; `None` when none was late.
    pub fn worst(&self) -> Option<WorstLag> {
        self.worst
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_count_once_and_the_worst_is_kept() {
        let mut late = LateSeconds::default();
        assert_eq!((late.count(), late.worst()), (0, None));
        let of = Duration::from_millis;
        for (due, lag) in [(100, 10), (900, 11), (999, 30), (1000, 20), (59_999, 25)] {
            late.note(of(due), of(lag));
        }
        assert_eq!(late.count(), 3, "the first was in time, and two were in the same second");
        assert_eq!(late.worst(), Some(WorstLag { second: 1, lag_ms: 30.0 }));
    }
}
