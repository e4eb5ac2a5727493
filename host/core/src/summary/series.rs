//! Every series of a run with its figures, for those who ask. Not the parts that thresholds select: those are among the
//! metrics.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Facts;
use super::figures::values;

/// What a metric came to under one set of tags.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SeriesSummary {
    /// The metric, by its name.
    pub metric: String,
    /// The tags that all of its samples carried.
    pub tags: BTreeMap<String, String>,
    /// Its figures, as those of the whole metric are named.
    pub values: BTreeMap<String, f64>,
}

impl Facts<'_> {
    /// All series that had samples, by metric and then by tags.
    pub(super) fn series(&self) -> Vec<SeriesSummary> {
        let registry = self.aggregator.registry();
        let named = self.aggregator.series().filter_map(|(id, tags, sink)| Some((registry.metric(id)?, tags, sink)));
        let mut all: Vec<SeriesSummary> = named
            .map(|(metric, tags, sink)| SeriesSummary {
                metric: metric.name.to_string(),
                tags: tags.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect(),
                values: values(sink, &self.plan.summary_trend_stats, self.duration),
            })
            .collect();
        all.sort_by(|left, right| (&left.metric, &left.tags).cmp(&(&right.metric, &right.tags)));
        all
    }
}
