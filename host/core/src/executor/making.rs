//! Makes VUs on their workers, and runs tasks there so that none is left behind. Not what the tasks do.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::task::{JoinError, JoinSet};
use tokio::time::Instant;

use super::deadlines::StopSignal;
use super::live::{Busy, LiveVu};
use super::scene::Scene;
use crate::metric::builtin;
use crate::run::{RunState, Stop};
use crate::vu::{CreateError, VuFactory, VuId};

/// How long to wait after a VU could not be made, so that a lasting fault does not eat a core.
const RETRY_PAUSE: Duration = Duration::from_millis(100);

/// Makes a VU on its worker. `None` if that panicked, which breaks the run.
pub(crate) async fn make<F: VuFactory>(
    factory: &Arc<F>,
    state: &Arc<RunState>,
    scenario: usize,
    id: VuId,
) -> Option<Result<LiveVu<F::Vu>, CreateError>> {
    let task = {
        let (factory, state) = (Arc::clone(factory), Arc::clone(state));
        async move { factory.create(scenario, id).await.map(|vu| LiveVu::new(vu, id, state, scenario)) }
    };
    let mut tasks = JoinSet::new();
    tasks.spawn_on(task, &factory.worker(id.in_test));
    finish(state, tasks.join_next().await?)
}

impl<F: VuFactory> Scene<F> {
    /// Makes a VU during the run, and tries again until it succeeds. `None` if it is not needed any longer: after `until`, or
    /// when the run is to stop, or when `needed` says so.
    pub(super) async fn make(
        &self,
        in_scenario: u32,
        until: Instant,
        needed: impl Fn() -> bool,
    ) -> Option<LiveVu<F::Vu>> {
        let mut stop = StopSignal::new(&self.state);
        while needed() {
            let id = VuId { in_test: self.numbers.next(), in_scenario };
            let made = tokio::select! {
                made = make(&self.factory, &self.state, self.index, id) => made,
                _ = stop.wait_until(until) => None,
            };
            match made? {
                Ok(vu) => return Some(vu),
                // Nobody misses it any more.
                Err(_) if stop.is_set() => return None,
                Err(error) => self.report(id, &error),
            }
            let retry = Instant::now() + RETRY_PAUSE;
            if retry >= until || !stop.wait_until(retry).await {
                return None;
            }
        }
        None
    }

    /// A VU that cannot be made counts as a failed iteration: the load that it would have made is missing.
    fn report(&self, id: VuId, error: &CreateError) {
        let scenario = &self.scenario().name;
        tracing::error!(scenario, vu = id.in_test, error = error as &dyn std::error::Error, "a VU could not be made");
        self.counts().failed.fetch_add(1, Ordering::Relaxed);
        let tags = self.registry.with_tag(self.tags, "reason", "create");
        self.record(builtin::ITERATIONS_FAILED, tags, 1.0);
    }
}

/// Runs a VU's task on its worker until it ends, or until `cut` and then only if it is idle; a busy one is stopped where it
/// is. `None` if it was stopped, or panicked, which breaks the run. The task is over when this returns.
///
/// The task is handed over before anything is waited for, so that the caller's future has no room for it.
pub(super) fn supervise<T: Send + 'static>(
    state: &RunState,
    worker: &Handle,
    task: impl Future<Output = T> + Send + 'static,
    cut: impl Future<Output = ()>,
    busy: &Busy,
) -> impl Future<Output = Option<T>> {
    let mut tasks = JoinSet::new();
    tasks.spawn_on(task, worker);
    async move {
        let ended = tokio::select! {
            biased;
            ended = tasks.join_next() => ended,
            () = cut => {
                if busy.is_set() {
                    tasks.abort_all();
                }
                tasks.join_next().await
            }
        };
        finish(state, ended?)
    }
}

fn finish<T>(state: &RunState, ended: Result<T, JoinError>) -> Option<T> {
    match ended {
        Ok(value) => Some(value),
        Err(error) => {
            if error.is_panic() {
                state.stop(Stop::Broken(format!("a fault in wasmload itself: {error}")));
            }
            None
        }
    }
}
