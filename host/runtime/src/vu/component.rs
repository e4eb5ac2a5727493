//! The VU that the core's executors drive: an instance of the component and the function that its scenario calls.

use std::pin::pin;
use std::sync::Arc;

use tokio::time::Instant;
use wasmload_core::metric::{Recorder, TagSetId};
use wasmload_core::vu::{Breakage, Iteration, Outcome, Vu};

use crate::bindings::exports::wasmload::scenario::lifecycle::Failure;
use crate::bindings::wasmload::scenario::log::Level;
use crate::failure;
use crate::source_map::SourceMap;
use crate::vu::instance::Instance;
use crate::vu::stall::Stalled;
use crate::vu::state::VuState;

/// One virtual user.
pub struct ComponentVu {
    instance: Instance,
    function: u32,
    source_map: Arc<SourceMap>,
}

impl ComponentVu {
    pub(crate) fn new(instance: Instance, function: u32, source_map: Arc<SourceMap>) -> Self {
        Self { instance, function, source_map }
    }

    fn state(&mut self) -> &mut VuState {
        self.instance.store.data_mut()
    }

    /// Says what happened to an iteration in the log, and what becomes of the VU.
    fn judge(&mut self, result: wasmtime::Result<Result<(), Failure>>, started: Instant) -> Outcome {
        let state = self.instance.store.data_mut();
        if state.data.take_ended() && !matches!(result, Ok(Ok(()))) {
            return Outcome::Ended { usable: result.is_ok() };
        }
        match result {
            Ok(Ok(())) => Outcome::Passed,
            Ok(Err(failure)) => {
                let text = failure::raw_text(&failure, &self.source_map);
                state.log.write_for_host(Level::Error, &format!("iteration failed: {text}"));
                Outcome::Failed
            }
            Err(error) => {
                let breakage = breakage(&error, state);
                let after = started.elapsed().as_secs_f64();
                let cause = error.root_cause();
                state.log.write_for_host(
                    Level::Error,
                    &format!("iteration broke off after {after:.3} s, the VU is replaced: {cause}"),
                );
                state.log.write_for_host(Level::Debug, &format!("{error:?}"));
                Outcome::Broken(breakage)
            }
        }
    }
}

/// Why a store is unusable.
fn breakage(error: &wasmtime::Error, state: &VuState) -> Breakage {
    if error.is::<Stalled>() || error.root_cause().is::<Stalled>() {
        Breakage::Stalled
    } else if state.memory.refused() {
        Breakage::OutOfMemory
    } else {
        Breakage::Trap
    }
}

impl Vu for ComponentVu {
    async fn iterate(&mut self, iteration: Iteration) -> Outcome {
        let started = iteration.started;
        let state = self.state();
        state.execution.begin(iteration);
        state.memory.begin();
        state.stall.begin();
        // A new slice of computing time for each iteration, or the first look would come at once.
        let Instance { store, exports, calls } = &mut self.instance;
        store.set_epoch_deadline(1);
        let lifecycle = exports.wasmload_scenario_lifecycle();
        let result = calls.run(pin!(lifecycle.call_iteration(store, self.function))).await;
        let state = self.state();
        state.samples.leave_all_groups();
        state.metrics.end_iteration();
        self.judge(result, started)
    }

    fn recorder(&mut self) -> &mut Recorder {
        self.state().samples.recorder()
    }

    fn tags(&self) -> TagSetId {
        self.instance.store.data().samples.tags()
    }

    async fn end(mut self) {
        self.state().stall.begin();
        self.state().websocket.leave();
        let Instance { store, exports, calls } = &mut self.instance;
        store.set_epoch_deadline(1);
        let lifecycle = exports.wasmload_scenario_lifecycle();
        let ended = calls.run(pin!(lifecycle.call_vu_end(store))).await;
        if let Err(error) = ended {
            let cause = error.root_cause().to_string();
            self.state().log.write_for_host(Level::Error, &format!("`vu-end` broke off: {cause}"));
        }
    }
}
