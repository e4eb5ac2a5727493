//! What a series' values become, by the metric's kind. Not where they come from, nor what they are called.

use std::sync::atomic::{AtomicU64, Ordering};

use super::pool::BlockPool;
use super::{Histogram, MetricKind, Sum};

/// Orders the values of gauges over all shards: the latest is the one with the highest number.
static SEQUENCE: AtomicU64 = AtomicU64::new(1);

/// A sum.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counter {
    /// The sum of all values.
    pub sum: Sum,
    /// How many values there were.
    pub samples: u64,
}

/// The latest value, with the extremes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Gauge {
    /// The latest value.
    pub last: f64,
    /// The smallest.
    pub min: f64,
    /// The largest.
    pub max: f64,
    /// How many values there were; without any the others are 0.
    pub samples: u64,
    /// The sum of all values, for the mean.
    pub sum: Sum,
    sequence: u64,
}

/// A share of values other than zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rate {
    /// Values other than zero.
    pub passes: u64,
    /// All values.
    pub total: u64,
}

/// What a series' values become.
#[derive(Clone, Debug)]
pub enum Sink {
    /// Of a counter.
    Counter(Counter),
    /// Of a gauge.
    Gauge(Gauge),
    /// Of a rate.
    Rate(Rate),
    /// Of a trend.
    Trend(Histogram),
}

impl Rate {
    /// The share, from 0 to 1; `None` without values.
    pub fn share(self) -> Option<f64> {
        (self.total > 0).then(|| self.passes as f64 / self.total as f64)
    }
}

impl Gauge {
    /// Takes a newer value.
    pub fn set(&mut self, value: f64) {
        if self.samples == 0 {
            (self.min, self.max) = (value, value);
        } else {
            self.min = self.min.min(value);
            self.max = self.max.max(value);
        }
        self.last = value;
        self.sum.add(value);
        self.samples += 1;
        self.sequence = SEQUENCE.fetch_add(1, Ordering::Relaxed);
    }

    /// Adds what another shard saw: the later value is the last.
    pub fn merge(&mut self, other: &Self) {
        if other.samples == 0 {
            return;
        }
        if self.samples == 0 {
            *self = *other;
            return;
        }
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
        self.samples += other.samples;
        self.sum.merge(other.sum);
        if other.sequence > self.sequence {
            (self.last, self.sequence) = (other.last, other.sequence);
        }
    }

    /// The mean; `None` without values.
    pub fn avg(&self) -> Option<f64> {
        (self.samples > 0).then(|| self.sum.value() / self.samples as f64)
    }
}

impl Sink {
    /// An empty one for a metric of that kind.
    pub fn new(kind: MetricKind) -> Self {
        match kind {
            MetricKind::Counter => Self::Counter(Counter::default()),
            MetricKind::Gauge => Self::Gauge(Gauge::default()),
            MetricKind::Rate => Self::Rate(Rate::default()),
            MetricKind::Trend => Self::Trend(Histogram::default()),
        }
    }

    /// The kind of metric that it is for.
    pub fn kind(&self) -> MetricKind {
        match self {
            Self::Counter(_) => MetricKind::Counter,
            Self::Gauge(_) => MetricKind::Gauge,
            Self::Rate(_) => MetricKind::Rate,
            Self::Trend(_) => MetricKind::Trend,
        }
    }

    /// Adds a value, which must be finite.
    pub fn add(&mut self, value: f64, pool: &mut BlockPool) {
        match self {
            Self::Counter(counter) => {
                counter.sum.add(value);
                counter.samples += 1;
            }
            Self::Gauge(gauge) => gauge.set(value),
            Self::Rate(rate) => {
                rate.passes += u64::from(value != 0.0);
                rate.total += 1;
            }
            Self::Trend(histogram) => histogram.record(value, pool),
        }
    }

    /// Adds all values of `other`. Nothing happens when it is of another kind, which sinks of one metric never are.
    pub fn merge(&mut self, other: &Self, pool: &mut BlockPool) {
        match (self, other) {
            (Self::Counter(mine), Self::Counter(theirs)) => {
                mine.sum.merge(theirs.sum);
                mine.samples += theirs.samples;
            }
            (Self::Gauge(mine), Self::Gauge(theirs)) => mine.merge(theirs),
            (Self::Rate(mine), Self::Rate(theirs)) => {
                mine.passes += theirs.passes;
                mine.total += theirs.total;
            }
            (Self::Trend(mine), Self::Trend(theirs)) => mine.merge(theirs, pool),
            (mine, theirs) => debug_assert_eq!(mine.kind(), theirs.kind(), "sinks of one metric have one kind"),
        }
    }

    /// Forgets everything. Blocks go to the pool.
    pub fn clear(&mut self, pool: &mut BlockPool) {
        match self {
            Self::Counter(counter) => *counter = Counter::default(),
            Self::Gauge(gauge) => *gauge = Gauge::default(),
            Self::Rate(rate) => *rate = Rate::default(),
            Self::Trend(histogram) => histogram.clear(pool),
        }
    }

    /// How many values there were.
    pub fn samples(&self) -> u64 {
        match self {
            Self::Counter(counter) => counter.samples,
            Self::Gauge(gauge) => gauge.samples,
            Self::Rate(rate) => rate.total,
            Self::Trend(histogram) => histogram.count(),
        }
    }

    /// How many blocks of counters it uses.
    pub(super) fn blocks(&self) -> usize {
        match self {
            Self::Trend(histogram) => histogram.blocks(),
            _ => 0,
        }
    }

    /// Bytes on the heap.
    pub fn heap_size(&self) -> usize {
        match self {
            Self::Trend(histogram) => histogram.heap_size(),
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Gauge, Sink};
    use crate::metric::{BlockPool, MetricKind};

    #[test]
    fn a_gauge_keeps_the_latest_over_shards() {
        let (mut early, mut late) = (Gauge::default(), Gauge::default());
        early.set(5.0);
        late.set(1.0);
        early.set(7.0);
        let mut both = late;
        both.merge(&early);
        assert_eq!((both.last, both.min, both.max, both.samples, both.avg()), (7.0, 1.0, 7.0, 3, Some(13.0 / 3.0)));
        late.set(2.0);
        both.merge(&late);
        assert_eq!(both.last, 2.0);
        let mut empty = Gauge::default();
        empty.merge(&both);
        assert_eq!(empty, both);
        both.merge(&Gauge::default());
        assert_eq!(empty, both);
    }

    #[test]
    fn a_rate_counts_what_is_not_zero() {
        let mut pool = BlockPool::new();
        let mut sink = Sink::new(MetricKind::Rate);
        for value in [1.0, 0.0, -2.5, 0.0] {
            sink.add(value, &mut pool);
        }
        let mut both = Sink::new(MetricKind::Rate);
        both.merge(&sink, &mut pool);
        both.merge(&sink, &mut pool);
        let Sink::Rate(rate) = both else { panic!("a rate stays one") };
        assert_eq!((rate.passes, rate.total, rate.share()), (4, 8, Some(0.5)));
    }

    #[test]
    fn clearing_forgets() {
        let mut pool = BlockPool::new();
        for kind in [MetricKind::Counter, MetricKind::Gauge, MetricKind::Rate, MetricKind::Trend] {
            let mut sink = Sink::new(kind);
            sink.add(3.0, &mut pool);
            assert_eq!((sink.samples(), sink.kind()), (1, kind));
            sink.clear(&mut pool);
            assert_eq!(sink.samples(), 0);
        }
    }
}
