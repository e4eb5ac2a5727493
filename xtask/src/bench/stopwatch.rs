//! Time since something began: the one clock of the benches.
#![expect(clippy::disallowed_types, reason = "no test pauses this clock, and a build tool needs no async runtime")]

use std::time::{Duration, Instant};

/// A clock that runs from its start on.
#[derive(Clone, Copy)]
pub(super) struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts it.
    pub(super) fn start() -> Self {
        Self(Instant::now())
    }

    /// How long ago that was.
    pub(super) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}
