//! A worker's place for samples between two collections: sinks for the series that had any. Not where totals are kept.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;

use super::pool::BlockPool;
use super::recorder::Sample;
use super::{MetricId, MetricKind, Registry, Sink, TagSetId, builtin};

/// How many series the index knows before it starts again; a bound for tests that make up series without end.
const INDEX_LIMIT: usize = 100_000;

/// A worker's place for samples.
///
/// Its lock is taken once for each flush of a recorder, and once a second by the aggregator, never for each sample; the
/// recorders of one worker run on one thread, so nobody waits for it.
#[derive(Debug)]
pub struct Shard {
    registry: Arc<Registry>,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    index: FxHashMap<(MetricId, TagSetId), Slot>,
    batch: Vec<(MetricId, TagSetId, Sink)>,
    /// The number of the batch, from 1: a slot of an older one has no sink yet.
    number: u64,
    pool: BlockPool,
}

/// Where the samples of a series go.
#[derive(Clone, Copy, Debug)]
struct Slot {
    batch: u64,
    position: u32,
    kind: MetricKind,
    /// Its own tags, or those of the series that stands for it beyond the limit.
    tags: TagSetId,
}

/// What a shard collected since the last time: one sink for each series that had samples.
///
/// A series may be in it more than once.
#[derive(Debug, Default)]
pub(super) struct ShardBatch {
    pub(super) sinks: Vec<(MetricId, TagSetId, Sink)>,
}

impl ShardBatch {
    /// Bytes on the heap, when it is empty.
    pub(super) fn heap_size(&self) -> usize {
        self.sinks.capacity() * size_of::<(MetricId, TagSetId, Sink)>()
    }
}

impl Shard {
    /// An empty one.
    pub fn new(registry: Arc<Registry>) -> Arc<Self> {
        Arc::new(Self { registry, inner: Mutex::new(Inner { number: 1, ..Inner::default() }) })
    }

    /// Where names become numbers.
    pub fn registry(&self) -> &Arc<Registry> {
        &self.registry
    }

    /// Takes a recorder's samples.
    pub(super) fn take(&self, samples: &[Sample]) {
        let mut inner = self.lock();
        for sample in samples {
            inner.add(&self.registry, sample);
        }
    }

    /// Swaps what was collected for `spare`, which must be empty and brings its allocations.
    pub(super) fn swap(&self, spare: &mut ShardBatch) {
        debug_assert!(spare.sinks.is_empty(), "a batch is merged before it is used again");
        let mut inner = self.lock();
        std::mem::swap(&mut inner.batch, &mut spare.sinks);
        inner.number += 1;
    }

    /// Gives blocks back that came from here; at most so many are kept.
    pub(super) fn give_back(&self, blocks: &mut BlockPool, most: usize) {
        let mut inner = self.lock();
        inner.pool.absorb(blocks);
        inner.pool.trim(most);
    }

    /// Bytes on the heap.
    pub fn heap_size(&self) -> usize {
        let inner = self.lock();
        let sinks: usize = inner.batch.iter().map(|(_, _, sink)| sink.heap_size()).sum();
        inner.index.capacity() * (size_of::<((MetricId, TagSetId), Slot)>() + 1)
            + inner.batch.capacity() * size_of::<(MetricId, TagSetId, Sink)>()
            + sinks
            + inner.pool.heap_size()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn add(&mut self, registry: &Registry, sample: &Sample) {
        let found = self.position(registry, sample.metric, sample.tags);
        let (position, value) = match found {
            Some(position) => (Some(position), sample.value),
            None => (self.position(registry, builtin::VALUES_REJECTED, TagSetId::EMPTY), 1.0),
        };
        if let Some(position) = position {
            self.batch[position as usize].2.add(value, &mut self.pool);
        }
    }

    /// Where in the batch the sink of that series is; it is made if need be. `None` for an unknown metric or tag set.
    fn position(&mut self, registry: &Registry, metric: MetricId, tags: TagSetId) -> Option<u32> {
        let slot = match self.index.get(&(metric, tags)) {
            Some(&slot) => slot,
            None => self.learn(registry, metric, tags)?,
        };
        if slot.batch == self.number {
            return Some(slot.position);
        }
        if slot.tags != tags {
            return self.position(registry, metric, slot.tags);
        }
        let position = self.batch.len() as u32;
        self.batch.push((metric, tags, Sink::new(slot.kind)));
        self.index.insert((metric, tags), Slot { batch: self.number, position, ..slot });
        Some(position)
    }

    #[cold]
    fn learn(&mut self, registry: &Registry, metric: MetricId, tags: TagSetId) -> Option<Slot> {
        let (kind, tags_of_series) = registry.admit(metric, tags)?;
        if self.index.len() >= INDEX_LIMIT {
            self.index.clear();
        }
        let slot = Slot { batch: 0, position: 0, kind, tags: tags_of_series };
        self.index.insert((metric, tags), slot);
        Some(slot)
    }
}

#[cfg(test)]
#[path = "shard_tests.rs"]
mod tests;
