//! What a run's figures are at one moment, for progress, outputs and pages. Immutable; not the place where they grow.

use std::sync::Arc;
use std::time::Duration;

use super::{Metric, MetricId, Sink, TagSet};

/// What a metric has come to, over all its series.
#[derive(Clone, Debug)]
pub struct MetricTotal {
    /// Its number.
    pub id: MetricId,
    /// Its name, kind and unit.
    pub metric: Metric,
    /// Its samples since the beginning. Shared with the aggregator until that has more.
    pub sink: Arc<Sink>,
}

/// What a series had within the last interval.
#[derive(Clone, Debug)]
pub struct SeriesDelta {
    /// The metric's number.
    pub id: MetricId,
    /// Its name, kind and unit.
    pub metric: Metric,
    /// The tags.
    pub tags: TagSet,
    /// The interval's samples.
    pub sink: Sink,
}

/// What a run's figures are at one moment.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// The time since the load began.
    pub elapsed: Duration,
    /// How long the last interval was.
    pub interval: Duration,
    /// All metrics that had samples, in the order of their numbers.
    pub totals: Vec<MetricTotal>,
    /// All series that had samples within the last interval; empty unless the aggregator was told to keep them.
    pub deltas: Arc<Vec<SeriesDelta>>,
}

impl Snapshot {
    /// What that metric has come to, if it had samples.
    pub fn total(&self, id: MetricId) -> Option<&Sink> {
        let position = self.totals.binary_search_by_key(&id, |total| total.id).ok()?;
        Some(&self.totals[position].sink)
    }

    /// The sum of that counter; 0 without samples, or if it is none.
    pub fn count(&self, id: MetricId) -> f64 {
        match self.total(id) {
            Some(Sink::Counter(counter)) => counter.sum.value(),
            _ => 0.0,
        }
    }
}
