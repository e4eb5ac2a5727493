//! Makes all planned VUs before the clock starts. Not those that are made during the run: a slot makes those.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::timeout;

use super::scheduler::RunError;
use super::state::RunState;
use crate::executor::{LiveVu, StopSignal, make};
use crate::plan::{Plan, duration};
use crate::schedule::Requirements;
use crate::vu::{CreateError, VuFactory, VuId};

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
            let limit = plan.setup_timeout;
            tasks.spawn(async move {
                let made = timeout(limit, make(&factory, &state, scenario, id)).await;
                (scenario, id, made.unwrap_or_else(|_| Some(Err(too_slow(limit)))))
            });
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

/// A VU is prepared outside of any measurement, but not for ever: it has as long as `setup`.
fn too_slow(limit: Duration) -> CreateError {
    let message = format!("it was not ready within {}, the `setupTimeout`", duration::format(limit));
    CreateError { message, source: None }
}

/// The planned VUs with their numbers, scenario by scenario.
fn numbers(plan: &Plan) -> impl Iterator<Item = (usize, VuId)> {
    let of_scenario =
        |(index, scenario)| (1..=Requirements::of(scenario).planned_vus).map(move |number| (index, number));
    let vus = plan.scenarios.iter().enumerate().flat_map(of_scenario);
    (1..).zip(vus).map(|(in_test, (scenario, in_scenario))| (scenario, VuId { in_test, in_scenario }))
}
