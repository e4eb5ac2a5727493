//! When the next iteration is due: the arithmetic that an open executor does before each start. Nothing waits here.

use std::hint::black_box;
use std::time::Duration;

use wasmload_core::plan::Stage;
use wasmload_core::schedule::Arrivals;

use crate::Outcome;
use crate::region::count;

/// How many offsets are computed in each region.
pub(crate) const DUE: u32 = 1000;

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_hours(1);

/// At a constant rate.
pub(crate) fn constant() -> Outcome {
    due(Arrivals::constant(10_000, SECOND, HOUR))
}

/// Along stages: up, level, down.
pub(crate) fn ramping() -> Outcome {
    due(Arrivals::ramping(1000, SECOND, &stages()))
}

/// Along the same stages, at random.
pub(crate) fn poisson() -> Outcome {
    due(Arrivals::poisson(1000, SECOND, &stages(), 7))
}

fn stages() -> [Stage; 3] {
    [10_000, 10_000, 1000].map(|target| Stage { duration: HOUR, target })
}

fn due(mut arrivals: Arrivals) -> Outcome {
    let mut index = 0;
    let mut last = None;
    count(DUE, || {
        last = black_box(arrivals.due(index));
        index += 1;
    });
    last.map(drop).ok_or_else(|| "the schedule ended too early".into())
}
