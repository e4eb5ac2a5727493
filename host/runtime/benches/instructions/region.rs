//! The stretch of a program whose instructions are counted: between two functions that Callgrind knows by their names.
//!
//! `cargo xtask bench instructions` runs Callgrind with `--zero-before=*region_begins*` and `--dump-before=*region_ends*`.
//! That needs no library, no C compiler and no unsafe code. What is counted is all that a thread executes in between, compiled
//! guests included, on whichever stack they run.

use std::hint::black_box;

/// How often a benchmark is counted in one process. The median is what it costs; a timer that fires, or a table that
/// grows, is in one round and not in all.
pub(crate) const ROUNDS: u32 = 9;

/// Counting begins where this is called.
#[inline(never)]
pub(crate) fn region_begins() {
    black_box("begins");
}

/// Counting ends where this is called.
#[inline(never)]
pub(crate) fn region_ends() {
    // Not the same code as above: the two would be merged into one function.
    black_box(("ends", ROUNDS));
}

/// Counts so many repetitions of something, several times.
pub(crate) fn count(repetitions: u32, mut work: impl FnMut()) {
    for _ in 0..ROUNDS {
        region_begins();
        for _ in 0..repetitions {
            work();
        }
        region_ends();
    }
}

/// Counts what happens between calls of [`Laps::pass`], for work that somebody else repeats.
#[derive(Debug)]
pub(crate) struct Laps {
    repetitions: u32,
    passed: u32,
}

impl Laps {
    /// Regions of so many repetitions each.
    pub(crate) fn new(repetitions: u32) -> Self {
        Self { repetitions, passed: 0 }
    }

    /// How often the work must be repeated, and [`Laps::pass`] called before each time.
    pub(crate) fn total(&self) -> u32 {
        self.repetitions * ROUNDS + 1
    }

    /// One more repetition begins.
    pub(crate) fn pass(&mut self) {
        if self.passed.is_multiple_of(self.repetitions) {
            if self.passed > 0 {
                region_ends();
            }
            region_begins();
        }
        self.passed += 1;
    }
}
