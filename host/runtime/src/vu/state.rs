//! The data of one store: the whole surface that a guest can reach, in one screen.

use std::sync::Arc;

use wasmtime::component::{Linker, ResourceTable};
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

use crate::bindings::wasmload::{data as data_package, metrics as metrics_package, scenario};
use crate::capability::configuration::{Configuration, ConfigurationView, HasConfiguration};
use crate::capability::data::{DataView, DataVu, HasData, SharedData};
use crate::capability::execution::{Execution, ExecutionView, HasExecution};
use crate::capability::http::{self, HttpShared, HttpView, HttpVu};
use crate::capability::log::{HasLog, LogView, VuLog};
use crate::capability::metrics::{HasMetrics, MetricsView, MetricsVu};
use crate::capability::timing::{HasTiming, TimingView};
use crate::capability::websocket::{self, WebSocketView, WebSocketVu};
use crate::network::Network;
use crate::samples::Samples;
use crate::vu::limits::MemoryLimit;
use crate::vu::stall::StallClock;

/// What one instance owns.
pub(crate) struct VuState {
    pub(crate) table: ResourceTable,
    pub(crate) wasi: WasiCtx,
    pub(crate) execution: Execution,
    pub(crate) configuration: Arc<Configuration>,
    pub(crate) log: Arc<VuLog>,
    pub(crate) samples: Samples,
    pub(crate) metrics: MetricsVu,
    pub(crate) data_shared: Arc<SharedData>,
    pub(crate) data: DataVu,
    pub(crate) http_shared: Arc<HttpShared>,
    pub(crate) http: HttpVu,
    pub(crate) network: Arc<Network>,
    pub(crate) websocket: WebSocketVu,
    pub(crate) memory: MemoryLimit,
    pub(crate) stall: StallClock,
}

impl WasiView for VuState {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView { ctx: &mut self.wasi, table: &mut self.table }
    }
}

impl VuState {
    fn http(&mut self) -> HttpView<'_> {
        HttpView { shared: &self.http_shared, vu: &mut self.http, table: &mut self.table, samples: &mut self.samples }
    }

    fn data(&mut self) -> DataView<'_> {
        DataView { shared: &self.data_shared, vu: &mut self.data, table: &mut self.table, execution: &self.execution }
    }

    fn websocket(&mut self) -> WebSocketView<'_> {
        WebSocketView {
            network: &self.network,
            vu: &mut self.websocket,
            table: &mut self.table,
            samples: &mut self.samples,
            clock: self.execution.clock(),
            log: &self.log,
        }
    }

    fn metrics(&mut self) -> MetricsView<'_> {
        MetricsView { vu: &mut self.metrics, samples: &mut self.samples }
    }

    fn execution(&mut self) -> ExecutionView<'_> {
        ExecutionView { execution: &mut self.execution, samples: &mut self.samples, log: &self.log }
    }

    fn configuration(&mut self) -> ConfigurationView<'_> {
        ConfigurationView(&self.configuration)
    }

    fn log(&mut self) -> LogView<'_> {
        LogView(&self.log)
    }

    fn timing(&mut self) -> TimingView<'_> {
        TimingView(&mut self.http)
    }
}

/// Gives a linker everything that the world imports.
pub(crate) fn add_to_linker(linker: &mut Linker<VuState>) -> wasmtime::Result<()> {
    wasmtime_wasi::p2::add_to_linker_async(linker)?;
    scenario::execution::add_to_linker::<_, HasExecution>(linker, VuState::execution)?;
    scenario::configuration::add_to_linker::<_, HasConfiguration>(linker, VuState::configuration)?;
    scenario::log::add_to_linker::<_, HasLog>(linker, VuState::log)?;
    scenario::timing::add_to_linker::<_, HasTiming>(linker, VuState::timing)?;
    metrics_package::metrics::add_to_linker::<_, HasMetrics>(linker, VuState::metrics)?;
    metrics_package::checks::add_to_linker::<_, HasMetrics>(linker, VuState::metrics)?;
    metrics_package::groups::add_to_linker::<_, HasMetrics>(linker, VuState::metrics)?;
    data_package::rows::add_to_linker::<_, HasData>(linker, VuState::data)?;
    http::add_to_linker(linker, VuState::http)?;
    websocket::add_to_linker(linker, VuState::websocket)
}
