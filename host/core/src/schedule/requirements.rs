//! What a scenario needs: how many VUs, and how much time. Not when it needs each of them: that is [`super::turns`].

use std::time::Duration;

use super::vus::part;
use crate::plan::{Executor, Plan, Scenario};

/// What a scenario needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requirements {
    /// VUs that are made before the load begins.
    pub planned_vus: u32,
    /// VUs that may exist at the same time; more than `planned_vus` only where an executor may make some during the test.
    pub max_vus: u32,
    /// How long it starts iterations at most, from its own start.
    pub duration: Duration,
    /// When its last iteration is interrupted at the latest, from the test's start.
    pub end: Duration,
}

impl Requirements {
    /// What that scenario needs.
    pub fn of(scenario: &Scenario) -> Self {
        let share = scenario.share.as_ref();
        let both = |vus: u32, duration: Duration| (vus, vus, duration);
        let (planned, max, duration) = match &scenario.executor {
            Executor::SharedIterations { vus, max_duration, .. }
            | Executor::PerVuIterations { vus, max_duration, .. } => both(*vus, *max_duration),
            Executor::ConstantVus { vus, duration } => both(*vus, *duration),
            Executor::RampingVus { start_vus, stages, .. } => {
                let most = stages.iter().map(|stage| stage.target).fold(u64::from(*start_vus), u64::max);
                both(u32::try_from(most).unwrap_or(u32::MAX), total(stages.iter().map(|stage| stage.duration)))
            }
            Executor::ConstantArrivalRate { pre_allocated_vus, max_vus, duration, .. } => {
                (*pre_allocated_vus, *max_vus, *duration)
            }
            Executor::RampingArrivalRate { pre_allocated_vus, max_vus, stages, .. } => {
                (*pre_allocated_vus, *max_vus, total(stages.iter().map(|stage| stage.duration)))
            }
        };
        let planned_vus = part(u64::from(planned), share);
        Self {
            planned_vus,
            max_vus: part(u64::from(max), share).max(planned_vus),
            duration,
            end: total([scenario.start_time, duration, scenario.graceful_stop]),
        }
    }

    /// What all scenarios of a plan need together; VUs belong to one scenario for life, so their numbers add up.
    pub fn of_plan(plan: &Plan) -> Self {
        let none = Self { planned_vus: 0, max_vus: 0, duration: Duration::ZERO, end: Duration::ZERO };
        plan.scenarios.iter().map(Self::of).fold(none, |sum, one| Self {
            planned_vus: sum.planned_vus.saturating_add(one.planned_vus),
            max_vus: sum.max_vus.saturating_add(one.max_vus),
            duration: sum.duration.max(one.duration),
            end: sum.end.max(one.end),
        })
    }
}

fn total(durations: impl IntoIterator<Item = Duration>) -> Duration {
    durations.into_iter().fold(Duration::ZERO, Duration::saturating_add)
}
