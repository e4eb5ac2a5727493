//! What all tasks of a running scenario share. Not a VU's own: that is [`super::LiveVu`].

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::time::Instant;

use super::deadlines::{Deadlines, after};
use crate::metric::{MetricId, Recorder, Registry, Shard, TagSetId, builtin};
use crate::plan::{Plan, Scenario};
use crate::run::{RunState, ScenarioState};
use crate::schedule::Requirements;

/// What all tasks of a running scenario share.
pub(crate) struct Scene<F> {
    pub(crate) plan: Arc<Plan>,
    /// Which of the plan's scenarios this is.
    pub(crate) index: usize,
    pub(crate) state: Arc<RunState>,
    pub(crate) factory: Arc<F>,
    pub(crate) registry: Arc<Registry>,
    /// Where samples go that are no VU's: those of the control runtime.
    pub(crate) shard: Arc<Shard>,
    /// The scenario's tags, for those samples.
    pub(crate) tags: TagSetId,
    pub(crate) numbers: Arc<VuNumbers>,
    /// When the scenario starts.
    pub(crate) start: Instant,
}

impl<F> Scene<F> {
    pub(crate) fn scenario(&self) -> &Scenario {
        &self.plan.scenarios[self.index]
    }

    pub(crate) fn counts(&self) -> &ScenarioState {
        &self.state.scenarios[self.index]
    }

    pub(super) fn requirements(&self) -> Requirements {
        Requirements::of(self.scenario())
    }

    pub(super) fn deadlines(&self) -> Deadlines {
        let regular = self.at(self.requirements().duration);
        Deadlines { regular, cut: after(regular, self.scenario().graceful_stop) }
    }

    /// The point in time at that offset from the scenario's start.
    pub(super) fn at(&self, offset: Duration) -> Instant {
        after(self.start, offset)
    }

    /// Records one sample that is no VU's, on a path where it does not matter what that costs.
    pub(super) fn record(&self, metric: MetricId, tags: TagSetId, value: f64) {
        Recorder::new(Arc::clone(&self.shard)).add(metric, tags, value);
    }

    /// Counts iterations that were left over at the end.
    pub(super) fn record_dropped(&self, count: u64) {
        if count > 0 {
            self.counts().dropped.fetch_add(count, Ordering::Relaxed);
            self.record(builtin::DROPPED_ITERATIONS, self.tags, count as f64);
        }
    }
}

/// Numbers for VUs, unique in the test, from 1.
#[derive(Debug)]
pub(crate) struct VuNumbers(AtomicU32);

impl VuNumbers {
    /// Numbers that come after those of so many VUs.
    pub(crate) fn after(planned: u32) -> Self {
        Self(AtomicU32::new(planned.saturating_add(1)))
    }

    pub(super) fn next(&self) -> u32 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}
