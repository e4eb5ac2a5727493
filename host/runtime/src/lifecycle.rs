//! The steps that run once, each on an instance of its own: `describe`, `setup`, `teardown`. Not the VUs.

use std::collections::{BTreeMap, HashSet};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use thiserror::Error;
use wasmload_core::vu::VuId;
use wasmtime::Engine;
use wasmtime::component::{Component, Linker};

use crate::bindings::ScenarioPre;
use crate::bindings::exports::wasmload::scenario::lifecycle::Failure;
use crate::capability::configuration::Configuration;
use crate::capability::execution::ScenarioInfo;
use crate::engine::{EngineError, Ticker};
use crate::failure;
use crate::guest_text::{name, printable};
use crate::plugin::Plugin;
use crate::sandbox::Sandbox;
use crate::source_map::SourceMap;
use crate::vu::instance::{Instance, Place};
use crate::vu::state::{self, VuState};

/// How long `describe` may take: it computes a few strings.
const DESCRIBE_TIMEOUT: Duration = Duration::from_secs(10);

/// What a component says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description {
    /// The plan that it proposes: a JSON document.
    pub plan: Option<String>,
    /// Its scenario functions, in the order of their indices.
    pub functions: Vec<String>,
    /// The SDK that built it; empty without one.
    pub sdk_name: String,
    /// The SDK's version; empty without one.
    pub sdk_version: String,
}

impl Description {
    /// The index of a function.
    pub fn function(&self, name: &str) -> Option<u32> {
        self.functions.iter().position(|function| function == name).and_then(|index| u32::try_from(index).ok())
    }
}

/// Why a step that runs once did not succeed.
#[derive(Debug, Error)]
pub enum StepError {
    /// The component reported a failure.
    #[error("`{step}` failed: {message}")]
    Failed {
        /// Which step.
        step: &'static str,
        /// What the component says.
        message: String,
    },
    /// The instance trapped, stalled, or could not be made.
    #[error("`{step}` broke off: {cause}")]
    Broke {
        /// Which step.
        step: &'static str,
        /// The cause, in one line.
        cause: String,
    },
    /// The step took too long.
    #[error("`{step}` did not end within {limit:?}")]
    Timeout {
        /// Which step.
        step: &'static str,
        /// How long it had.
        limit: Duration,
    },
}

/// Runs the steps that run once.
pub struct Lifecycle {
    engine: Engine,
    pre: ScenarioPre<VuState>,
    ticker: Ticker,
    source_map: Arc<SourceMap>,
}

impl Lifecycle {
    /// Prepares the steps of a plugin.
    ///
    /// # Errors
    /// The system refuses a thread.
    pub fn new(plugin: &Plugin) -> Result<Self, EngineError> {
        let fault = |source: Box<dyn std::error::Error + Send + Sync>| EngineError { instances: 1, source };
        let pre = link(&plugin.engine, &plugin.component).map_err(|error| fault(error.into()))?;
        let ticker = Ticker::start(&plugin.engine).map_err(|error| fault(error.into()))?;
        Ok(Self { engine: plugin.engine.clone(), pre, ticker, source_map: Arc::clone(&plugin.source_map) })
    }

    /// Asks the component what it is.
    ///
    /// # Errors
    /// It traps, or takes too long, or names of functions are empty, hold control characters or occur twice.
    pub async fn describe(&self, sandbox: &Sandbox) -> Result<Description, StepError> {
        self.step("describe", DESCRIBE_TIMEOUT, async {
            let mut instance = self.instance(sandbox, "", &BTreeMap::new()).await?;
            let lifecycle = instance.exports.wasmload_scenario_lifecycle();
            let said = instance.calls.run(pin!(lifecycle.call_describe(&mut instance.store))).await?;
            if let Some(message) = fault_of(&said.functions) {
                return Ok(Err(Failure { message, stack: None }));
            }
            let [sdk_name, sdk_version] = [&said.sdk_name, &said.sdk_version].map(|text| name(text).into_owned());
            Ok(Ok(Description { plan: said.plan, functions: said.functions, sdk_name, sdk_version }))
        })
        .await
    }

    /// Runs `setup` and returns what it hands to the VUs.
    ///
    /// # Errors
    /// It fails, traps, or takes longer than `limit`.
    pub async fn setup(
        &self,
        sandbox: &Sandbox,
        variables: &BTreeMap<String, String>,
        limit: Duration,
    ) -> Result<String, StepError> {
        self.step("setup", limit, async {
            let mut instance = self.instance(sandbox, "::setup", variables).await?;
            let lifecycle = instance.exports.wasmload_scenario_lifecycle();
            instance.calls.run(pin!(lifecycle.call_setup(&mut instance.store))).await
        })
        .await
    }

    /// Runs `teardown`.
    ///
    /// # Errors
    /// It fails, traps, or takes longer than `limit`.
    pub async fn teardown(
        &self,
        sandbox: &Sandbox,
        variables: &BTreeMap<String, String>,
        data: &str,
        limit: Duration,
    ) -> Result<(), StepError> {
        self.step("teardown", limit, async {
            let mut instance = self.instance(sandbox, "::teardown", variables).await?;
            let lifecycle = instance.exports.wasmload_scenario_lifecycle();
            instance.calls.run(pin!(lifecycle.call_teardown(&mut instance.store, data))).await
        })
        .await
    }

    async fn step<T>(
        &self,
        step: &'static str,
        limit: Duration,
        work: impl Future<Output = wasmtime::Result<Result<T, Failure>>>,
    ) -> Result<T, StepError> {
        match tokio::time::timeout(limit, work).await {
            Err(_) => Err(StepError::Timeout { step, limit }),
            Ok(Err(error)) => {
                tracing::debug!("`{step}` broke off: {error:?}");
                Err(StepError::Broke { step, cause: printable(&error.root_cause().to_string()) })
            }
            Ok(Ok(Err(failure))) => Err(StepError::Failed { step, message: failure::text(&failure, &self.source_map) }),
            Ok(Ok(Ok(value))) => Ok(value),
        }
    }

    async fn instance(
        &self,
        sandbox: &Sandbox,
        group: &str,
        variables: &BTreeMap<String, String>,
    ) -> wasmtime::Result<Instance> {
        let tags: &[_] = if group.is_empty() { &[] } else { &[("group", group)] };
        let place = Place {
            id: VuId { in_test: 0, in_scenario: 0 },
            index: usize::MAX,
            scenario: Arc::new(ScenarioInfo::default()),
            configuration: Arc::new(Configuration {
                variables: variables.clone(),
                target: sandbox.target.clone(),
                secrets: Arc::clone(&sandbox.secrets),
            }),
            tags: sandbox.registry.tag_set(tags.iter().copied()),
            shard: Arc::clone(&sandbox.shard),
        };
        Instance::new(&self.pre, &self.engine, &self.ticker, sandbox, place).await
    }
}

fn link(engine: &Engine, component: &Component) -> wasmtime::Result<ScenarioPre<VuState>> {
    let mut linker = Linker::new(engine);
    state::add_to_linker(&mut linker)?;
    ScenarioPre::new(linker.instantiate_pre(component)?)
}

/// Whether a component fits the world, in wasmtime's eyes.
pub(crate) fn check(engine: &Engine, component: &Component) -> wasmtime::Result<()> {
    link(engine, component).map(drop)
}

/// What is wrong with the names of the functions, if anything is: they stand in plans, in messages and on terminals.
fn fault_of(functions: &[String]) -> Option<String> {
    let mut seen = HashSet::new();
    functions.iter().enumerate().find_map(|(index, function)| {
        if function.is_empty() {
            return Some(format!("the name of function {index} is empty; give it one"));
        }
        if function.contains(char::is_control) {
            return Some(format!(
                "the name of function {index}, {function:?}, holds control characters; leave them out"
            ));
        }
        let first = seen.insert(function.as_str());
        (!first).then(|| format!("two functions are called `{function}`; rename one of them"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_functions_are_not_empty_and_of_one_line_and_unique() {
        let fault = |names: &[&str]| fault_of(&names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>());
        assert_eq!(fault(&["default", "größer"]), None);
        assert!(fault(&["a", ""]).unwrap().contains("function 1 is empty"));
        assert!(fault(&["a\u{1b}[2J"]).unwrap().contains("control characters"));
        assert!(fault(&["a", "b", "a"]).unwrap().contains("two functions are called `a`"));
    }
}
