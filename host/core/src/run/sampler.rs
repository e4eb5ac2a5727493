//! Once a second, how many VUs are active and exist; and how far each scenario is. Not the iterations: VUs record those.

use std::convert::Infallible;
use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval_at};

use super::state::ScenarioState;
use crate::executor::Scene;
use crate::metric::{Recorder, builtin};
use crate::plan::{Executor, Scenario};
use crate::schedule::Requirements;

/// How often progress is brought up to date: as often as a terminal's bar is drawn.
const PROGRESS_PERIOD: Duration = Duration::from_millis(100);

/// When VUs are sampled for the first time: long enough for those of a start to have begun.
const FIRST_SAMPLE: Duration = Duration::from_millis(20);

/// Records the gauges `vus` and `vus_max` of each scenario, soon after the start and once a second from then on. The values
/// for the test are their sums.
pub(super) async fn sample<F>(scenes: &[Arc<Scene<F>>], start: Instant) -> Infallible {
    let Some(first) = scenes.first() else { return pending().await };
    let mut recorder = Recorder::new(Arc::clone(&first.shard));
    // So that a run of less than a second has a figure too, and not that of the moment before VUs are active; and so that
    // each is well inside of a second, at whose ends figures are collected.
    let mut ticks = interval_at(start + FIRST_SAMPLE, Duration::from_secs(1));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        ticks.tick().await;
        record(scenes, &mut recorder);
    }
}

fn record<F>(scenes: &[Arc<Scene<F>>], recorder: &mut Recorder) {
    for scene in scenes {
        let counts = scene.counts();
        recorder.add(builtin::VUS, scene.tags, f64::from(counts.active_vus.load(Ordering::Relaxed)));
        recorder.add(builtin::VUS_MAX, scene.tags, f64::from(counts.initialized_vus.load(Ordering::Relaxed)));
    }
    recorder.flush();
}

/// Keeps the progress of a scenario that has started up to date, for ever.
pub(super) async fn track<F>(scene: &Scene<F>) -> Infallible {
    let scenario = scene.scenario();
    let duration = Requirements::of(scenario).duration;
    let mut ticks = interval_at(scene.start + PROGRESS_PERIOD, PROGRESS_PERIOD);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        ticks.tick().await;
        let done = progress(scenario, scene.counts(), scene.start.elapsed(), duration);
        scene.counts().progress_permille.store(done, Ordering::Relaxed);
    }
}

/// Thousandths of the scenario that are done: of its iterations where their number is the limit, or of its time.
pub(super) fn progress(scenario: &Scenario, counts: &ScenarioState, elapsed: Duration, duration: Duration) -> u32 {
    let vus = Requirements::of(scenario).planned_vus;
    let total = match &scenario.executor {
        Executor::SharedIterations { iterations, .. } => {
            Some(scenario.share.as_ref().map_or(*iterations, |share| share.of(*iterations)))
        }
        Executor::PerVuIterations { iterations, .. } => Some(iterations.saturating_mul(u64::from(vus))),
        _ => None,
    };
    let completed = counts.completed.load(Ordering::Relaxed);
    let (done, whole) = match total {
        Some(total) => (u128::from(completed), u128::from(total)),
        None => (elapsed.as_nanos(), duration.as_nanos()),
    };
    let permille = done.saturating_mul(1000).checked_div(whole).unwrap_or(1000);
    u32::try_from(permille.min(1000)).unwrap_or(1000)
}
