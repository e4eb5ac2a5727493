//! VUs that are plain functions of their numbers, and a report of everything they did. Not a runtime: nothing is computed.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::{Instant, sleep, timeout};

use crate::metric::{Aggregator, MetricId, Recorder, Registry, Shard, Sink, TagSetId, builtin};
use crate::plan::Plan;
use crate::run::{RunError, RunOutcome, RunState, ScenarioState, run};
use crate::vu::{CreateError, Iteration, Outcome, Vu, VuFactory, VuId};

/// What an iteration is asked with: the scenario, the VU's numbers, the iteration's.
pub(super) type Call = (usize, VuId, Iteration);

/// How long it takes to make a VU, and what comes of it.
type Made = (Duration, Result<(), &'static str>);

type Script<A, R> = Box<dyn Fn(A) -> R + Send + Sync>;

/// How scripted VUs behave. They all live on the test's own runtime.
pub(super) struct Fake {
    iterate: Script<Call, (Duration, Outcome)>,
    create: Script<(usize, VuId), Made>,
    end: Duration,
}

/// One iteration, as the VU saw it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) scenario: usize,
    pub(super) id: VuId,
    pub(super) iteration: Iteration,
    /// When it ended, if it was not interrupted.
    pub(super) ended: Option<Instant>,
}

#[derive(Debug, Default)]
struct Log {
    entries: Vec<Entry>,
    created: Vec<(Instant, VuId)>,
    retired: Vec<VuId>,
    /// VUs that are not dropped.
    alive: usize,
}

/// Everything that happened in a run. Times count from the clock's zero.
pub(super) struct Report {
    pub(super) result: Result<RunOutcome, RunError>,
    pub(super) state: Arc<RunState>,
    pub(super) entries: Vec<Entry>,
    /// VUs that were made during the run, with the time.
    pub(super) made_late: Vec<(Duration, VuId)>,
    /// How many were made before.
    pub(super) made_ahead: usize,
    pub(super) retired: Vec<VuId>,
    /// When the run returned.
    pub(super) ended: Duration,
    pub(super) metrics: Aggregator,
}

impl Fake {
    /// VUs whose iterations take so long and pass.
    pub(super) fn taking(duration: Duration) -> Self {
        Self::new(move |_| (duration, Outcome::Passed))
    }

    pub(super) fn new(iterate: impl Fn(Call) -> (Duration, Outcome) + Send + Sync + 'static) -> Self {
        Self { iterate: Box::new(iterate), create: Box::new(|_| (Duration::ZERO, Ok(()))), end: Duration::ZERO }
    }

    pub(super) fn creating(mut self, create: impl Fn((usize, VuId)) -> Made + Send + Sync + 'static) -> Self {
        self.create = Box::new(create);
        self
    }

    pub(super) fn ending_in(mut self, end: Duration) -> Self {
        self.end = end;
        self
    }

    /// Runs the plan to its end.
    pub(super) async fn run(self, plan: Plan) -> Report {
        self.run_while(plan, async |_| {}).await
    }

    /// Runs the plan, while somebody else does something with its state.
    pub(super) async fn run_while(self, plan: Plan, meanwhile: impl AsyncFnOnce(Arc<RunState>)) -> Report {
        let registry = Registry::new(1000);
        let [worker, control] = [(); 2].map(|()| Shard::new(Arc::clone(&registry)));
        let mut metrics = Aggregator::new(Arc::clone(&registry), vec![Arc::clone(&worker), Arc::clone(&control)], &[]);
        let factory = Arc::new(Factory {
            fake: Arc::new(self),
            log: Arc::default(),
            shard: worker,
            registry: Arc::clone(&registry),
        });
        let log = Arc::clone(&factory.log);
        let state = Arc::new(RunState::new(&plan));
        let begun = Instant::now();
        let both = async {
            tokio::join!(
                run(Arc::new(plan), Arc::clone(&state), factory, registry, control),
                meanwhile(Arc::clone(&state)),
            )
        };
        let (result, ()) = timeout(Duration::from_hours(1), both).await.expect("the run ends");
        let start = state.started().unwrap_or(begun);
        metrics.collect(start.elapsed());
        let log = std::mem::take(&mut *log.lock().unwrap());
        assert_eq!(log.alive, 0, "every VU is gone when the run returns");
        for scenario in &state.scenarios {
            assert_eq!(scenario.initialized_vus.load(Relaxed), 0);
            assert_eq!(scenario.active_vus.load(Relaxed), 0);
        }
        let (ahead, late): (Vec<_>, Vec<_>) = log.created.into_iter().partition(|&(at, _)| at <= start);
        Report {
            result,
            entries: log.entries,
            made_ahead: ahead.len(),
            made_late: late.into_iter().map(|(at, id)| (at - start, id)).collect(),
            retired: log.retired,
            ended: start.elapsed(),
            state,
            metrics,
        }
    }
}

impl Report {
    fn start(&self) -> Instant {
        self.state.started().expect("there was load")
    }

    /// When each iteration started, in milliseconds, in order.
    pub(super) fn starts(&self) -> Vec<u128> {
        self.starts_of(|_| true)
    }

    /// When those iterations started, in milliseconds, in order.
    pub(super) fn starts_of(&self, of: impl Fn(&Entry) -> bool) -> Vec<u128> {
        let start = self.start();
        let chosen = self.entries.iter().filter(|entry| of(entry));
        let mut starts: Vec<_> = chosen.map(|entry| (entry.iteration.started - start).as_millis()).collect();
        starts.sort_unstable();
        starts
    }

    /// The offsets at which iterations were due, in order.
    pub(super) fn scheduled(&self) -> Vec<Duration> {
        let mut offsets: Vec<_> = self.entries.iter().map(|entry| entry.iteration.scheduled - self.start()).collect();
        offsets.sort_unstable();
        offsets
    }

    /// How many iterations started in each second.
    pub(super) fn per_second(&self) -> Vec<usize> {
        let mut counts = Vec::new();
        for start in self.starts() {
            let second = usize::try_from(start / 1000).expect("small");
            counts.resize(counts.len().max(second + 1), 0);
            counts[second] += 1;
        }
        counts
    }

    /// How many iterations each VU of the scenario began, by its number in the scenario.
    pub(super) fn per_vu(&self, scenario: usize) -> Vec<usize> {
        let mut counts = Vec::new();
        for entry in self.entries.iter().filter(|entry| entry.scenario == scenario) {
            let vu = entry.id.in_scenario as usize;
            counts.resize(counts.len().max(vu), 0);
            counts[vu - 1] += 1;
        }
        counts
    }

    /// The sum of a counter.
    pub(super) fn count(&self, metric: MetricId) -> f64 {
        match self.metrics.total(metric) {
            None => 0.0,
            Some(Sink::Counter(counter)) => counter.sum.value(),
            Some(other) => panic!("not a counter: {other:?}"),
        }
    }

    /// Count, smallest and largest value of a trend, in milliseconds.
    pub(super) fn trend(&self, metric: MetricId) -> Option<(u64, f64, f64)> {
        match self.metrics.total(metric)? {
            Sink::Trend(values) => Some((values.count(), values.min()?, values.max()?)),
            other => panic!("not a trend: {other:?}"),
        }
    }

    /// Started, completed, failed, interrupted and dropped iterations of a scenario, by its counts; the metrics agree.
    pub(super) fn counts(&self, scenario: usize) -> [u64; 5] {
        let counts = &self.state.scenarios[scenario];
        let by_counts = [&counts.started, &counts.completed, &counts.failed, &counts.interrupted, &counts.dropped];
        let all = |pick: fn(&ScenarioState) -> &AtomicU64| -> f64 {
            self.state.scenarios.iter().map(|scenario| pick(scenario).load(Relaxed) as f64).sum()
        };
        assert_eq!(self.count(builtin::ITERATIONS), all(|scenario| &scenario.completed));
        assert_eq!(self.count(builtin::ITERATIONS_FAILED), all(|scenario| &scenario.failed));
        assert_eq!(self.count(builtin::DROPPED_ITERATIONS), all(|scenario| &scenario.dropped));
        assert_eq!(
            counts.started.load(Relaxed),
            self.entries.iter().filter(|entry| entry.scenario == scenario).count() as u64
        );
        by_counts.map(|count| count.load(Relaxed))
    }

    /// Asserts that all numbers are unique and without gaps.
    pub(super) fn check_numbers(&self) {
        let gapless = |mut numbers: Vec<u64>| {
            numbers.sort_unstable();
            assert!(numbers.iter().copied().eq(0..numbers.len() as u64), "{numbers:?}");
        };
        gapless(self.entries.iter().map(|entry| entry.iteration.in_test).collect());
        let mut by_scenario: BTreeMap<usize, Vec<u64>> = BTreeMap::new();
        let mut by_vu: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
        for entry in &self.entries {
            by_scenario.entry(entry.scenario).or_default().push(entry.iteration.in_scenario);
            by_vu.entry(entry.id.in_test).or_default().push(entry.iteration.in_vu);
        }
        by_scenario.into_values().chain(by_vu.into_values()).for_each(gapless);
    }
}

struct Factory {
    fake: Arc<Fake>,
    log: Arc<Mutex<Log>>,
    shard: Arc<Shard>,
    registry: Arc<Registry>,
}

impl VuFactory for Factory {
    type Vu = FakeVu;

    async fn create(&self, scenario: usize, id: VuId) -> Result<FakeVu, CreateError> {
        let (duration, result) = (self.fake.create)((scenario, id));
        pause(duration).await;
        result.map_err(|message| CreateError { message: message.to_owned(), source: None })?;
        let mut log = self.log.lock().unwrap();
        log.created.push((Instant::now(), id));
        log.alive += 1;
        Ok(FakeVu {
            fake: Arc::clone(&self.fake),
            log: Arc::clone(&self.log),
            scenario,
            id,
            recorder: Recorder::new(Arc::clone(&self.shard)),
            tags: self.registry.tag_set([("scenario", scenario.to_string())]),
        })
    }

    fn worker(&self, _in_test: u32) -> Handle {
        Handle::current()
    }
}

struct FakeVu {
    fake: Arc<Fake>,
    log: Arc<Mutex<Log>>,
    scenario: usize,
    id: VuId,
    recorder: Recorder,
    tags: TagSetId,
}

impl Vu for FakeVu {
    async fn iterate(&mut self, iteration: Iteration) -> Outcome {
        let index = {
            let mut log = self.log.lock().unwrap();
            log.entries.push(Entry { scenario: self.scenario, id: self.id, iteration, ended: None });
            log.entries.len() - 1
        };
        let (duration, outcome) = (self.fake.iterate)((self.scenario, self.id, iteration));
        pause(duration).await;
        self.log.lock().unwrap().entries[index].ended = Some(Instant::now());
        outcome
    }

    fn recorder(&mut self) -> &mut Recorder {
        &mut self.recorder
    }

    fn tags(&self) -> TagSetId {
        self.tags
    }

    async fn end(self) {
        pause(self.fake.end).await;
        self.log.lock().unwrap().retired.push(self.id);
    }
}

impl Drop for FakeVu {
    fn drop(&mut self) {
        self.log.lock().unwrap().alive -= 1;
    }
}

/// An iteration of no duration must not even yield, as a guest that computes nothing does not.
async fn pause(duration: Duration) {
    if !duration.is_zero() {
        sleep(duration).await;
    }
}
