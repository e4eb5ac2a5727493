//! Makes all planned VUs before the clock starts. Not those that are made during the run: a slot makes those.

use std::sync::Arc;

use tokio::task::JoinSet;

use super::scheduler::RunError;
use super::state::RunState;
use crate::executor::{LiveVu, StopSignal, make};
use crate::plan::Plan;
use crate::schedule::Requirements;
use crate::vu::{VuFactory, VuId};

/// How many VUs are made at the same time: enough to keep all workers busy, few enough that a fault is seen before thousands
/// more have been made in vain.
const AT_ONCE: usize = 64;

/// Makes all planned VUs: for each scenario its own, in the order of their numbers. `None` if the run is to stop.
pub(super) async fn make_planned<F: VuFactory>(
    plan: &Plan,
    state: &Arc<RunState>,
    factory: &Arc<F>,
) -> Result<Option<Vec<Vec<LiveVu<F::Vu>>>>, RunError> {
    let mut made: Vec<Vec<LiveVu<F::Vu>>> = plan.scenarios.iter().map(|_| Vec::new()).collect();
    let mut stop = StopSignal::new(state);
    let mut tasks = JoinSet::new();
    let mut left = numbers(plan);
    loop {
        while tasks.len() < AT_ONCE
            && let Some((scenario, id)) = left.next()
        {
            let (factory, state) = (Arc::clone(factory), Arc::clone(state));
            tasks.spawn(async move { (scenario, id, make(&factory, &state, scenario, id).await) });
        }
        let ended = tokio::select! {
            biased;
            () = stop.heard() => {
                tasks.shutdown().await;
                return Ok(None);
            }
            ended = tasks.join_next() => ended,
        };
        match ended {
            None => break,
            Some(Ok((scenario, _, Some(Ok(vu))))) => made[scenario].push(vu),
            Some(Ok((scenario, id, Some(Err(source))))) => {
                tasks.shutdown().await;
                return Err(RunError::Create {
                    scenario: plan.scenarios[scenario].name.clone(),
                    vu: id.in_test,
                    source,
                });
            }
            // A panic, which has stopped the run.
            Some(Ok((_, _, None)) | Err(_)) => {}
        }
    }
    for vus in &mut made {
        vus.sort_unstable_by_key(|vu| vu.id.in_scenario);
    }
    Ok(state.stopped().is_none().then_some(made))
}

/// The planned VUs with their numbers, scenario by scenario.
fn numbers(plan: &Plan) -> impl Iterator<Item = (usize, VuId)> {
    let of_scenario =
        |(index, scenario)| (1..=Requirements::of(scenario).planned_vus).map(move |number| (index, number));
    let vus = plan.scenarios.iter().enumerate().flat_map(of_scenario);
    (1..).zip(vus).map(|(in_test, (scenario, in_scenario))| (scenario, VuId { in_test, in_scenario }))
}
