//! Drives a plan from the first VU to the last: makes VUs, starts the clock, runs one task for each scenario, retires VUs.
//!
//! Not how a scenario runs: that is [`crate::executor`].

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use thiserror::Error;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::planned::make_planned;
use super::retire::retire;
use super::sampler::{progress, sample, track};
use super::state::{RunState, Stop};
use crate::executor::{self, LiveVu, Scene, StopSignal, VuNumbers};
use crate::metric::{Registry, Shard, TagSetId};
use crate::plan::{Plan, Scenario};
use crate::schedule::Requirements;
use crate::vu::{CreateError, VuFactory};

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunOutcome {
    /// Why it ended before its plan did, if it did.
    pub stop: Option<Stop>,
    /// How long there was load: from the clock's zero to the end of the last scenario. Zero if it was stopped before.
    pub duration: Duration,
}

/// Why the load could not begin.
#[derive(Debug, Error)]
pub enum RunError {
    /// A planned VU could not be made.
    #[error("VU {vu} of scenario `{scenario}` cannot be made")]
    Create {
        /// The scenario's name.
        scenario: String,
        /// The VU's number in the test.
        vu: u32,
        /// The cause.
        source: CreateError,
    },
}

/// Runs a plan: makes all planned VUs, and when they are all there starts the clock and the scenarios; ends VUs in the end.
///
/// `state` is of this plan and new; the run is watched and stopped through it. A graceful [`Stop`] lets iterations that run
/// have the scenario's graceful stop; any other reason interrupts them at once. `shard` takes the samples that no VU records.
/// Runs on a `current_thread` runtime of its own, so that starts are not late because a worker is busy, with whatever drivers
/// the factory's alarms need; when it returns, no
/// task of a VU is left. Dropping the future ends everything as [`Stop::Killed`] does, but without waiting.
///
/// # Errors
/// When a planned VU cannot be made; there was no load then.
pub async fn run<F: VuFactory>(
    plan: Arc<Plan>,
    state: Arc<RunState>,
    factory: Arc<F>,
    registry: Arc<Registry>,
    shard: Arc<Shard>,
) -> Result<RunOutcome, RunError> {
    let Some(vus) = make_planned(&plan, &state, &factory).await? else {
        return Ok(RunOutcome { stop: state.stopped(), duration: Duration::ZERO });
    };
    let numbers = Arc::new(VuNumbers::after(Requirements::of_plan(&plan).planned_vus));
    let start = Instant::now();
    state.start(start);
    let scene = |(index, scenario): (usize, &Scenario)| {
        Arc::new(Scene {
            plan: Arc::clone(&plan),
            index,
            state: Arc::clone(&state),
            factory: Arc::clone(&factory),
            registry: Arc::clone(&registry),
            shard: Arc::clone(&shard),
            tags: scenario_tags(&plan, scenario, &registry),
            numbers: Arc::clone(&numbers),
            start: start + scenario.start_time,
        })
    };
    let scenes: Vec<_> = plan.scenarios.iter().enumerate().map(scene).collect();
    let mut scenarios = JoinSet::new();
    for (scene, vus) in scenes.iter().zip(vus) {
        scenarios.spawn(run_scenario(Arc::clone(scene), vus));
    }
    let idle = tokio::select! {
        idle = scenarios.join_all() => idle,
        never = sample(&scenes, start) => match never {},
    };
    state.end(Instant::now());
    let duration = state.elapsed();
    retire(&*factory, &state, idle.into_iter().flatten().collect()).await;
    Ok(RunOutcome { stop: state.stopped(), duration })
}

/// Runs one scenario from its start time on, with its progress.
async fn run_scenario<F: VuFactory>(scene: Arc<Scene<F>>, vus: Vec<LiveVu<F::Vu>>) -> Vec<LiveVu<F::Vu>> {
    if !StopSignal::new(&scene.state).wait_until(scene.start).await {
        return vus;
    }
    let idle = tokio::select! {
        idle = executor::run(Arc::clone(&scene), vus) => idle,
        never = track(&scene) => match never {},
    };
    let duration = Requirements::of(scene.scenario()).duration;
    // A ramp that ends at no VUs is done when they are.
    let elapsed = if scene.state.stopped().is_some() { scene.start.elapsed() } else { duration };
    let done = progress(scene.scenario(), scene.counts(), elapsed, duration);
    scene.counts().progress_permille.store(done, Ordering::Relaxed);
    idle
}

/// The tags of the samples that a scenario records itself: the plan's, the scenario's own, and its name.
fn scenario_tags(plan: &Plan, scenario: &Scenario, registry: &Registry) -> TagSetId {
    let tags = registry.tag_set(plan.tags.iter().chain(&scenario.tags));
    registry.with_tag(tags, "scenario", &scenario.name)
}
