//! Stops a guest that computes without end, and lets the other VUs of its worker run meanwhile.
//!
//! The engine's epoch advances with every tick. A guest that is still computing when its slice is over gives way to its
//! neighbours, then gets a whole slice again; the ticks that it computed since its last call to the host are counted,
//! and beyond the limit it is stopped. Ticks in which it waited, in the host or for its worker, do not count.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use thiserror::Error;
use wasmtime::{Store, UpdateDeadline};

use crate::engine::{TICK, Ticker};
use crate::vu::state::VuState;

/// How long a guest may compute without calling the host.
#[derive(Clone, Copy, Debug)]
pub struct StallLimit(Duration);

impl StallLimit {
    /// At least one tick of 10 ms.
    pub fn new(limit: Duration) -> Self {
        Self(limit.max(TICK))
    }

    fn ticks(self) -> u64 {
        u64::try_from(self.0.as_millis() / TICK.as_millis()).unwrap_or(u64::MAX).max(1)
    }
}

/// The error with which a stalled guest is stopped.
#[derive(Debug, Error)]
#[error("it computed for {0:?} without calling the host")]
pub(crate) struct Stalled(Duration);

/// What is known of one guest's computing.
#[derive(Debug)]
pub(crate) struct StallClock {
    clock: Arc<AtomicU64>,
    limit: StallLimit,
    /// The tick of the last look.
    looked: u64,
    /// The ticks that it computed since its last call to the host.
    computed: u64,
}

impl StallClock {
    pub(crate) fn new(ticker: &Ticker, limit: StallLimit) -> Self {
        Self { clock: ticker.ticks(), limit, looked: 0, computed: 0 }
    }

    /// The guest called the host.
    pub(crate) fn called_host(&mut self) {
        self.computed = 0;
    }

    fn look(&mut self) -> Result<UpdateDeadline, Stalled> {
        let now = self.clock.load(Ordering::Relaxed);
        let passed = now - std::mem::replace(&mut self.looked, now);
        self.computed += passed.min(1);
        if self.computed > self.limit.ticks() {
            return Err(Stalled(self.limit.0));
        }
        // After a gap it has only just been resumed: its slice begins now.
        Ok(if passed > 1 { UpdateDeadline::Continue(1) } else { UpdateDeadline::Yield(1) })
    }
}

/// Watches over the guest in a store.
pub(crate) fn watch(store: &mut Store<VuState>) {
    store.set_epoch_deadline(1);
    store.epoch_deadline_callback(|mut context| Ok(context.data_mut().stall.look()?));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(limit: Duration) -> (Arc<AtomicU64>, StallClock) {
        let ticks = Arc::new(AtomicU64::new(0));
        (Arc::clone(&ticks), StallClock { clock: ticks, limit: StallLimit::new(limit), looked: 0, computed: 0 })
    }

    #[test]
    fn a_guest_that_computes_on_gives_way_each_tick_and_is_stopped_at_the_limit() {
        let (ticks, mut clock) = clock(Duration::from_millis(50));
        for tick in 1..=5 {
            ticks.store(tick, Ordering::Relaxed);
            assert!(matches!(clock.look(), Ok(UpdateDeadline::Yield(1))), "{tick}");
        }
        ticks.store(6, Ordering::Relaxed);
        assert!(clock.look().is_err());
    }

    #[test]
    fn waiting_is_not_computing_and_is_followed_by_a_whole_slice() {
        let (ticks, mut clock) = clock(Duration::from_millis(50));
        for wait in 1..=5 {
            ticks.store(wait * 1000, Ordering::Relaxed);
            assert!(matches!(clock.look(), Ok(UpdateDeadline::Continue(1))));
        }
    }

    #[test]
    fn a_call_to_the_host_begins_a_new_count() {
        let (ticks, mut clock) = clock(Duration::from_millis(20));
        for tick in 1..=100 {
            ticks.store(tick, Ordering::Relaxed);
            clock.called_host();
            assert!(clock.look().is_ok());
        }
    }
}
