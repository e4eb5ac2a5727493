//! How late a worker is and how busy, measured by a task among those of its VUs, which waits as they do.
//!
//! It judges nothing: that is the core's affair.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use tokio::time::Instant;
use wasmload_core::metric::{Recorder, TagSetId, builtin};
use wasmload_core::run::RunState;
use wasmload_core::summary::LateSeconds;

use crate::generator::ThreadMeter;

/// How often a worker's lateness is measured, on average: often enough for a percentile of each second, and no load by
/// itself.
const PERIOD: Duration = Duration::from_millis(10);

/// How often it is looked at how busy a worker is: a run of one second has a figure too.
const LOOK: Duration = Duration::from_millis(500);

/// One worker's probe.
#[derive(Debug)]
pub(crate) struct Probe {
    /// Makes the probes of two workers independent.
    pub(crate) index: usize,
    pub(crate) state: Arc<RunState>,
    pub(crate) recorder: Recorder,
    pub(crate) late: Arc<Mutex<LateSeconds>>,
}

impl Probe {
    /// Measures from the beginning of the load to its end, on the thread that polls this: how late timers fire, which is
    /// the time for which a VU that was due had to wait for its thread.
    ///
    /// The times at which it should wake are fixed beforehand. When it wakes late, each of them counts: a stall is seen
    /// by all that were due within it, and not only by the first. They are at random, as arrivals of a Poisson process:
    /// probes at equal distances would keep step with the ticks that interrupt guests, and always see the same part of
    /// a slice.
    pub(crate) async fn run(mut self) {
        let mut random = SmallRng::seed_from_u64(self.index as u64);
        let mut meter = ThreadMeter::start();
        let mut due = Instant::now();
        loop {
            due += gap(&mut random);
            if Instant::now() < due {
                tokio::time::sleep_until(due).await;
            }
            let now = Instant::now();
            let Some(started) = self.state.started() else {
                // What making VUs costs is not the load's.
                meter.restart();
                continue;
            };
            let ended = self.state.ended();
            if ended.is_some_and(|ended| due >= ended) {
                return;
            }
            if due >= started {
                self.record(due - started, ended.map_or(now, |ended| now.min(ended)) - due);
            }
            if ended.is_none() && now - meter.looked() >= LOOK {
                let usage = meter.look();
                self.recorder.add(builtin::GENERATOR_BUSY, TagSetId::default(), usage.busy());
                self.recorder.add(builtin::GENERATOR_CORE_WAIT, TagSetId::default(), usage.waited);
            }
            self.recorder.flush();
        }
    }

    fn record(&mut self, due: Duration, lag: Duration) {
        self.recorder.add(builtin::GENERATOR_LAG, TagSetId::default(), lag.as_secs_f64() * 1000.0);
        if lag > wasmload_core::summary::LATE_LIMIT {
            self.late.lock().unwrap_or_else(PoisonError::into_inner).note(due, lag);
        }
    }
}

/// The time between two arrivals of a Poisson process, never long.
fn gap(random: &mut SmallRng) -> Duration {
    // Above 0, so that the logarithm is a number.
    let share = 1.0 - random.random::<f64>();
    PERIOD.mul_f64((-share.ln()).min(10.0))
}

#[cfg(test)]
mod tests {
    use wasmload_core::metric::{Aggregator, Histogram, Registry, Shard, Sink};

    use super::*;

    /// Probes for so long, with `during` beside it, and gives the lag and the late seconds.
    async fn probe(state: &Arc<RunState>, during: impl Future<Output = ()>) -> (Histogram, LateSeconds) {
        let registry = Registry::new(100);
        let shard = Shard::new(Arc::clone(&registry));
        let mut aggregator = Aggregator::new(registry, vec![Arc::clone(&shard)], &[]);
        let late = Arc::default();
        let probe =
            Probe { index: 0, state: Arc::clone(state), recorder: Recorder::new(shard), late: Arc::clone(&late) };
        let probe = tokio::spawn(probe.run());
        during.await;
        probe.abort();
        drop(probe.await);
        aggregator.collect(Duration::ZERO);
        let lag = match aggregator.total(builtin::GENERATOR_LAG) {
            Some(Sink::Trend(lag)) => lag.clone(),
            _ => Histogram::default(),
        };
        let late = late.lock().unwrap().clone();
        (lag, late)
    }

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn lateness_counts_while_there_is_load() {
        let state = Arc::new(RunState::default());
        let idle = probe(&state, tokio::time::sleep(SECOND * 10)).await.0;
        assert_eq!(idle.count(), 0, "it has not begun");
        let (lag, late) = probe(&state, async {
            tokio::time::advance(SECOND).await;
            state.start(Instant::now());
            tokio::time::sleep(SECOND * 10).await;
            state.end(Instant::now());
            tokio::time::advance(SECOND).await;
            tokio::time::sleep(SECOND * 10).await;
        })
        .await;
        // A Poisson process: 1,000 are expected, and four standard deviations are 126.
        assert!((874..=1126).contains(&lag.count()), "{}", lag.count());
        assert!(lag.max().unwrap() <= 1.0, "a timer ticks in whole milliseconds: {:?}", lag.max());
        assert_eq!(late, LateSeconds::default());
    }

    #[tokio::test(start_paused = true)]
    async fn a_stall_is_seen_by_all_that_were_due_within_it() {
        let state = Arc::new(RunState::default());
        let (lag, late) = probe(&state, async {
            state.start(Instant::now());
            tokio::time::sleep(SECOND * 4).await;
            // Nothing runs for a second, as when a guest or another program holds the thread.
            tokio::time::advance(SECOND).await;
            tokio::time::sleep(SECOND * 5).await;
        })
        .await;
        // A tenth of the time, and those in its middle waited for half of it.
        let share = |percent| lag.percentile(percent).unwrap();
        assert!(share(85.0) <= 1.0, "{}", share(85.0));
        assert!((250.0..=750.0).contains(&share(95.0)), "{}", share(95.0));
        let worst = late.worst().unwrap();
        assert!(worst.second == 5 && worst.lag_ms > 900.0 && worst.lag_ms <= 1000.0, "{worst:?}");
        assert_eq!(late.count(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn what_ends_the_load_ends_a_stall() {
        let state = Arc::new(RunState::default());
        let (lag, _) = probe(&state, async {
            state.start(Instant::now());
            tokio::time::sleep(SECOND).await;
            state.end(Instant::now() + Duration::from_millis(50));
            tokio::time::advance(SECOND).await;
            tokio::time::sleep(SECOND).await;
        })
        .await;
        assert!(lag.max().unwrap() <= 50.0, "{:?}", lag.max());
    }

    #[tokio::test]
    async fn a_worker_without_a_pause_is_busy() {
        let registry = Registry::new(100);
        let shard = Shard::new(Arc::clone(&registry));
        let mut aggregator = Aggregator::new(registry, vec![Arc::clone(&shard)], &[]);
        let state = Arc::new(RunState::default());
        let probe = Probe { index: 0, state: Arc::clone(&state), recorder: Recorder::new(shard), late: Arc::default() };
        state.start(Instant::now());
        let probe = tokio::spawn(probe.run());
        while aggregator.total(builtin::GENERATOR_BUSY).is_none() {
            tokio::task::yield_now().await;
            aggregator.collect(Duration::ZERO);
        }
        probe.abort();
        let Some(Sink::Trend(busy)) = aggregator.total(builtin::GENERATOR_BUSY) else { panic!("a trend") };
        assert!(busy.min().unwrap() > 0.9, "{busy:?}");
        assert_eq!(aggregator.total(builtin::GENERATOR_CORE_WAIT).map(Sink::samples), Some(busy.count()));
    }
}
