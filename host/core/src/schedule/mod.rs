//! When load is made, as pure arithmetic: offsets of starts, numbers of VUs over time, what a scenario needs.
//!
//! Knows no clock and spawns nothing; [`crate::executor`] sleeps until the offsets that are computed here. All of it is
//! integer arithmetic on nanoseconds, and always from the index, never from the previous result: errors cannot add up.

mod arrivals;
mod cumulative;
mod poisson;
mod requirements;
mod vus;

pub use arrivals::Arrivals;
pub use requirements::Requirements;
pub use vus::{Span, Step, Turn, steps, turns};

use std::time::Duration;

/// A duration in nanoseconds; what is beyond 584 years is taken as 584 years.
fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
