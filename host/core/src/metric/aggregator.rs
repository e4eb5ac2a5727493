//! Where the shards' samples come together, once a second: totals by series and metric, and what thresholds look at.
//!
//! It knows no clock, prints nothing and judges nothing.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use rustc_hash::FxHashMap;

use super::pool::BlockPool;
use super::snapshot::{MetricTotal, SeriesDelta, Snapshot};
use super::view::{View, ViewKey};
use super::{MetricId, Registry, Shard, ShardBatch, Sink, TagSet, TagSetId, builtin};
use crate::threshold::{Selector, Threshold};

/// Free blocks that a shard keeps beyond those that its last batch used.
const SPARE_BLOCKS: usize = 1024;

/// Where the shards' samples come together.
#[derive(Debug)]
pub struct Aggregator {
    registry: Arc<Registry>,
    shards: Vec<Arc<Shard>>,
    /// Brings its allocation to the next shard that is collected.
    spare: ShardBatch,
    pool: BlockPool,
    index: FxHashMap<(MetricId, TagSetId), usize>,
    series: Vec<Series>,
    /// Series with samples in the current interval.
    touched: Vec<usize>,
    /// By the metric's number.
    totals: Vec<Option<MetricTotal>>,
    views: Vec<View>,
    /// The view of each threshold.
    of_threshold: Vec<usize>,
    elapsed: Duration,
    interval: Duration,
    keep_deltas: bool,
    deltas: Arc<Vec<SeriesDelta>>,
}

/// A metric with a set of tags.
#[derive(Debug)]
struct Series {
    metric: MetricId,
    tags: TagSet,
    total: Sink,
    delta: Option<Sink>,
    views: Box<[usize]>,
}

impl Aggregator {
    /// An aggregator of those shards, with a view for each threshold.
    ///
    /// Tags that thresholds select by stay on samples beyond the limit of series, so make it before samples are recorded.
    pub fn new(registry: Arc<Registry>, shards: Vec<Arc<Shard>>, thresholds: &[Threshold]) -> Self {
        let mut views: Vec<View> = Vec::new();
        let mut view = |key: ViewKey| {
            views.iter().position(|known| *known.key() == key).unwrap_or_else(|| {
                views.push(View::new(key));
                views.len() - 1
            })
        };
        let mut of_threshold = Vec::new();
        for threshold in thresholds {
            for (name, value) in &threshold.selector.tags {
                registry.keep_tag(name, Some(value));
            }
            let selector = threshold.selector.clone();
            // The summary shows the whole of what was selected, whatever the window.
            view(ViewKey { selector: selector.clone(), window: None, warm_up: 0 });
            let window = threshold.window.map(|window| window.as_secs());
            of_threshold.push(view(ViewKey { selector, window, warm_up: threshold.warm_up.as_secs() }));
        }
        Self {
            registry,
            shards,
            spare: ShardBatch::default(),
            pool: BlockPool::new(),
            index: FxHashMap::default(),
            series: Vec::new(),
            touched: Vec::new(),
            totals: Vec::new(),
            views,
            of_threshold,
            elapsed: Duration::ZERO,
            interval: Duration::ZERO,
            keep_deltas: false,
            deltas: Arc::default(),
        }
    }

    /// Whether snapshots hold each series' samples of the last interval, for outputs. At first they do not.
    pub fn keep_deltas(&mut self, keep: bool) {
        self.keep_deltas = keep;
    }

    /// Takes what all shards collected. `elapsed` is the time since the load began, 0 before that; it never goes back.
    pub fn collect(&mut self, elapsed: Duration) {
        let begin = self.elapsed;
        self.elapsed = elapsed.max(begin);
        self.interval = self.elapsed - begin;
        for view in &mut self.views {
            view.advance(begin, self.elapsed, &mut self.pool);
        }
        let used: Vec<usize> = (0..self.shards.len()).map(|position| self.take_batch(position)).collect();
        self.merge_deltas();
        self.sum_additive_gauges();
        self.finish_deltas();
        for view in &mut self.views {
            view.settle(&mut self.pool);
        }
        for (shard, used) in self.shards.iter().zip(used) {
            shard.give_back(&mut self.pool.split(used), used + SPARE_BLOCKS);
        }
        self.pool.trim(SPARE_BLOCKS);
    }

    /// What the figures are now. Cheap: nothing is copied but references.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::new(Snapshot {
            elapsed: self.elapsed,
            interval: self.interval,
            totals: self.totals.iter().flatten().cloned().collect(),
            deltas: Arc::clone(&self.deltas),
        })
    }

    /// The time since the load began, at the last collection.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// Where names become numbers.
    pub fn registry(&self) -> &Arc<Registry> {
        &self.registry
    }

    /// What the threshold at that index looks at, among those that the aggregator was made with.
    pub fn view(&self, threshold: usize) -> Option<&View> {
        self.of_threshold.get(threshold).map(|&view| &self.views[view])
    }

    /// All samples, from the beginning, of a selector that a threshold has.
    pub fn selected(&self, selector: &Selector) -> Option<&Sink> {
        let key = ViewKey { selector: selector.clone(), window: None, warm_up: 0 };
        self.views.iter().find(|view| *view.key() == key)?.sink()
    }

    /// What each metric has come to, in the order of their numbers.
    pub fn totals(&self) -> impl Iterator<Item = &MetricTotal> {
        self.totals.iter().flatten()
    }

    /// What that metric has come to, if it had samples.
    pub fn total(&self, id: MetricId) -> Option<&Sink> {
        Some(&self.totals.get(id.index())?.as_ref()?.sink)
    }

    /// All series that had samples since the beginning, in the order in which they came up.
    pub fn series(&self) -> impl Iterator<Item = (MetricId, &TagSet, &Sink)> {
        self.series.iter().map(|series| (series.metric, &series.tags, &series.total))
    }

    /// The samples of each metric since the beginning, for each value of that tag.
    pub fn by_tag(&self, name: &str) -> BTreeMap<Arc<str>, BTreeMap<MetricId, Sink>> {
        let mut groups: BTreeMap<Arc<str>, BTreeMap<MetricId, Sink>> = BTreeMap::new();
        let mut pool = BlockPool::new();
        for (metric, tags, sink) in self.series() {
            if let Some((_, value)) = tags.iter().find(|(tag, _)| **tag == *name) {
                let group = groups.entry(Arc::clone(value)).or_default();
                group.entry(metric).or_insert_with(|| Sink::new(sink.kind())).merge(sink, &mut pool);
            }
        }
        groups
    }

    /// Bytes on the heap, without the shards'.
    pub fn heap_size(&self) -> usize {
        let sinks = |series: &Series| series.total.heap_size() + series.delta.as_ref().map_or(0, Sink::heap_size);
        self.series.iter().map(sinks).sum::<usize>()
            + self.series.capacity() * size_of::<Series>()
            + self.index.capacity() * (size_of::<((MetricId, TagSetId), usize)>() + 1)
            + self.totals.iter().flatten().map(|total| size_of::<Sink>() + total.sink.heap_size()).sum::<usize>()
            + self.totals.capacity() * size_of::<Option<MetricTotal>>()
            + self.views.iter().map(View::heap_size).sum::<usize>()
            + self.spare.heap_size()
            + self.pool.heap_size()
    }

    /// Takes one shard's samples into the series' deltas, and says how many blocks they used.
    fn take_batch(&mut self, shard: usize) -> usize {
        let mut batch = std::mem::take(&mut self.spare);
        self.shards[shard].swap(&mut batch);
        let mut blocks = 0;
        for (metric, tags, mut sink) in batch.sinks.drain(..) {
            blocks += sink.blocks();
            let Some(position) = self.position(metric, tags, &sink) else { continue };
            match &mut self.series[position].delta {
                Some(delta) => {
                    delta.merge(&sink, &mut self.pool);
                    sink.clear(&mut self.pool);
                }
                empty => {
                    *empty = Some(sink);
                    self.touched.push(position);
                }
            }
        }
        self.spare = batch;
        blocks
    }

    /// Where that series is; it is made if need be.
    fn position(&mut self, metric: MetricId, tags: TagSetId, sink: &Sink) -> Option<usize> {
        if let Some(&position) = self.index.get(&(metric, tags)) {
            return Some(position);
        }
        // Shards let only known metrics and tags through.
        let known = self.registry.metric(metric)?;
        let set = self.registry.tags(tags)?;
        let wanted = |view: &View| {
            let selector = &view.key().selector;
            *selector.metric == *known.name && selector.selects(&set)
        };
        let views =
            self.views.iter().enumerate().filter(|(_, view)| wanted(view)).map(|(position, _)| position).collect();
        if self.totals.len() <= metric.index() {
            self.totals.resize_with(metric.index() + 1, || None);
        }
        self.totals[metric.index()].get_or_insert_with(|| MetricTotal {
            id: metric,
            metric: known,
            sink: Arc::new(Sink::new(sink.kind())),
        });
        self.series.push(Series { metric, tags: set, total: Sink::new(sink.kind()), delta: None, views });
        self.index.insert((metric, tags), self.series.len() - 1);
        Some(self.series.len() - 1)
    }

    fn merge_deltas(&mut self) {
        for &position in &self.touched {
            let Series { metric, total, delta: Some(delta), views, .. } = &mut self.series[position] else { continue };
            total.merge(delta, &mut self.pool);
            if is_additive(*metric) {
                continue;
            }
            if let Some(whole) = &mut self.totals[metric.index()] {
                Arc::make_mut(&mut whole.sink).merge(delta, &mut self.pool);
            }
            for &view in views.iter() {
                self.views[view].add(delta, &mut self.pool);
            }
        }
    }

    /// The value of an additive gauge is the sum of its series' latest, as each scenario records its own.
    fn sum_additive_gauges(&mut self) {
        for row in builtin::ALL.iter().filter(|row| row.additive) {
            if !self.touched.iter().any(|&position| self.series[position].metric == row.id) {
                continue;
            }
            let mut whole = 0.0;
            let mut by_view: BTreeMap<usize, f64> = BTreeMap::new();
            for series in self.series.iter().filter(|series| series.metric == row.id) {
                let Sink::Gauge(gauge) = &series.total else { continue };
                whole += gauge.last;
                for &view in series.views.iter() {
                    *by_view.entry(view).or_default() += gauge.last;
                }
            }
            let Some(total) = &mut self.totals[row.id.index()] else { continue };
            Arc::make_mut(&mut total.sink).add(whole, &mut self.pool);
            for (view, value) in by_view {
                let mut delta = Sink::new(row.kind);
                delta.add(value, &mut self.pool);
                self.views[view].add(&delta, &mut self.pool);
            }
        }
    }

    /// Hands the interval's samples over to the snapshot, or their blocks back.
    fn finish_deltas(&mut self) {
        let mut kept = Vec::new();
        for position in self.touched.drain(..) {
            let series = &mut self.series[position];
            let Some(mut sink) = series.delta.take() else { continue };
            match &self.totals[series.metric.index()] {
                Some(MetricTotal { id, metric, .. }) if self.keep_deltas => {
                    kept.push(SeriesDelta { id: *id, metric: metric.clone(), tags: Arc::clone(&series.tags), sink });
                }
                _ => sink.clear(&mut self.pool),
            }
        }
        self.deltas = Arc::new(kept);
    }
}

fn is_additive(metric: MetricId) -> bool {
    builtin::get(metric).is_some_and(|row| row.additive)
}

#[cfg(test)]
#[path = "aggregator_tests.rs"]
mod tests;
