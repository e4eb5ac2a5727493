//! A VU that exists, with its numbers; and the guards that keep the counts of a scenario right however a task ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use crate::run::{RunState, ScenarioState};
use crate::vu::{Vu, VuId};

/// A VU that exists. It counts as initialized until it is dropped.
pub(crate) struct LiveVu<V> {
    pub(crate) vu: V,
    pub(crate) id: VuId,
    /// How many iterations it finished.
    pub(super) iterations: u64,
    _counted: Counted,
}

impl<V> LiveVu<V> {
    pub(crate) fn new(vu: V, id: VuId, state: Arc<RunState>, scenario: usize) -> Self {
        state.scenarios[scenario].initialized_vus.fetch_add(1, Ordering::Relaxed);
        Self { vu, id, iterations: 0, _counted: Counted { state, scenario } }
    }

    /// Retires the VU.
    pub(crate) async fn end(self)
    where
        V: Vu,
    {
        self.vu.end().await;
    }
}

struct Counted {
    state: Arc<RunState>,
    scenario: usize,
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.state.scenarios[self.scenario].initialized_vus.fetch_sub(1, Ordering::Relaxed);
    }
}

/// While it lives, one more VU is active.
pub(super) struct Active<'a>(&'a AtomicU32);

impl<'a> Active<'a> {
    pub(super) fn new(counts: &'a ScenarioState) -> Self {
        counts.active_vus.fetch_add(1, Ordering::Relaxed);
        Self(&counts.active_vus)
    }
}

impl Drop for Active<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Whether a VU's task is inside an iteration, for the slot that supervises it: an idle VU ends by itself and stays whole.
///
/// The order matters. The task says that it is busy, then looks at the clock and the wish to stop; the slot sees that time is
/// up, then looks whether the task is busy. So (both sequentially consistent) one of them always sees the other.
#[derive(Debug, Default)]
pub(super) struct Busy(AtomicBool);

impl Busy {
    pub(super) fn set(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    pub(super) fn clear(&self) {
        self.0.store(false, Ordering::SeqCst);
    }

    pub(super) fn is_set(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// While it lives, an iteration runs. Dropped without [`Running::finish`], it counts as interrupted.
pub(super) struct Running<'a> {
    counts: &'a ScenarioState,
    finished: bool,
}

impl<'a> Running<'a> {
    pub(super) fn new(counts: &'a ScenarioState) -> Self {
        Self { counts, finished: false }
    }

    pub(super) fn finish(mut self) {
        self.finished = true;
        self.counts.completed.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        if !self.finished {
            self.counts.interrupted.fetch_add(1, Ordering::Relaxed);
        }
    }
}
