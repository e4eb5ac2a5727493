//! The real thing's threads: VUs on two workers, the run on a third. No figure depends on the time here.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread::{self, ThreadId};
use std::time::Duration;

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use super::plans::{constant_rate, constant_vus, ms, per_vu_iterations, plan, shared_iterations};
use crate::metric::{Recorder, Registry, Shard, TagSetId};
use crate::plan::Plan;
use crate::run::{RunOutcome, RunState, Stop, run};
use crate::vu::{Breakage, CreateError, Iteration, Outcome, Vu, VuFactory, VuId};

/// A thread that runs VUs until it is dropped.
struct Worker {
    handle: Handle,
    thread: Option<thread::JoinHandle<()>>,
    end: Option<oneshot::Sender<()>>,
}

impl Worker {
    fn new() -> Self {
        let (end, ended) = oneshot::channel();
        let runtime = Builder::new_current_thread().enable_time().build().unwrap();
        let handle = runtime.handle().clone();
        // Ends when its sender does.
        let thread = thread::spawn(move || drop(runtime.block_on(ended)));
        Self { handle, thread: Some(thread), end: Some(end) }
    }

    fn thread(&self) -> ThreadId {
        self.thread.as_ref().unwrap().thread().id()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        drop(self.end.take());
        self.thread.take().unwrap().join().unwrap();
    }
}

/// VUs that check that they never leave their worker. Every seventh iteration of a VU breaks it.
struct Threads {
    workers: [Worker; 2],
    shard: Arc<Shard>,
    alive: Arc<AtomicU64>,
}

struct ThreadVu {
    home: ThreadId,
    recorder: Recorder,
    alive: Arc<AtomicU64>,
}

impl VuFactory for Threads {
    type Vu = ThreadVu;

    async fn create(&self, _scenario: usize, id: VuId) -> Result<ThreadVu, CreateError> {
        let home = thread::current().id();
        assert_eq!(home, self.workers[id.in_test as usize % 2].thread(), "a VU is made on its worker");
        self.alive.fetch_add(1, Relaxed);
        Ok(ThreadVu { home, recorder: Recorder::new(Arc::clone(&self.shard)), alive: Arc::clone(&self.alive) })
    }

    fn worker(&self, in_test: u32) -> Handle {
        self.workers[in_test as usize % 2].handle.clone()
    }
}

impl Vu for ThreadVu {
    async fn iterate(&mut self, iteration: Iteration) -> Outcome {
        assert_eq!(thread::current().id(), self.home, "a VU runs on its worker");
        if iteration.in_test.is_multiple_of(3) {
            tokio::task::yield_now().await;
        } else if iteration.in_test.is_multiple_of(50) {
            tokio::time::sleep(ms(1)).await;
        }
        if iteration.in_vu == 6 { Outcome::Broken(Breakage::Trap) } else { Outcome::Passed }
    }

    fn recorder(&mut self) -> &mut Recorder {
        &mut self.recorder
    }

    fn tags(&self) -> TagSetId {
        TagSetId::EMPTY
    }

    async fn end(self) {
        assert_eq!(thread::current().id(), self.home, "a VU ends on its worker");
    }
}

impl Drop for ThreadVu {
    fn drop(&mut self) {
        self.alive.fetch_sub(1, Relaxed);
    }
}

/// Runs the plan, and stops it after a while if so asked.
fn drive(plan: Plan, stop: Option<(Duration, Stop)>) -> (RunOutcome, Arc<RunState>) {
    let registry = Registry::new(1000);
    let shard = || Shard::new(Arc::clone(&registry));
    let alive = Arc::new(AtomicU64::new(0));
    let workers = [Worker::new(), Worker::new()];
    let factory = Arc::new(Threads { workers, shard: shard(), alive: Arc::clone(&alive) });
    let state = Arc::new(RunState::new(&plan));
    let control = Builder::new_current_thread().enable_time().build().unwrap();
    let stopper = Arc::clone(&state);
    let outcome = control.block_on(async {
        let run = run(Arc::new(plan), Arc::clone(&state), factory, Arc::clone(&registry), shard());
        let stop = async move {
            if let Some((after, reason)) = stop {
                tokio::time::sleep(after).await;
                stopper.stop(reason);
            }
        };
        tokio::join!(run, stop).0
    });
    assert_eq!(alive.load(Relaxed), 0, "every VU is gone when the run returns");
    (outcome.expect("VUs can be made"), state)
}

fn counts(state: &RunState, scenario: usize) -> [u64; 5] {
    let counts = &state.scenarios[scenario];
    [&counts.started, &counts.completed, &counts.failed, &counts.interrupted, &counts.dropped]
        .map(|count| count.load(Relaxed))
}

#[test]
fn counts_are_exact_on_several_threads() {
    let (outcome, state) = drive(
        plan([
            shared_iterations(8, 2000, ms(600_000)),
            per_vu_iterations(10, 70, ms(600_000)),
            constant_rate(1000, ms(300), [2, 20]),
        ]),
        None,
    );
    assert_eq!(outcome.stop, None);
    let [started, completed, _, interrupted, dropped] = counts(&state, 0);
    assert_eq!([started, completed, interrupted, dropped], [2000, 2000, 0, 0]);
    // Each of ten VUs breaks ten times.
    assert_eq!(counts(&state, 1), [700, 700, 100, 0, 0]);
    let [started, completed, _, interrupted, dropped] = counts(&state, 2);
    assert_eq!((started, interrupted, completed + dropped), (completed, 0, 300));
}

#[test]
fn nothing_is_lost_when_a_stop_comes_at_any_time() {
    for (after, reason) in
        (0..12).zip([Stop::Interrupted, Stop::Killed, Stop::Aborted("enough".to_owned())].iter().cycle())
    {
        let plan = plan([constant_vus(20, ms(600_000)), constant_rate(5000, ms(600_000), [5, 30])]);
        let (outcome, state) = drive(plan, Some((ms(after * 3), reason.clone())));
        assert_eq!(outcome.stop.as_ref(), Some(reason));
        for scenario in 0..2 {
            let [started, completed, _, interrupted, _] = counts(&state, scenario);
            assert_eq!(started, completed + interrupted);
        }
    }
}
