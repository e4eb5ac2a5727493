//! A persona's part of a mix's total: which of the iterations, starts or VUs of the whole are its own.
//!
//! Not a random draw: the same total is always split the same way. The rule is Webster's (Sainte-Laguë) seat by seat: the
//! persona of weight `w` owns points at `1/2w, 3/2w, 5/2w …`, the points of all personas are sorted (the earlier persona
//! first where two coincide), and the n-th of them is index n. So the personas interleave as evenly as they can, each turn
//! of `Σ weights` indices gives every persona exactly its weight, and a persona's part never shrinks when the total grows.

use serde::Serialize;

/// One persona's part of a total that is split by weight. The parts of all personas always add up to the total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Share {
    /// The weights of all personas, in the order of the mix; each is above 0, and they have no common divisor.
    pub weights: Vec<u32>,
    /// Which of them this one is.
    pub index: usize,
}

impl Share {
    /// Whether the index (of an iteration, a start or a VU, from 0) is this persona's.
    pub fn owns(&self, index: u64) -> bool {
        self.nth(self.of(index)) == index
    }

    /// How many of `total` are this persona's: the number of its indices below `total`.
    pub fn of(&self, total: u64) -> u64 {
        // The first k whose index is not below the total, by bisection: `nth` rises with k, and nth(k) >= k.
        let (mut low, mut high) = (0, total);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.nth(middle) < total {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The index in the whole of this persona's k-th, from 0. [`u64::MAX`] when it is beyond 64 bits.
    ///
    /// Costs one division for each persona, however large the weights are: nothing is tabulated.
    pub fn nth(&self, k: u64) -> u64 {
        let own = u128::from(self.weights[self.index]);
        let odd = 2 * u128::from(k) + 1;
        let mut index = u128::from(k);
        for (other, &weight) in self.weights.iter().enumerate() {
            if other == self.index {
                continue;
            }
            // The points (2m + 1) / 2·weight of `other` before odd / 2·own; those that coincide come first if `other` does.
            let scaled = odd * u128::from(weight);
            let largest_odd = if other < self.index { scaled / own } else { (scaled - 1) / own };
            index += largest_odd.div_ceil(2);
        }
        u64::try_from(index).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Share;

    fn shares(weights: &[u32]) -> Vec<Share> {
        (0..weights.len()).map(|index| Share { weights: weights.to_vec(), index }).collect()
    }

    fn pattern(weights: &[u32], length: u64) -> Vec<usize> {
        let shares = shares(weights);
        (0..length).map(|at| shares.iter().position(|share| share.owns(at)).expect("an owner")).collect()
    }

    #[test]
    fn personas_interleave() {
        assert_eq!(pattern(&[6, 3, 1], 20), [0, 1, 0, 0, 1, 2, 0, 0, 1, 0, 0, 1, 0, 0, 1, 2, 0, 0, 1, 0]);
        assert_eq!(pattern(&[1, 1, 1], 6), [0, 1, 2, 0, 1, 2]);
        assert_eq!(pattern(&[1], 3), [0, 0, 0]);
        assert_eq!(pattern(&[1, 4], 10), [1, 1, 0, 1, 1, 1, 1, 0, 1, 1]);
    }

    #[test]
    fn large_weights_cost_nothing() {
        let [most, least] = [0, 1].map(|index| Share { weights: vec![u32::MAX - 1, 1], index });
        assert_eq!(most.of(u64::from(u32::MAX)), u64::from(u32::MAX) - 1);
        assert_eq!(least.of(u64::from(u32::MAX)), 1);
        assert_eq!(most.of(u64::MAX) + least.of(u64::MAX), u64::MAX);
        assert_eq!(least.nth(u64::MAX), u64::MAX);
    }

    proptest! {
        #[test]
        fn parts_add_up_to_the_total(weights in prop::collection::vec(1..1000_u32, 1..8), total in 0..u64::MAX) {
            let parts: u128 = shares(&weights).iter().map(|share| u128::from(share.of(total))).sum();
            prop_assert_eq!(parts, u128::from(total));
        }

        #[test]
        fn every_index_has_one_owner(weights in prop::collection::vec(1..1000_u32, 1..8), index in 0..u64::MAX) {
            prop_assert_eq!(shares(&weights).iter().filter(|share| share.owns(index)).count(), 1);
        }

        #[test]
        fn nth_and_of_are_inverse(weights in prop::collection::vec(1..1000_u32, 1..8), k in 0..1_000_000_000_u64) {
            for share in shares(&weights) {
                let index = share.nth(k);
                prop_assert!(share.owns(index));
                prop_assert_eq!(share.of(index), k);
                prop_assert_eq!(share.of(index + 1), k + 1);
            }
        }

        #[test]
        fn a_part_never_shrinks(weights in prop::collection::vec(1..1000_u32, 1..8), total in 0..1_000_000_000_u64) {
            for share in shares(&weights) {
                let step = share.of(total + 1) - share.of(total);
                prop_assert!(step <= 1);
            }
        }

        #[test]
        fn a_whole_turn_gives_each_its_weight(weights in prop::collection::vec(1..1000_u32, 1..8), turns in 0..1000_u64) {
            let turn: u64 = weights.iter().map(|&weight| u64::from(weight)).sum();
            for (share, &weight) in shares(&weights).iter().zip(&weights) {
                prop_assert_eq!(share.of(turn * turns), u64::from(weight) * turns);
            }
        }
    }
}
