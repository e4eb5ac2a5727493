//! How much a piecewise linear rate has asked for by a point in time, and when it has asked for so much: both exact.
//!
//! Not iterations yet: an amount is the area below the rate, doubled, in rate × nanoseconds. With rates per time unit `u`
//! one iteration is an amount of `2u`, so that every amount at the end of a stage is an integer. Inside a stage from `a`
//! to `b` of length `d` the amount at `t` is `2at + (b - a)t²/d`; rounding it down changes no comparison with an integer.

use super::nanos;
use crate::plan::Stage;

/// The amount that a piecewise linear rate has asked for, over time.
#[derive(Clone, Debug)]
pub(super) struct Cumulative {
    /// Only stages in which time passes.
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug)]
struct Piece {
    start: u64,
    length: u64,
    from: u64,
    to: u64,
    before: u128,
    after: u128,
}

impl Cumulative {
    pub(super) fn new(start_rate: u64, stages: &[Stage]) -> Self {
        let mut pieces = Vec::with_capacity(stages.len());
        let (mut start, mut from, mut before) = (0_u64, start_rate, 0_u128);
        for stage in stages {
            let (length, to) = (nanos(stage.duration), stage.target);
            if length > 0 {
                let area = (u128::from(from) + u128::from(to)).saturating_mul(u128::from(length));
                let after = before.saturating_add(area);
                pieces.push(Piece { start, length, from, to, before, after });
                start = start.saturating_add(length);
                before = after;
            }
            from = to;
        }
        Self { pieces }
    }

    /// When it ends, in nanoseconds.
    #[cfg(test)]
    pub(super) fn end(&self) -> u64 {
        self.pieces.last().map_or(0, |piece| piece.start.saturating_add(piece.length))
    }

    /// The first nanosecond at which the amount is reached; `None` if it never is. The amount is above 0.
    pub(super) fn reaches(&self, amount: u128) -> Option<u64> {
        let piece = self.pieces.get(self.pieces.partition_point(|piece| piece.after < amount))?;
        Some(piece.start.saturating_add(piece.reaches(amount - piece.before)))
    }

    /// The amount at that nanosecond, rounded down.
    #[cfg(test)]
    pub(super) fn at(&self, time: u64) -> u128 {
        let piece = self.pieces.iter().rev().find(|piece| piece.start < time);
        piece.map_or(0, |piece| piece.before + piece.at((time - piece.start).min(piece.length)))
    }
}

impl Piece {
    /// The amount since its start at `time` since its start.
    fn at(&self, time: u64) -> u128 {
        let (t, length) = (u128::from(time), u128::from(self.length));
        let linear = (2 * u128::from(self.from)).saturating_mul(t);
        let slope = u128::from(self.from.abs_diff(self.to));
        // slope · t² / length without more than 128 bits: quotient and remainder of t² first.
        let (quotient, remainder) = (t * t / length, t * t % length);
        if self.to >= self.from {
            linear.saturating_add(slope * quotient + slope * remainder / length)
        } else {
            linear.saturating_sub(slope * quotient + (slope * remainder).div_ceil(length))
        }
    }

    /// The least time since its start at which that amount since its start is reached, which it is.
    ///
    /// A floating-point root says about where; integers decide, in steps that double and then halve.
    fn reaches(&self, amount: u128) -> u64 {
        let guess = self.guess(amount).clamp(1, self.length);
        let mut step = 1_u64;
        let (mut low, mut high);
        if self.at(guess) >= amount {
            (low, high) = (guess - 1, guess);
            while self.at(low) >= amount {
                high = low;
                step = step.saturating_mul(2);
                low = low.saturating_sub(step);
                if low == 0 {
                    break;
                }
            }
        } else {
            (low, high) = (guess, (guess + 1).min(self.length));
            while high < self.length && self.at(high) < amount {
                low = high;
                step = step.saturating_mul(2);
                high = high.saturating_add(step).min(self.length);
            }
        }
        while low + 1 < high {
            let middle = low + (high - low) / 2;
            if self.at(middle) >= amount {
                high = middle;
            } else {
                low = middle;
            }
        }
        high
    }

    /// The root of `2at + (b - a)t²/d = amount`, in the form that loses no digits to cancellation for either sign.
    fn guess(&self, amount: u128) -> u64 {
        let (from, to, amount) = (self.from as f64, self.to as f64, amount as f64);
        let discriminant = from * from + (to - from) * amount / self.length as f64;
        (amount / (from + discriminant.max(0.0).sqrt())) as u64
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::Cumulative;
    use crate::plan::Stage;

    fn stages() -> impl Strategy<Value = Vec<Stage>> {
        let duration = prop_oneof![Just(0), 1..1_000_000_000_u64, 1..100_000_000_000_000_u64];
        let stage = (duration, prop_oneof![Just(0), 0..50_u64, 0..2_000_000_u64])
            .prop_map(|(nanos, target)| Stage { duration: Duration::from_nanos(nanos), target });
        prop::collection::vec(stage, 1..6)
    }

    proptest! {
        #[test]
        fn an_amount_is_reached_at_the_first_nanosecond_that_has_it(
            start in 0..100_000_u64, stages in stages(), part in 0.0..1.0_f64,
        ) {
            let cumulative = Cumulative::new(start, &stages);
            let total = cumulative.at(cumulative.end());
            let amount = ((total as f64 * part) as u128).clamp(1, total.max(1));
            match cumulative.reaches(amount) {
                Some(time) => {
                    prop_assert!(cumulative.at(time) >= amount);
                    prop_assert!(cumulative.at(time - 1) < amount);
                }
                None => prop_assert!(total < amount),
            }
        }

        #[test]
        fn the_whole_is_the_sum_of_the_trapezia(start in 0..100_000_u64, stages in stages()) {
            let cumulative = Cumulative::new(start, &stages);
            let mut from = start;
            let mut sum = 0;
            for stage in &stages {
                sum += (u128::from(from) + u128::from(stage.target)) * stage.duration.as_nanos();
                from = stage.target;
            }
            prop_assert_eq!(cumulative.at(cumulative.end()), sum);
            prop_assert_eq!(cumulative.reaches(sum + 1), None);
        }
    }

    #[test]
    fn absurd_plans_do_not_overflow() {
        let longest = Duration::MAX;
        let cumulative = Cumulative::new(
            u64::MAX,
            &[Stage { duration: longest, target: u64::MAX }, Stage { duration: longest, target: 0 }],
        );
        assert_eq!(cumulative.reaches(1), Some(1));
        assert_eq!(Cumulative::new(1, &[]).reaches(1), None);
    }
}
