//! Makes VUs of a component, and decides which worker each of them lives on.

use std::pin::pin;
use std::sync::Arc;

use tokio::runtime::Handle;
use wasmload_core::alarm::Alarm;
use wasmload_core::metric::TagSetId;
use wasmload_core::plan::Plan;
use wasmload_core::vu::{CreateError, VuFactory, VuId};
use wasmtime::Engine;
use wasmtime::component::Linker;

use crate::alarm;
use crate::bindings::ScenarioPre;
use crate::capability::configuration::Configuration;
use crate::capability::execution::ScenarioInfo;
use crate::engine::{self, EngineError, Ticker};
use crate::failure;
use crate::guest_text::printable;
use crate::lifecycle::Description;
use crate::plugin::Plugin;
use crate::sandbox::Sandbox;
use crate::source_map::SourceMap;
use crate::vu::component::ComponentVu;
use crate::vu::instance::{Instance, Place};
use crate::vu::state::{self, VuState};
use crate::workers::Workers;

/// Instances beyond the plan's VUs: a broken VU's place may still be cleaned up when its successor is made.
const SPARE: u32 = 8;

/// What all VUs of one scenario have in common.
struct ScenarioParts {
    info: Arc<ScenarioInfo>,
    configuration: Arc<Configuration>,
    function: u32,
    tags: TagSetId,
}

/// Makes the VUs of a run.
pub struct ComponentFactory {
    sandbox: Sandbox,
    engine: Engine,
    ticker: Ticker,
    pre: ScenarioPre<VuState>,
    scenarios: Vec<ScenarioParts>,
    data: Arc<str>,
    source_map: Arc<SourceMap>,
    workers: Arc<Workers>,
}

impl ComponentFactory {
    /// A factory for up to `vus` VUs at once; `data` is what `setup` returned.
    ///
    /// # Errors
    /// The system refuses the memory maps or the address space for so many instances.
    pub fn new(
        plugin: &Plugin,
        plan: &Plan,
        vus: u32,
        description: &Description,
        sandbox: Sandbox,
        data: &str,
        workers: Arc<Workers>,
    ) -> Result<Self, EngineError> {
        let instances = vus.saturating_add(vus / 16).saturating_add(SPARE);
        let fault = |source: wasmtime::Error| EngineError { instances, source: source.into() };
        let engine = engine::pooled(instances, sandbox.memory, &plugin.component)?;
        let component = plugin.component_for(&engine).map_err(fault)?;
        let mut linker = Linker::new(&engine);
        state::add_to_linker(&mut linker).map_err(fault)?;
        let pre = ScenarioPre::new(linker.instantiate_pre(&component).map_err(fault)?).map_err(fault)?;
        let ticker = Ticker::start(&engine).map_err(|source| EngineError { instances, source: source.into() })?;
        let scenarios = plan.scenarios.iter().map(|scenario| {
            let mut variables = plan.env.clone();
            variables.extend(scenario.env.clone());
            let mut tags = plan.tags.clone();
            tags.extend(scenario.tags.clone());
            tags.insert("scenario".to_owned(), scenario.name.clone());
            ScenarioParts {
                info: Arc::new(ScenarioInfo {
                    name: scenario.name.clone(),
                    executor: scenario.executor.name().to_owned(),
                    function: scenario.exec.clone(),
                }),
                configuration: Arc::new(Configuration {
                    variables,
                    target: sandbox.target.clone(),
                    secrets: Arc::clone(&sandbox.secrets),
                }),
                function: description.function(&scenario.exec).unwrap_or_default(),
                tags: sandbox.registry.tag_set(tags),
            }
        });
        let source_map = Arc::clone(&plugin.source_map);
        let scenarios = scenarios.collect();
        Ok(Self { scenarios, sandbox, engine, ticker, pre, data: data.into(), source_map, workers })
    }

    async fn make(&self, index: usize, id: VuId) -> wasmtime::Result<Result<ComponentVu, String>> {
        let parts = &self.scenarios[index];
        let place = Place {
            id,
            index,
            scenario: Arc::clone(&parts.info),
            configuration: Arc::clone(&parts.configuration),
            tags: parts.tags,
            shard: self.workers.shard(id.in_test),
        };
        let mut instance = Instance::new(&self.pre, &self.engine, &self.ticker, &self.sandbox, place).await?;
        let lifecycle = instance.exports.wasmload_scenario_lifecycle();
        let started = instance.calls.run(pin!(lifecycle.call_vu_start(&mut instance.store, &self.data))).await?;
        let state = instance.store.data_mut();
        state.samples.leave_all_groups();
        state.metrics.end_iteration();
        let made = started.map(|()| ComponentVu::new(instance, parts.function, Arc::clone(&self.source_map)));
        Ok(made.map_err(|failure| failure::text(&failure, &self.source_map)))
    }
}

impl VuFactory for ComponentFactory {
    type Vu = ComponentVu;

    async fn create(&self, scenario: usize, id: VuId) -> Result<ComponentVu, CreateError> {
        let name = &self.scenarios[scenario].info.name;
        match self.make(scenario, id).await {
            Ok(Ok(vu)) => Ok(vu),
            Ok(Err(failure)) => Err(CreateError {
                message: format!("`vu-start` of a VU of scenario `{name}` failed: {failure}"),
                source: None,
            }),
            Err(error) => Err(CreateError {
                message: format!(
                    "a VU of scenario `{name}` cannot be made: {}",
                    printable(&error.root_cause().to_string())
                ),
                source: None,
            }),
        }
    }

    fn worker(&self, in_test: u32) -> Handle {
        self.workers.handle(in_test)
    }

    fn alarm(&self) -> Box<dyn Alarm> {
        alarm::finest()
    }
}
