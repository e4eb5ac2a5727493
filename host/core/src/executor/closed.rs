//! The closed loop: a VU begins its next iteration when its last one has ended. Four executors are this loop with other
//! turns and budgets: `shared-iterations`, `per-vu-iterations`, `constant-vus`, `ramping-vus`.
//!
//! Not what limits them: turns come from [`crate::schedule`], budgets from [`super::budget`].

use std::sync::Arc;
use std::time::Duration;

use tokio::task::{JoinSet, consume_budget};
use tokio::time::Instant;

use super::budget::Budget;
use super::deadlines::{self, StopSignal};
use super::live::{Active, Busy, LiveVu};
use super::making::supervise;
use super::scene::Scene;
use super::vu_task::{iterate, pad};
use crate::plan::Executor;
use crate::schedule::{Turn, steps, turns};
use crate::vu::VuFactory;

/// What a scenario's VUs shall do.
struct Work {
    /// When each VU is needed.
    turns: Vec<Vec<Turn>>,
    budgets: Budgets,
}

enum Budgets {
    Endless,
    Shared(Budget),
    Own(Vec<Budget>),
}

impl Work {
    fn of<F>(scene: &Scene<F>, vus: usize) -> Self {
        let scenario = scene.scenario();
        let duration = scene.requirements().duration;
        let cut = duration.saturating_add(scenario.graceful_stop);
        let all_the_time = || vec![vec![Turn::single(Duration::ZERO, duration, cut)]; vus];
        match &scenario.executor {
            Executor::SharedIterations { iterations, .. } => {
                let iterations = scenario.share.as_ref().map_or(*iterations, |share| share.of(*iterations));
                Self { turns: all_the_time(), budgets: Budgets::Shared(Budget::of(iterations)) }
            }
            Executor::PerVuIterations { iterations, .. } => {
                let own = (0..vus).map(|_| Budget::of(*iterations)).collect();
                Self { turns: all_the_time(), budgets: Budgets::Own(own) }
            }
            Executor::RampingVus { start_vus, stages, graceful_ramp_down } => {
                let steps = steps(*start_vus, stages, scenario.share.as_ref());
                let mut turns = turns(&steps, duration, *graceful_ramp_down, scenario.graceful_stop);
                turns.resize(vus, Vec::new());
                Self { turns, budgets: Budgets::Endless }
            }
            _ => Self { turns: all_the_time(), budgets: Budgets::Endless },
        }
    }
}

impl Budgets {
    fn for_vu(&self, index: usize) -> Budget {
        match self {
            Self::Endless => Budget::ENDLESS,
            Self::Shared(budget) => budget.clone(),
            Self::Own(budgets) => budgets[index].clone(),
        }
    }

    /// How many iterations never began.
    fn left(&self) -> u64 {
        match self {
            Self::Endless => 0,
            Self::Shared(budget) => budget.left(),
            Self::Own(budgets) => budgets.iter().map(Budget::left).sum(),
        }
    }
}

/// Runs a scenario with a closed executor. Gives back the VUs that were idle at the end.
pub(super) async fn run<F: VuFactory>(scene: Arc<Scene<F>>, vus: Vec<LiveVu<F::Vu>>) -> Vec<LiveVu<F::Vu>> {
    let work = Work::of(&scene, vus.len());
    let mut slots = JoinSet::new();
    for (index, (vu, turns)) in vus.into_iter().zip(work.turns).enumerate() {
        slots.spawn(slot(Arc::clone(&scene), vu, turns, work.budgets.for_vu(index)));
    }
    let mut idle = Vec::with_capacity(slots.len());
    while let Some(ended) = slots.join_next().await {
        // A slot does not panic, and nobody aborts it.
        idle.extend(ended.ok().flatten());
    }
    // As in k6, what a stop leaves over is not load that could not be offered.
    if scene.state.stopped().is_none() {
        scene.record_dropped(work.budgets.left());
    }
    idle
}

/// How a VU's task ended, when it was not stopped.
enum Exit<V> {
    /// Its turn is over, or its budget, or the run. The VU is whole.
    Whole(LiveVu<V>),
    /// The VU broke, and is gone.
    Broken,
}

/// One VU's place in the scenario: takes it through its turns, and replaces it when it breaks or is interrupted.
async fn slot<F: VuFactory>(
    scene: Arc<Scene<F>>,
    vu: LiveVu<F::Vu>,
    turns: Vec<Turn>,
    budget: Budget,
) -> Option<LiveVu<F::Vu>> {
    let in_scenario = vu.id.in_scenario;
    let busy = Arc::new(Busy::default());
    let mut stop = StopSignal::new(&scene.state);
    let mut vu = Some(vu);
    for turn in turns.into_iter().map(Arc::new) {
        let until = scene.at(turn.until());
        // More than one round only when the VU breaks.
        while !stop.is_set() && budget.left() > 0 && Instant::now() < until {
            let live = match vu.take() {
                Some(live) => live,
                None => match scene.make(in_scenario, until, || budget.left() > 0).await {
                    Some(live) => live,
                    None => break,
                },
            };
            let worker = scene.factory.worker(live.id.in_test);
            busy.clear();
            let task = take_turn(Arc::clone(&scene), live, Arc::clone(&turn), budget.clone(), Arc::clone(&busy));
            let cut = deadlines::cut(&scene.state, scene.at(turn.cut), scene.scenario().graceful_stop);
            match supervise(&scene.state, &worker, task, cut, &busy).await {
                Some(Exit::Whole(live)) => {
                    vu = Some(live);
                    break;
                }
                Some(Exit::Broken) => {}
                None => break,
            }
        }
    }
    vu
}

/// One turn of a VU, on its worker: iterations, one after the other.
async fn take_turn<F: VuFactory>(
    scene: Arc<Scene<F>>,
    mut live: LiveVu<F::Vu>,
    turn: Arc<Turn>,
    budget: Budget,
    busy: Arc<Busy>,
) -> Exit<F::Vu> {
    let mut stop = StopSignal::new(&scene.state);
    for span in &turn.spans {
        let until = scene.at(span.until);
        if !stop.wait_until(scene.at(span.from)).await {
            return Exit::Whole(live);
        }
        let _active = Active::new(scene.counts());
        loop {
            // An iteration that never waits would keep the worker from its other VUs.
            consume_budget().await;
            busy.set();
            if Instant::now() >= until {
                busy.clear();
                break;
            }
            if stop.is_set() || !budget.take() {
                busy.clear();
                return Exit::Whole(live);
            }
            let ended = iterate(&scene, &mut live, None).await;
            busy.clear();
            if ended.broken {
                return Exit::Broken;
            }
            pad(&scene, ended.started, until, &mut stop).await;
        }
    }
    Exit::Whole(live)
}
