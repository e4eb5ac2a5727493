//! The amounts at which the events of a Poisson process fall: exponential gaps, summed exactly, the same for the same seed.
//!
//! Not times: an event's time is when the rate's [`super::cumulative::Cumulative`] reaches its amount, so a rate that changes
//! over time gives a process whose rate changes over time (time rescaling).

use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};

/// The amounts at which events fall, with a mean of `unit` between them.
#[derive(Clone, Debug)]
pub(super) struct Poisson {
    seed: u64,
    unit: u128,
    random: SmallRng,
    /// How many gaps were drawn.
    drawn: u64,
    /// Their sum.
    sum: u128,
}

impl Poisson {
    pub(super) fn new(seed: u64, unit: u128) -> Self {
        Self { seed, unit, random: SmallRng::seed_from_u64(seed), drawn: 0, sum: 0 }
    }

    /// The amount of the event `index`, from 0. Cheap when indices rise; a lower one than before begins again.
    pub(super) fn amount(&mut self, index: u64) -> u128 {
        if self.drawn > index.saturating_add(1) {
            *self = Self::new(self.seed, self.unit);
        }
        while self.drawn <= index {
            self.sum = self.sum.saturating_add(self.gap());
            self.drawn += 1;
        }
        self.sum
    }

    /// At least 1, so that no amount is 0 and events keep their order.
    fn gap(&mut self) -> u128 {
        let uniform: f64 = self.random.random();
        ((-(1.0 - uniform).ln() * self.unit as f64).round() as u128).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::Poisson;

    #[test]
    fn a_seed_always_gives_the_same_events_in_any_order_of_asking() {
        let mut forward = Poisson::new(7, 1 << 31);
        let amounts: Vec<u128> = (0..100).map(|index| forward.amount(index)).collect();
        let mut backward = Poisson::new(7, 1 << 31);
        assert!((0..100).rev().all(|index| backward.amount(index) == amounts[usize::try_from(index).expect("small")]));
        assert_eq!(forward.amount(99), amounts[99]);
        assert_ne!(Poisson::new(8, 1 << 31).amount(0), amounts[0]);
        assert!(amounts.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn gaps_have_the_mean_and_the_spread_of_an_exponential_distribution() {
        let mut events = Poisson::new(1, 1_000_000);
        let mut before = 0;
        let gaps: Vec<f64> = (0..100_000)
            .map(|index| {
                let amount = events.amount(index);
                let gap = (amount - before) as f64 / 1e6;
                before = amount;
                gap
            })
            .collect();
        let mean = gaps.iter().sum::<f64>() / 1e5;
        let variance = gaps.iter().map(|gap| (gap - mean).powi(2)).sum::<f64>() / 1e5;
        // Three standard errors of the mean, and of the variance (whose own is sqrt(8/n)).
        assert!((mean - 1.0).abs() < 3.0 / 1e5_f64.sqrt(), "{mean}");
        assert!((variance - 1.0).abs() < 3.0 * (8.0 / 1e5_f64).sqrt(), "{variance}");
    }
}
