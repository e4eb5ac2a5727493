//! Ends VUs in good order after the load, each on its worker. Not those that were busy when time was up: they are gone.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::timeout;

use super::state::{RunState, Stop};
use crate::executor::LiveVu;
use crate::vu::VuFactory;

/// How long all of them together may take: what a VU does at its end is a courtesy to the target, not load.
const PATIENCE: Duration = Duration::from_secs(5);

/// Ends the VUs. Those that take too long are dropped; all are, if nothing shall be waited for.
pub(super) async fn retire<F: VuFactory>(factory: &F, state: &Arc<RunState>, vus: Vec<LiveVu<F::Vu>>) {
    let mut tasks = JoinSet::new();
    for live in vus {
        let worker = factory.worker(live.id.in_test);
        tasks.spawn_on(live.end(), &worker);
    }
    let mut stop = state.watch_stop();
    let ended = tokio::select! {
        biased;
        // Fails only without a sender, which `state` holds.
        _ = stop.wait_for(|reason| *reason == Some(Stop::Killed)) => Ok(()),
        ended = timeout(PATIENCE, async { while tasks.join_next().await.is_some() {} }) => ended,
    };
    if ended.is_err() {
        tracing::warn!(vus = tasks.len(), "VUs did not end within {} seconds and were dropped", PATIENCE.as_secs());
    }
    tasks.shutdown().await;
}
