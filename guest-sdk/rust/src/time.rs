//! Waiting, as users do between clicks. Not a clock: `std::time` is one, and
//! [`execution::elapsed`](crate::execution::elapsed)
//! is the run's.
//!
//! A VU that waits costs nothing.

use std::ops::Range;
use std::time::Duration;

use crate::wit::wasmload::scenario::timing;

/// Waits for so many seconds, as k6's `sleep` does. Fractions count; zero, negative and not-a-number return at once.
/// At most one day.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// sleep(0.5);
/// ```
pub fn sleep(seconds: f64) {
    timing::sleep(seconds * 1000.0);
}

/// Waits for so many seconds, drawn evenly from a range: the time a user takes to read and to decide. The same seed
/// gives a VU the same times again.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// think_time(1.0..3.0);
/// ```
pub fn think_time(seconds: Range<f64>) {
    sleep(seconds.start + (seconds.end - seconds.start) * crate::random::float());
}

/// So many milliseconds.
///
/// ```
/// # use wasmload_sdk::prelude::*;
/// assert_eq!(millis(1_500).as_secs_f64(), 1.5);
/// ```
#[must_use]
pub const fn millis(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// So many seconds.
///
/// ```
/// # use wasmload_sdk::prelude::*;
/// assert_eq!(secs(90), mins(1) + secs(30));
/// ```
#[must_use]
pub const fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// So many minutes.
///
/// ```
/// # use wasmload_sdk::prelude::*;
/// assert_eq!(mins(2), secs(120));
/// ```
#[must_use]
pub const fn mins(minutes: u64) -> Duration {
    Duration::from_secs(minutes * 60)
}

/// A limit on time as the host takes it: whole milliseconds, rounded up, so that a short limit does not become none.
pub(crate) fn whole_milliseconds(limit: Duration) -> u32 {
    u32::try_from(limit.as_nanos().div_ceil(1_000_000)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::whole_milliseconds;

    #[test]
    fn a_limit_on_time_is_never_rounded_to_nothing() {
        assert_eq!(whole_milliseconds(Duration::from_micros(1)), 1);
        assert_eq!(whole_milliseconds(Duration::from_millis(250)), 250);
        assert_eq!(whole_milliseconds(Duration::MAX), u32::MAX);
    }
}
