//! Stops a guest that computes without end, and lets the other VUs of its worker run meanwhile.
//!
//! The engine's epoch advances with every tick. A guest that is still computing when its slice is over gives way to its
//! neighbours: to all that are ready, and to those that an answer or a timer has made ready meanwhile. Then it goes on to
//! the next tick; the ticks that it computed since it last waited are counted, and beyond the limit it is stopped. Waiting
//! is what leaves its task with nothing to do: a sleep, a request, WASI's `poll`. A call that returns at once is not, so
//! that a loop of such calls ends too.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::Poll;
use std::time::Duration;

use thiserror::Error;
use wasmtime::{Store, UpdateDeadline};

use crate::engine::{TICK, Ticker};
use crate::vu::state::VuState;

/// How long a guest may compute without waiting.
#[derive(Clone, Copy, Debug)]
pub struct StallLimit(Duration);

impl StallLimit {
    /// At least one tick of 2 ms.
    pub fn new(limit: Duration) -> Self {
        Self(limit.max(TICK))
    }

    fn ticks(self) -> u64 {
        u64::try_from(self.0.as_millis() / TICK.as_millis()).unwrap_or(u64::MAX).max(1)
    }
}

/// The error with which a stalled guest is stopped.
#[derive(Debug, Error)]
#[error("it computed for {0:?} without waiting")]
pub(crate) struct Stalled(Duration);

/// What a guest's task and the looks at it tell each other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Waits {
    /// The guest gives way now, which is not waiting.
    gives_way: Arc<AtomicBool>,
    /// It waited since the last look.
    waited: Arc<AtomicBool>,
}

impl Waits {
    /// Notes what came of a poll of the guest's call: whether it waits now.
    pub(crate) fn note<T>(&self, poll: &Poll<T>) {
        if poll.is_pending() && !self.gives_way.swap(false, Ordering::Relaxed) {
            self.waited.store(true, Ordering::Relaxed);
        }
    }
}

/// What is known of one guest's computing.
#[derive(Debug)]
pub(crate) struct StallClock {
    clock: Arc<AtomicU64>,
    limit: StallLimit,
    /// The tick of the last look.
    looked: u64,
    /// The ticks that it computed since it last waited.
    computed: u64,
    waits: Waits,
}

impl StallClock {
    pub(crate) fn new(ticker: &Ticker, limit: StallLimit) -> Self {
        Self { clock: ticker.ticks(), limit, looked: 0, computed: 0, waits: Waits::default() }
    }

    /// Begins a new count, for a new call of the guest.
    pub(crate) fn begin(&mut self) {
        self.computed = 0;
    }

    /// Where the guest's waiting is noted.
    pub(crate) fn waits(&self) -> Waits {
        self.waits.clone()
    }

    fn look(&mut self) -> Result<UpdateDeadline, Stalled> {
        let now = self.clock.load(Ordering::Relaxed);
        let passed = now - std::mem::replace(&mut self.looked, now);
        let waited = self.waits.waited.swap(false, Ordering::Relaxed);
        if waited {
            self.computed = 0;
        }
        self.computed += passed.min(1);
        if self.computed > self.limit.ticks() {
            return Err(Stalled(self.limit.0));
        }
        // Others had their turn while it waited: it has a slice of its own from here on.
        if waited {
            return Ok(UpdateDeadline::Continue(1));
        }
        self.waits.gives_way.store(true, Ordering::Relaxed);
        // Not `Yield`, which puts the guest right back among the ready ones: with one of them there always, tokio looks for
        // answers and timers only after 61 slices. This waits until it has looked.
        Ok(UpdateDeadline::YieldCustom(1, Box::pin(tokio::task::yield_now())))
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

    /// Polls a call to its end, and notes whenever it waits.
    async fn watch<T>(waits: &Waits, call: impl Future<Output = T>) -> T {
        let mut call = std::pin::pin!(call);
        std::future::poll_fn(|context| {
            let poll = call.as_mut().poll(context);
            waits.note(&poll);
            poll
        })
        .await
    }

    fn clock(limit: Duration) -> (Arc<AtomicU64>, StallClock) {
        let ticks = Arc::new(AtomicU64::new(0));
        (
            Arc::clone(&ticks),
            StallClock { clock: ticks, limit: StallLimit::new(limit), looked: 0, computed: 0, waits: Waits::default() },
        )
    }

    #[test]
    fn a_guest_that_computes_on_gives_way_each_tick_and_is_stopped_at_the_limit() {
        let (ticks, mut clock) = clock(TICK * 5);
        for tick in 1..=5 {
            ticks.store(tick, Ordering::Relaxed);
            assert!(matches!(clock.look(), Ok(UpdateDeadline::YieldCustom(1, _))), "{tick}");
        }
        ticks.store(6, Ordering::Relaxed);
        assert!(clock.look().is_err());
    }

    #[test]
    fn waiting_is_not_computing_and_is_followed_by_a_whole_slice() {
        let (ticks, mut clock) = clock(TICK * 5);
        for wait in 1..=5 {
            ticks.store(wait * 1000, Ordering::Relaxed);
            clock.waits.waited.store(true, Ordering::Relaxed);
            assert!(matches!(clock.look(), Ok(UpdateDeadline::Continue(1))));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_guest_that_really_waits_may_compute_again_and_one_that_gives_way_may_not() {
        let (ticks, mut clock) = clock(TICK * 5);
        let waits = clock.waits();
        let mut small_pieces = async |wait: bool, most: u64| {
            clock.begin();
            let start = ticks.load(Ordering::Relaxed);
            let guest = async {
                for tick in 1..=most {
                    ticks.store(start + tick, Ordering::Relaxed);
                    match clock.look() {
                        Ok(UpdateDeadline::YieldCustom(_, turn)) => turn.await,
                        Ok(_) => {}
                        Err(_) => return tick,
                    }
                    if wait {
                        tokio::time::sleep(Duration::from_millis(1)).await;
                    }
                }
                0
            };
            watch(&waits, guest).await
        };
        assert_eq!(small_pieces(true, 1000).await, 0, "it waits between its pieces");
        assert_eq!(small_pieces(false, 1000).await, 6, "it only gives way");
    }

    /// The same with wasmtime's own fiber, and with calls to the host that return at once.
    #[tokio::test]
    async fn the_engine_tells_giving_way_from_waiting() {
        // (loop (call $host.call) (br_if 0 (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 200))))
        const GUEST: &[u8] = b"\x00asm\x01\x00\x00\x00\x01\x04\x01`\x00\x00\x02\x0d\x01\x04host\x04call\x00\x00\x03\x02\x01\x00\x07\x07\x01\x03run\x00\x01\x0a\x18\x01\x16\x01\x01\x7f\x03@\x10\x00 \x00A\x01j\x22\x00A\xc8\x01I\x0d\x00\x0b\x0b";
        let engine = crate::engine::on_demand().unwrap();
        let module = wasmtime::Module::new(&engine, GUEST).unwrap();
        for (sleeps, stalls) in [(false, true), (true, false)] {
            let (ticks, clock) = clock(TICK * 5);
            let waits = clock.waits();
            let mut linker = wasmtime::Linker::<StallClock>::new(&engine);
            let weak = engine.clone();
            // Each call of the guest is a tick, so that nothing depends on real time.
            linker
                .func_wrap_async("host", "call", move |_, ()| {
                    ticks.fetch_add(1, Ordering::Relaxed);
                    weak.increment_epoch();
                    Box::new(async move {
                        if sleeps {
                            tokio::time::sleep(Duration::from_millis(1)).await;
                        }
                    })
                })
                .unwrap();
            let mut store = Store::new(&engine, clock);
            store.set_epoch_deadline(1);
            store.epoch_deadline_callback(|mut context| Ok(context.data_mut().look()?));
            let instance = linker.instantiate_async(&mut store, &module).await.unwrap();
            let run = instance.get_typed_func::<(), ()>(&mut store, "run").unwrap();
            let result = watch(&waits, run.call_async(&mut store, ())).await;
            assert_eq!(result.is_err_and(|error| error.is::<Stalled>()), stalls, "sleeps: {sleeps}");
        }
    }
}
