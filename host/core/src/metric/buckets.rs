//! HdrHistogram's log-linear buckets over `u64`, with counters that are allocated in blocks on first use.
//!
//! Not a histogram of a metric's values: [`super::histogram`] scales values, keeps signs, and knows the exact extremes.
//!
//! The layout is that of Gil Tene's HdrHistogram for 3 significant digits and a unit magnitude of 0: the first 2,048
//! values have a bucket each; then every octave has 1,024 buckets, each twice as wide as those of the octave before. A
//! bucket is thus never wider than a thousandth of its values.
//!
//! Counters are 32 bits wide, in shards and in totals alike: half the memory of 64. What does not fit goes to a sparse
//! map of upper halves, so counts are exact to 64 bits; only a bucket that was hit four thousand million times pays.

use rustc_hash::FxHashMap;

use super::pool::{BLOCK, Block, BlockPool};

/// The largest value with a bucket, 2^53; larger ones count there.
pub(super) const LARGEST: u64 = 1 << 53;

/// Two to this many values have a bucket of width 1.
const LINEAR_BITS: u32 = 11;
const HALF_BITS: u32 = LINEAR_BITS - 1;

/// Counters by bucket.
#[derive(Clone, Debug, Default)]
pub(super) struct Buckets {
    blocks: Vec<Option<Block>>,
    /// Upper halves of the counters that do not fit 32 bits.
    upper: Option<Box<FxHashMap<u32, u32>>>,
    total: u64,
}

/// The bucket of a value.
pub(super) fn index_of(value: u64) -> usize {
    let value = value.min(LARGEST);
    let octave = u64::BITS - LINEAR_BITS - (value | ((1 << LINEAR_BITS) - 1)).leading_zeros();
    // At most 45,057 of them, so nothing is cut off.
    ((octave << HALF_BITS) + (value >> octave) as u32) as usize
}

/// The lowest value of a bucket.
pub(super) fn lowest(index: usize) -> u64 {
    let index = index as u64;
    let octave = (index >> HALF_BITS).saturating_sub(1);
    (index - (octave << HALF_BITS)) << octave
}

/// The highest value of a bucket.
pub(super) fn highest(index: usize) -> u64 {
    lowest(index + 1) - 1
}

impl Buckets {
    /// How many values were counted.
    pub(super) fn total(&self) -> u64 {
        self.total
    }

    /// Counts a value `count` times.
    pub(super) fn add(&mut self, value: u64, count: u64, pool: &mut BlockPool) {
        let index = index_of(value);
        let (block, offset) = (index / BLOCK, index % BLOCK);
        let counter = &mut self.block(block, pool)[offset];
        let sum = u64::from(*counter) + count;
        // The lower half stays in place, whatever it is.
        *counter = sum as u32;
        if sum > u64::from(u32::MAX) {
            self.carry(index, (sum >> 32) as u32);
        }
        self.total += count;
    }

    /// Adds the counters of `other`.
    pub(super) fn merge(&mut self, other: &Self, pool: &mut BlockPool) {
        for (position, theirs) in other.blocks.iter().enumerate() {
            let Some(theirs) = theirs else { continue };
            let mut carried = false;
            for (mine, &more) in self.block(position, pool).iter_mut().zip(theirs.iter()) {
                let (sum, overflow) = mine.overflowing_add(more);
                *mine = sum;
                carried |= overflow;
            }
            if carried {
                // A sum that overflowed is smaller than what was added to it.
                for (offset, &more) in theirs.iter().enumerate() {
                    if self.blocks[position].as_ref().is_some_and(|mine| mine[offset] < more) {
                        self.carry(position * BLOCK + offset, 1);
                    }
                }
            }
        }
        for (&index, &more) in other.upper.iter().flat_map(|upper| upper.iter()) {
            self.carry(index as usize, more);
        }
        self.total += other.total;
    }

    /// Forgets everything. Blocks go to the pool.
    pub(super) fn clear(&mut self, pool: &mut BlockPool) {
        for block in self.blocks.drain(..).flatten() {
            pool.give(block);
        }
        self.upper = None;
        self.total = 0;
    }

    /// The buckets that were hit, from the lowest, with their counts.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = (usize, u64)> {
        self.blocks.iter().enumerate().filter_map(|(position, block)| Some((position, block.as_ref()?))).flat_map(
            move |(position, block)| {
                block.iter().enumerate().filter_map(move |(offset, &lower)| {
                    let index = position * BLOCK + offset;
                    let count = u64::from(lower) | self.upper_half(index) << 32;
                    (count > 0).then_some((index, count))
                })
            },
        )
    }

    /// How many blocks of counters it uses.
    pub(super) fn blocks(&self) -> usize {
        self.blocks.iter().flatten().count()
    }

    /// Bytes on the heap.
    pub(super) fn heap_size(&self) -> usize {
        let blocks = self.blocks() * size_of::<[u32; BLOCK]>();
        let upper = self.upper.as_ref().map_or(0, |upper| size_of::<FxHashMap<u32, u32>>() + upper.capacity() * 9);
        self.blocks.capacity() * size_of::<Option<Block>>() + blocks + upper
    }

    fn block(&mut self, position: usize, pool: &mut BlockPool) -> &mut [u32; BLOCK] {
        if position >= self.blocks.len() {
            self.blocks.resize_with(position + 1, || None);
        }
        self.blocks[position].get_or_insert_with(|| pool.take())
    }

    fn carry(&mut self, index: usize, more: u32) {
        *self.upper.get_or_insert_default().entry(index as u32).or_default() += more;
    }

    fn upper_half(&self, index: usize) -> u64 {
        self.upper.as_ref().and_then(|upper| upper.get(&(index as u32))).map_or(0, |&half| u64::from(half))
    }
}

#[cfg(test)]
mod tests {
    use super::{Buckets, LARGEST, highest, index_of, lowest};
    use crate::metric::BlockPool;
    use proptest::prelude::*;

    #[test]
    fn buckets_join_without_gaps() {
        for index in 0..index_of(LARGEST) {
            assert_eq!(index_of(lowest(index)), index);
            assert_eq!(index_of(highest(index)), index);
            assert_eq!(highest(index) + 1, lowest(index + 1));
        }
        assert_eq!(index_of(u64::MAX), index_of(LARGEST));
    }

    #[test]
    fn first_values_have_their_own_bucket() {
        assert_eq!([lowest(0), highest(0)], [0, 0]);
        assert_eq!([lowest(2047), highest(2047)], [2047, 2047]);
        assert_eq!([lowest(2048), highest(2048)], [2048, 2049]);
        assert_eq!(index_of(4096), 3072);
    }

    #[test]
    fn counts_beyond_32_bits_are_exact() {
        let mut pool = BlockPool::new();
        let mut one = Buckets::default();
        one.add(7, u64::from(u32::MAX), &mut pool);
        one.add(7, 2, &mut pool);
        one.add(8, 1, &mut pool);
        let mut both = one.clone();
        both.merge(&one, &mut pool);
        assert_eq!(both.iter().collect::<Vec<_>>(), [(7, 2 * (u64::from(u32::MAX) + 2)), (8, 2)]);
        assert_eq!(both.total(), 2 * (u64::from(u32::MAX) + 3));

        let mut carried = Buckets::default();
        carried.add(7, u64::from(u32::MAX), &mut pool);
        let mut twice = carried.clone();
        twice.merge(&carried, &mut pool);
        assert_eq!(twice.iter().collect::<Vec<_>>(), [(7, 2 * u64::from(u32::MAX))]);
    }

    #[test]
    fn cleared_blocks_are_used_again() {
        let mut pool = BlockPool::new();
        let mut buckets = Buckets::default();
        buckets.add(1, 1, &mut pool);
        buckets.add(1 << 40, 1, &mut pool);
        buckets.clear(&mut pool);
        assert_eq!((pool.len(), buckets.total(), buckets.iter().count()), (2, 0, 0));
        buckets.add(2, 1, &mut pool);
        assert_eq!(pool.len(), 1);
        assert_eq!(buckets.iter().collect::<Vec<_>>(), [(2, 1)]);
    }

    proptest! {
        #[test]
        fn a_bucket_is_narrower_than_a_thousandth(value in 2048..LARGEST) {
            let index = index_of(value);
            prop_assert!((lowest(index)..=highest(index)).contains(&value));
            prop_assert!((highest(index) - lowest(index)) as f64 <= lowest(index) as f64 / 1000.0);
        }
    }
}
