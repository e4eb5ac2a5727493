//! Random numbers from the run's seed: the same `--seed` gives each VU the same numbers again, in every language.
//!
//! Not for secrets. What must be unique rather than random is made from [`execution`]'s numbers.
//!
//! The generator is xoshiro128**, seeded by SplitMix64 from [`execution::random_seed`] at the first draw of a VU. The SDKs of
//! all languages draw alike, so that a scenario that is ported meets the same numbers.

use std::cell::RefCell;
use std::ops::Range;

use rand_xoshiro::Xoshiro128StarStar;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

use crate::execution;

/// The widest range: a float tells no more numbers apart.
const WIDEST: u64 = 1 << 53;

thread_local! {
    static SOURCE: RefCell<Option<Source>> = const { RefCell::new(None) };
}

fn with<T>(draw: impl FnOnce(&mut Source) -> T) -> T {
    SOURCE.with_borrow_mut(|source| draw(source.get_or_insert_with(|| Source::new(execution::random_seed()))))
}

/// The draws, all made of the generator's outputs of 32 bits.
struct Source(Xoshiro128StarStar);

impl Source {
    fn new(seed: u64) -> Self {
        Self(Xoshiro128StarStar::seed_from_u64(seed))
    }

    fn u32(&mut self) -> u32 {
        self.0.next_u32()
    }

    /// 53 bits: as many as a float between 0 and 1 has for each of them to be as likely.
    fn float(&mut self) -> f64 {
        let (high, low) = (self.u32() >> 5, self.u32() >> 6);
        (f64::from(high) * 67_108_864.0 + f64::from(low)) / 9_007_199_254_740_992.0
    }

    /// A whole number below `end`, which is at most [`WIDEST`].
    fn below(&mut self, end: u64) -> u64 {
        // Of a product that is not negative, the conversion is the floor.
        (self.float() * end as f64) as u64
    }

    fn range(&mut self, Range { start, end }: Range<u64>) -> u64 {
        assert!(start < end, "the range {start}..{end} is empty");
        assert!(end - start <= WIDEST, "the range {start}..{end} holds more than 2^53 numbers");
        start + self.below(end - start)
    }

    fn index(&mut self, length: usize) -> usize {
        self.below(length as u64) as usize
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.index(last + 1);
            items.swap(last, other);
        }
    }
}

/// The next output of the generator, of 32 bits: any whole number from 0 to 2^32 - 1.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let color = format!("#{:06x}", random::u32() >> 8);
/// ```
#[must_use]
pub fn u32() -> u32 {
    with(Source::u32)
}

/// A number from 0.0 up to, but not including, 1.0.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let discount = 0.3 * random::float();
/// ```
#[must_use]
pub fn float() -> f64 {
    with(Source::float)
}

/// A whole number from a range, its end excluded.
///
/// Panics when the range is empty, or holds more than 2^53 numbers.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let page = http::get(format!("/items?page={}", random::range(1..20)))?;
/// # Ok::<(), Error>(())
/// ```
#[must_use]
pub fn range(range: Range<u64>) -> u64 {
    with(|source| source.range(range))
}

/// True with a probability from 0.0 to 1.0.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// if random::chance(0.1) {
///     http::get("/imprint")?;
/// }
/// # Ok::<(), Error>(())
/// ```
#[must_use]
pub fn chance(probability: f64) -> bool {
    float() < probability
}

/// One of the items, each as likely as the others; none when there are none.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let city = random::pick(&["Bern", "Oslo", "Quito"]).ok_or("no cities")?;
/// # Ok::<(), Error>(())
/// ```
#[must_use]
pub fn pick<T>(items: &[T]) -> Option<&T> {
    (!items.is_empty()).then(|| &items[with(|source| source.index(items.len()))])
}

/// One of the items, as likely as its weight says.
///
/// Panics when no weight is above 0.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// # fn browse() -> Result { Ok(()) }
/// # fn buy() -> Result { Ok(()) }
/// # fn visit() -> Result {
/// let step: &fn() -> Result = random::weighted(&[(70, browse), (30, buy)]);
/// step()
/// # }
/// ```
#[must_use]
pub fn weighted<T>(items: &[(u32, T)]) -> &T {
    let total: u64 = items.iter().map(|(weight, _)| u64::from(*weight)).sum();
    assert!(total > 0, "`weighted` needs a weight above 0");
    at(items, range(0..total))
}

/// Puts the items in an order in which each is as likely as the others (Fisher and Yates).
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let mut cities = ["Bern", "Oslo", "Quito"];
/// random::shuffle(&mut cities);
/// ```
pub fn shuffle<T>(items: &mut [T]) {
    with(|source| source.shuffle(items));
}

/// The item in whose stretch the point lies, on a line where each item is as long as its weight.
fn at<T>(items: &[(u32, T)], mut point: u64) -> &T {
    for (weight, item) in items {
        match point.checked_sub(u64::from(*weight)) {
            Some(rest) => point = rest,
            None => return item,
        }
    }
    unreachable!("the point lies below the sum of the weights")
}

#[cfg(test)]
mod tests {
    use std::array::from_fn;

    use super::{Source, at};

    /// The seed of all vectors below, which were computed from the definitions of the two generators.
    const SEED: u64 = 42;

    #[test]
    fn outputs_are_those_of_the_definition() {
        let mut source = Source::new(SEED);
        let outputs: [u32; 6] = from_fn(|_| source.u32());
        assert_eq!(outputs, [1776835114, 4165204688, 17111135, 2317295270, 2792088233, 2554630222]);
    }

    #[test]
    fn a_float_has_53_bits_of_two_outputs() {
        let mut source = Source::new(SEED);
        let floats: [f64; 3] = from_fn(|_| source.float());
        assert_eq!(floats, [0.413_701_668_156_588_7, 0.003_983_993_377_814_743, 0.650_083_702_763_886_7]);
    }

    #[test]
    fn a_number_of_a_range_is_the_floor_of_its_part_of_the_range() {
        let mut source = Source::new(SEED);
        let numbers: [u64; 8] = from_fn(|_| source.range(10..20));
        assert_eq!(numbers, [14, 10, 16, 16, 18, 17, 18, 11]);
        let mut source = Source::new(SEED);
        let widest: [u64; 2] = from_fn(|_| source.range(5..5 + (1 << 53)));
        assert_eq!(widest, [3_726_293_357_105_136, 35_884_622_183_551]);
    }

    #[test]
    #[should_panic(expected = "the range 7..7 is empty")]
    fn a_range_without_numbers_is_told() {
        Source::new(SEED).range(7..7);
    }

    #[test]
    #[should_panic(expected = "holds more than 2^53 numbers")]
    fn a_range_that_is_too_wide_is_told() {
        Source::new(SEED).range(0..(1 << 53) + 1);
    }

    #[test]
    fn a_shuffle_goes_from_the_last_to_the_second() {
        let mut items: [usize; 8] = from_fn(|index| index);
        Source::new(SEED).shuffle(&mut items);
        assert_eq!(items, [6, 1, 2, 4, 5, 7, 0, 3]);
    }

    #[test]
    fn each_item_is_as_likely_as_its_weight() {
        let items = [(2, 'a'), (0, 'b'), (3, 'c')];
        let chosen: String = (0..5).map(|point| at(&items, point)).collect();
        assert_eq!(chosen, "aaccc");
        let mut source = Source::new(SEED);
        let drawn: String = (0..8).map(|_| at(&items, source.range(0..5))).collect();
        assert_eq!(drawn, "caccccca");
    }
}
