//! Which series there are, and where samples go when there are too many of them. Not the series' values.
//!
//! A series is a metric with a set of tags. Beyond the limit, samples go to a series of the same metric that keeps only
//! the tags that somebody asks for by name (the scenario, and what thresholds select by) and says `series=other`; beyond a
//! further bound, to one series per metric with that tag alone. So totals stay right to the sample, and thresholds too.

use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{MetricId, TagSetId};

/// The name of the tag that marks samples beyond the limit.
pub const SERIES_TAG: &str = "series";

/// Its value.
pub const OTHER_SERIES: &str = "other";

/// How many series and tag sets with kept tags there may be beyond the limit.
pub(super) const OVERFLOW: usize = 1024;

/// There are as many series as may be kept apart: from here on, samples of new ones go to `series=other`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SeriesLimitReached {
    /// The metric of the first series that was not kept, if it was a series; none if there were too many tag sets.
    pub metric: Option<String>,
    /// Its tags.
    pub tags: Vec<(String, String)>,
    /// The limit on series.
    pub limit: usize,
}

/// Where the samples of a series go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Admission {
    /// They have their own series.
    Own,
    /// It is one too many; there is room for one with the kept tags.
    Kept,
    /// It is one too many, and so are those with kept tags.
    Other,
}

/// The series of a test, over all shards.
#[derive(Debug)]
pub(super) struct SeriesSet {
    limit: usize,
    known: FxHashSet<(MetricId, TagSetId)>,
    overflow: FxHashSet<(MetricId, TagSetId)>,
}

impl SeriesSet {
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, known: FxHashSet::default(), overflow: FxHashSet::default() }
    }

    pub(super) fn limit(&self) -> usize {
        self.limit
    }

    /// Decides where samples of that series go.
    pub(super) fn admit(&mut self, metric: MetricId, tags: TagSetId) -> Admission {
        if self.known.contains(&(metric, tags)) || self.overflow.contains(&(metric, tags)) {
            Admission::Own
        } else if self.known.len() < self.limit {
            self.known.insert((metric, tags));
            Admission::Own
        } else if self.overflow.len() < OVERFLOW {
            Admission::Kept
        } else {
            Admission::Other
        }
    }

    /// Notes a series beyond the limit.
    pub(super) fn add_overflow(&mut self, metric: MetricId, tags: TagSetId) {
        if !self.known.contains(&(metric, tags)) {
            self.overflow.insert((metric, tags));
        }
    }

    /// How many series there are, those beyond the limit included.
    pub(super) fn len(&self) -> usize {
        self.known.len() + self.overflow.len()
    }
}
