//! `wasmload:scenario/execution`: what a VU may know about itself and the run, and how it may end the run.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::time::Instant;
use wasmload_core::run::{RunState, Stop};
use wasmload_core::vu::{Iteration, VuId};
use wasmtime::component::HasData;

use crate::bindings::wasmload::scenario::execution as wit;
use crate::bindings::wasmload::scenario::log::Level;
use crate::capability::log::VuLog;
use crate::guest_text::printable;
use crate::samples::{Samples, is_the_hosts};

/// Which part of the plan a VU belongs to.
#[derive(Clone, Debug, Default)]
pub struct ScenarioInfo {
    /// Its name.
    pub name: String,
    /// Its executor.
    pub executor: String,
    /// The function that it calls.
    pub function: String,
}

/// One VU's place in the run.
pub struct Execution {
    run: Option<Arc<RunState>>,
    index: usize,
    scenario: Arc<ScenarioInfo>,
    id: VuId,
    iteration: Option<Iteration>,
    seed: u64,
}

impl Execution {
    /// The place of a VU of the scenario at that index of the plan.
    pub fn new(run: Option<Arc<RunState>>, index: usize, scenario: Arc<ScenarioInfo>, id: VuId, seed: u64) -> Self {
        Self { run, index, scenario, id, iteration: None, seed: vu_seed(seed, id.in_test) }
    }

    /// Sets the iteration that runs now.
    pub fn begin(&mut self, iteration: Iteration) {
        self.iteration = Some(iteration);
    }

    /// Which VU this is.
    pub fn id(&self) -> VuId {
        self.id
    }

    /// The run, once there is one.
    pub fn run(&self) -> Option<&RunState> {
        self.run.as_deref()
    }

    /// The scenario's index in the plan; beyond them for what is no VU.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Where this VU's random numbers begin.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Which scenario this is.
    pub fn scenario(&self) -> &ScenarioInfo {
        &self.scenario
    }

    /// When the test began, for what happens in this VU.
    pub fn clock(&self) -> Clock<'_> {
        Clock(self.run.as_deref())
    }

    fn since_start(&self, at: Instant) -> u64 {
        self.clock().since_start(at)
    }
}

/// When the test began.
#[derive(Clone, Copy)]
pub struct Clock<'a>(Option<&'a RunState>);

impl Clock<'_> {
    /// Microseconds from the beginning of the test to `at`; 0 before it.
    pub fn since_start(self, at: Instant) -> u64 {
        let started = self.0.and_then(RunState::started);
        started.map_or(0, |started| micros(at.saturating_duration_since(started)))
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

/// Spreads the test's seed over VUs: the finaliser of splitmix64 (Steele, Lea, Flood 2014), cut to 53 bits so that
/// every language can hold it.
fn vu_seed(seed: u64, vu: u32) -> u64 {
    let mut z = seed.wrapping_add(u64::from(vu).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (z ^ (z >> 31)) >> 11
}

/// A borrow of what the calls need.
pub struct ExecutionView<'a> {
    /// The VU's place in the run.
    pub execution: &'a mut Execution,
    /// The VU's tags.
    pub samples: &'a mut Samples,
    /// Where the VU is told of what was ignored.
    pub log: &'a VuLog,
}

/// Ties the view to the linker.
pub struct HasExecution;

impl HasData for HasExecution {
    type Data<'a> = ExecutionView<'a>;
}

impl ExecutionView<'_> {
    /// Whether a tag is the guest's to change: without the host's own, samples would belong to no scenario.
    fn may_change(&self, name: &str) -> bool {
        let may = !is_the_hosts(name);
        if !may {
            self.log.write(Level::Debug, &format!("the tag `{name}` belongs to the host and stays as it is"));
        }
        may
    }
}

impl wit::Host for ExecutionView<'_> {
    fn current_vu(&mut self) -> wasmtime::Result<wit::Vu> {
        let VuId { in_test, in_scenario } = self.execution.id;
        Ok(wit::Vu { id_in_test: in_test, id_in_scenario: in_scenario })
    }

    fn current_iteration(&mut self) -> wasmtime::Result<wit::Iteration> {
        let execution = &self.execution;
        Ok(match execution.iteration {
            Some(iteration) => wit::Iteration {
                in_test: iteration.in_test,
                in_scenario: iteration.in_scenario,
                in_vu: iteration.in_vu,
                scheduled_us: execution.since_start(iteration.scheduled),
                started_us: execution.since_start(iteration.started),
            },
            None => wit::Iteration { in_test: 0, in_scenario: 0, in_vu: 0, scheduled_us: 0, started_us: 0 },
        })
    }

    fn current_scenario(&mut self) -> wasmtime::Result<wit::Scenario> {
        let ScenarioInfo { name, executor, function } = self.execution.scenario.as_ref().clone();
        Ok(wit::Scenario { name, executor, function })
    }

    fn progress(&mut self) -> wasmtime::Result<f64> {
        let scenario = self.execution.run.as_ref().and_then(|run| run.scenarios.get(self.execution.index));
        Ok(scenario.map_or(0.0, |scenario| f64::from(scenario.progress_permille.load(Ordering::Relaxed)) / 1000.0))
    }

    fn elapsed_us(&mut self) -> wasmtime::Result<u64> {
        Ok(self.execution.run.as_ref().map_or(0, |run| micros(run.elapsed())))
    }

    fn abort(&mut self, reason: String) -> wasmtime::Result<()> {
        if let Some(run) = &self.execution.run {
            run.stop(Stop::Aborted(printable(&reason)));
        }
        Ok(())
    }

    fn fail_test(&mut self, reason: String) -> wasmtime::Result<()> {
        if let Some(run) = &self.execution.run {
            run.mark_failed(printable(&reason));
        }
        Ok(())
    }

    fn set_tag(&mut self, name: String, value: String) -> wasmtime::Result<()> {
        if self.may_change(&name) {
            self.samples.set_tag(&name, &value);
        }
        Ok(())
    }

    fn remove_tag(&mut self, name: String) -> wasmtime::Result<()> {
        if self.may_change(&name) {
            self.samples.remove_tag(&name);
        }
        Ok(())
    }

    fn tags(&mut self) -> wasmtime::Result<Vec<(String, String)>> {
        let tags = self.samples.registry().tags(self.samples.tags());
        Ok(tags
            .iter()
            .flat_map(|tags| tags.iter())
            .map(|(name, value)| (name.to_string(), value.to_string()))
            .collect())
    }

    fn random_seed(&mut self) -> wasmtime::Result<u64> {
        Ok(self.execution.seed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_vu_has_a_seed_of_its_own_below_two_to_the_53rd() {
        let seeds: std::collections::HashSet<u64> = (0..10_000).map(|vu| vu_seed(42, vu)).collect();
        assert_eq!(seeds.len(), 10_000);
        assert!(seeds.iter().all(|&seed| seed < 1 << 53));
        assert_eq!(vu_seed(42, 7), vu_seed(42, 7));
        assert_ne!(vu_seed(42, 7), vu_seed(43, 7));
    }
}
