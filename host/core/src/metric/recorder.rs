//! A VU's way to its worker's shard: a small list of samples, given over now and then. Not a place where samples stay.

use std::sync::Arc;

use super::{MetricId, Shard, TagSetId, builtin};

/// How many samples a recorder holds before it flushes by itself: a quarter of a KiB for each VU, and what a request makes.
const CAPACITY: usize = 16;

/// One value of one series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sample {
    pub(super) metric: MetricId,
    pub(super) tags: TagSetId,
    pub(super) value: f64,
}

/// A VU's way to its worker's shard.
///
/// Whoever runs an iteration flushes at its end; otherwise samples wait until the list is full or the recorder dropped,
/// and are missing from what is seen before.
#[derive(Debug)]
pub struct Recorder {
    samples: Vec<Sample>,
    shard: Arc<Shard>,
}

impl Recorder {
    /// A recorder for that shard.
    pub fn new(shard: Arc<Shard>) -> Self {
        Self { samples: Vec::with_capacity(CAPACITY), shard }
    }

    /// Another recorder for the same shard.
    pub fn another(&self) -> Self {
        Self::new(Arc::clone(&self.shard))
    }

    /// Adds a value, in the unit of the metric. No allocation, no lock, unless the list is full.
    ///
    /// A value that is not finite is left out and counted in [`builtin::VALUES_REJECTED`]; so is, when it gets to the
    /// shard, one for a metric or a tag set that does not exist.
    #[inline]
    pub fn add(&mut self, metric: MetricId, tags: TagSetId, value: f64) {
        let sample = if value.is_finite() {
            Sample { metric, tags, value }
        } else {
            Sample { metric: builtin::VALUES_REJECTED, tags: TagSetId::EMPTY, value: 1.0 }
        };
        self.samples.push(sample);
        if self.samples.len() == CAPACITY {
            self.flush();
        }
    }

    /// Gives all samples to the shard.
    pub fn flush(&mut self) {
        if !self.samples.is_empty() {
            self.shard.take(&self.samples);
            self.samples.clear();
        }
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.flush();
    }
}
