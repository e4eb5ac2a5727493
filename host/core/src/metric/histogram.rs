//! The distribution of a trend's values: percentiles to three digits in memory that does not grow with the number of
//! values; count, sum, minimum and maximum exactly.
//!
//! Not the counters themselves: those are [`super::buckets`].

use super::buckets::{Buckets, LARGEST, highest, index_of, lowest};
use super::pool::BlockPool;
use super::sum::Sum;

/// Values are kept in thousandths of the metric's unit: microseconds, for times.
const SCALE: f64 = 1000.0;

/// The distribution of a trend's values.
///
/// Values are finite floats in the metric's unit. Their buckets resolve 0.001 of it, and beyond 2.047 a thousandth of the
/// value; values beyond 2^53 thousandths count as that much in percentiles.
#[derive(Clone, Debug, Default)]
pub struct Histogram {
    positive: Buckets,
    /// Magnitudes of values below zero; few metrics have any.
    negative: Option<Box<Buckets>>,
    sum: Sum,
    min: f64,
    max: f64,
}

impl Histogram {
    /// Counts a value, which must be finite. Blocks that it needs come from `pool`.
    pub fn record(&mut self, value: f64, pool: &mut BlockPool) {
        if self.count() == 0 {
            (self.min, self.max) = (value, value);
        } else {
            self.min = self.min.min(value);
            self.max = self.max.max(value);
        }
        self.sum.add(value);
        // To the nearest. A float is cut off at the ends of u64, never wrapped.
        let magnitude = (value.abs() * SCALE + 0.5) as u64;
        if value < 0.0 && magnitude > 0 {
            self.negative.get_or_insert_default().add(magnitude, 1, pool);
        } else {
            self.positive.add(magnitude, 1, pool);
        }
    }

    /// Adds all values of `other`: the result is what recording both would have given.
    pub fn merge(&mut self, other: &Self, pool: &mut BlockPool) {
        if other.count() == 0 {
            return;
        }
        if self.count() == 0 {
            (self.min, self.max) = (other.min, other.max);
        } else {
            self.min = self.min.min(other.min);
            self.max = self.max.max(other.max);
        }
        self.sum.merge(other.sum);
        self.positive.merge(&other.positive, pool);
        if let Some(theirs) = &other.negative {
            self.negative.get_or_insert_default().merge(theirs, pool);
        }
    }

    /// Forgets everything. Blocks go to the pool.
    pub fn clear(&mut self, pool: &mut BlockPool) {
        self.positive.clear(pool);
        if let Some(mut negative) = self.negative.take() {
            negative.clear(pool);
        }
        (self.sum, self.min, self.max) = (Sum::default(), 0.0, 0.0);
    }

    /// How many values there are.
    pub fn count(&self) -> u64 {
        self.positive.total() + self.negative.as_ref().map_or(0, |negative| negative.total())
    }

    /// Their sum.
    pub fn sum(&self) -> f64 {
        self.sum.value()
    }

    /// The smallest; `None` without values.
    pub fn min(&self) -> Option<f64> {
        (self.count() > 0).then_some(self.min)
    }

    /// The largest; `None` without values.
    pub fn max(&self) -> Option<f64> {
        (self.count() > 0).then_some(self.max)
    }

    /// The mean; `None` without values.
    pub fn avg(&self) -> Option<f64> {
        (self.count() > 0).then(|| self.sum() / self.count() as f64)
    }

    /// The value that `percent` (0 to 100; cut off there) of the values do not exceed; `None` without values.
    ///
    /// As HdrHistogram's `value_at_quantile`: the highest value of the bucket in which that value is, but never beyond the
    /// exact minimum and maximum. `percentile(0)` is the minimum, `percentile(100)` the maximum.
    pub fn percentile(&self, percent: f64) -> Option<f64> {
        let count = self.count();
        if count == 0 {
            return None;
        }
        if percent <= 0.0 {
            return Some(self.min);
        }
        if percent >= 100.0 {
            return Some(self.max);
        }
        let rank = ((percent / 100.0 * count as f64).ceil() as u64).clamp(1, count);
        Some(self.at_rank(rank).clamp(self.min, self.max))
    }

    /// The value of that rank, from 1, in ascending order.
    fn at_rank(&self, rank: u64) -> f64 {
        let mut seen = 0;
        for (index, count) in self.negative.iter().flat_map(|negative| negative.iter().rev()) {
            seen += count;
            if seen >= rank {
                return -(lowest(index) as f64) / SCALE;
            }
        }
        for (index, count) in self.positive.iter() {
            seen += count;
            if seen >= rank {
                // The last bucket has no end: what is beyond it counts there.
                return if index == index_of(LARGEST) { self.max } else { highest(index) as f64 / SCALE };
            }
        }
        self.max
    }

    /// The buckets that were hit, from the lowest: the lowest and the highest value of each, and how many values are in it.
    pub fn buckets(&self) -> impl Iterator<Item = (f64, f64, u64)> {
        let negative = self.negative.iter().flat_map(|negative| negative.iter().rev());
        negative.map(|(index, count)| (-(highest(index) as f64) / SCALE, -(lowest(index) as f64) / SCALE, count)).chain(
            self.positive
                .iter()
                .map(|(index, count)| (lowest(index) as f64 / SCALE, highest(index) as f64 / SCALE, count)),
        )
    }

    /// How many blocks of counters it uses.
    pub(super) fn blocks(&self) -> usize {
        self.positive.blocks() + self.negative.as_ref().map_or(0, |negative| negative.blocks())
    }

    /// Bytes on the heap.
    pub fn heap_size(&self) -> usize {
        let negative = self.negative.as_ref().map_or(0, |negative| size_of::<Buckets>() + negative.heap_size());
        self.positive.heap_size() + negative
    }
}

#[cfg(test)]
#[path = "histogram_tests.rs"]
mod tests;
