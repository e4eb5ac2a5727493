//! Plans for tests, as short as they can be said.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::plan::{Distribution, Executor, Grants, Limits, Plan, Scenario, Stage};

pub(super) fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

pub(super) fn stage(duration: Duration, target: u64) -> Stage {
    Stage { duration, target }
}

pub(super) fn shared_iterations(vus: u32, iterations: u64, max_duration: Duration) -> Scenario {
    scenario(Executor::SharedIterations { vus, iterations, max_duration })
}

pub(super) fn per_vu_iterations(vus: u32, iterations: u64, max_duration: Duration) -> Scenario {
    scenario(Executor::PerVuIterations { vus, iterations, max_duration })
}

pub(super) fn constant_vus(vus: u32, duration: Duration) -> Scenario {
    scenario(Executor::ConstantVus { vus, duration })
}

pub(super) fn ramping_vus(start_vus: u32, graceful_ramp_down: Duration, stages: &[Stage]) -> Scenario {
    scenario(Executor::RampingVus { start_vus, stages: stages.to_vec(), graceful_ramp_down })
}

/// With a time unit of a second.
pub(super) fn constant_rate(rate: u64, duration: Duration, vus: [u32; 2]) -> Scenario {
    let [pre_allocated_vus, max_vus] = vus;
    scenario(Executor::ConstantArrivalRate {
        rate,
        time_unit: ms(1000),
        duration,
        distribution: Distribution::Uniform,
        pre_allocated_vus,
        max_vus,
    })
}

/// With a time unit of a second.
pub(super) fn ramping_rate(start_rate: u64, stages: &[Stage], distribution: Distribution, vus: [u32; 2]) -> Scenario {
    let [pre_allocated_vus, max_vus] = vus;
    let stages = stages.to_vec();
    scenario(Executor::RampingArrivalRate {
        start_rate,
        time_unit: ms(1000),
        stages,
        distribution,
        pre_allocated_vus,
        max_vus,
    })
}

/// From the start, with k6's graceful stop.
pub(super) fn scenario(executor: Executor) -> Scenario {
    Scenario {
        name: String::new(),
        exec: "default".to_owned(),
        executor,
        start_time: Duration::ZERO,
        graceful_stop: ms(30_000),
        env: BTreeMap::new(),
        tags: BTreeMap::new(),
        share: None,
    }
}

/// The scenarios are named by their index, as the fake VUs' tags are.
pub(super) fn plan(scenarios: impl IntoIterator<Item = Scenario>) -> Plan {
    let named =
        scenarios.into_iter().enumerate().map(|(index, scenario)| Scenario { name: index.to_string(), ..scenario });
    Plan {
        scenarios: named.collect(),
        thresholds: Vec::new(),
        target: None,
        grants: Grants::default(),
        env: BTreeMap::new(),
        data: BTreeMap::new(),
        secrets: BTreeMap::new(),
        tags: BTreeMap::new(),
        setup_timeout: ms(60_000),
        teardown_timeout: ms(60_000),
        min_iteration_duration: Duration::ZERO,
        seed: 1,
        limits: Limits { vu_memory: 64 << 20, guest_stall: ms(5000), series: 10_000 },
        summary_trend_stats: Vec::new(),
    }
}
