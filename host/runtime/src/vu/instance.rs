//! One instance of a component in a store of its own, with its capabilities. What it is used for is the caller's affair.

use std::pin::pin;
use std::sync::Arc;

use wasmload_core::metric::{Recorder, Shard, TagSetId};
use wasmload_core::vu::VuId;
use wasmtime::component::ResourceTable;
use wasmtime::{Engine, Store};

use crate::bindings::{Scenario, ScenarioPre};
use crate::capability::configuration::Configuration;
use crate::capability::data::DataVu;
use crate::capability::execution::{Execution, ScenarioInfo};
use crate::capability::http::HttpVu;
use crate::capability::log::VuLog;
use crate::capability::metrics::MetricsVu;
use crate::capability::websocket::WebSocketVu;
use crate::engine::Ticker;
use crate::samples::Samples;
use crate::sandbox::Sandbox;
use crate::vu::call::Calls;
use crate::vu::limits::MemoryLimit;
use crate::vu::stall::{self, StallClock};
use crate::vu::state::VuState;

/// The most handles of an instance, those of WASI included: above all that the capabilities' own limits allow.
const MOST_HANDLES: usize = 32_768;

/// Which place in the run an instance takes.
pub(crate) struct Place {
    pub(crate) id: VuId,
    /// The index of its scenario in the plan.
    pub(crate) index: usize,
    pub(crate) scenario: Arc<ScenarioInfo>,
    pub(crate) configuration: Arc<Configuration>,
    pub(crate) tags: TagSetId,
    pub(crate) shard: Arc<Shard>,
}

/// A live instance.
pub(crate) struct Instance {
    pub(crate) store: Store<VuState>,
    pub(crate) exports: Scenario,
    /// What every call of `exports` goes through.
    pub(crate) calls: Calls,
}

impl Instance {
    pub(crate) async fn new(
        pre: &ScenarioPre<VuState>,
        engine: &Engine,
        ticker: &Ticker,
        sandbox: &Sandbox,
        place: Place,
    ) -> wasmtime::Result<Self> {
        let log = VuLog::new(Arc::clone(&sandbox.log), place.scenario.name.clone(), place.id.in_test);
        let mut table = ResourceTable::new();
        table.set_max_capacity(MOST_HANDLES);
        let state = VuState {
            table,
            wasi: sandbox.wasi(&place.configuration.variables, &log)?,
            execution: Execution::new(sandbox.run.clone(), place.index, place.scenario, place.id, sandbox.seed),
            configuration: place.configuration,
            log,
            samples: Samples::new(Arc::clone(&sandbox.registry), Recorder::new(place.shard), place.tags),
            metrics: MetricsVu::default(),
            data_shared: Arc::clone(&sandbox.data),
            data: DataVu::default(),
            http_shared: Arc::clone(&sandbox.http),
            http: HttpVu::new(&sandbox.http),
            network: Arc::clone(&sandbox.network),
            websocket: WebSocketVu::new(sandbox.memory),
            memory: MemoryLimit::new(sandbox.memory),
            stall: StallClock::new(ticker, sandbox.stall),
        };
        let mut store = Store::new(engine, state);
        store.limiter(|state| &mut state.memory);
        // What one call may bring to the host.
        store.set_hostcall_fuel(sandbox.memory);
        stall::watch(&mut store);
        let mut calls = Calls::of(store.data());
        let exports = calls.run(pin!(pre.instantiate_async(&mut store))).await?;
        Ok(Self { store, exports, calls })
    }
}
