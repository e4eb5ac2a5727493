//! Random numbers from the run's seed: the same `--seed` gives each VU the same numbers again.
//!
//! Not for secrets. What must be unique rather than random is made from [`execution`]'s numbers.

use std::cell::RefCell;
use std::ops::Range;

use fastrand::Rng;

use crate::execution;

thread_local! {
    static RNG: RefCell<Option<Rng>> = const { RefCell::new(None) };
}

fn with<T>(draw: impl FnOnce(&mut Rng) -> T) -> T {
    RNG.with_borrow_mut(|rng| draw(rng.get_or_insert_with(|| Rng::with_seed(execution::random_seed()))))
}

/// A number from 0.0 up to, but not including, 1.0.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let discount = 0.3 * random::float();
/// ```
#[must_use]
pub fn float() -> f64 {
    with(Rng::f64)
}

/// A whole number from a range, its end excluded.
///
/// Panics when the range is empty.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let page = http::get(format!("/items?page={}", random::range(1..20)))?;
/// # Ok::<(), Error>(())
/// ```
#[must_use]
pub fn range(range: Range<u64>) -> u64 {
    with(|rng| rng.u64(range))
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
    (!items.is_empty()).then(|| &items[with(|rng| rng.usize(0..items.len()))])
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
    use super::at;

    #[test]
    fn each_item_is_as_likely_as_its_weight() {
        let items = [(2, 'a'), (0, 'b'), (3, 'c')];
        let chosen: String = (0..5).map(|point| at(&items, point)).collect();
        assert_eq!(chosen, "aaccc");
    }
}
