//! A sum of floats that keeps what plain addition loses. Not exact, but good to the last bits whatever the order.

/// A compensated sum: Neumaier's variant of Kahan's. Ten million small values added to a large one are not lost.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sum {
    high: f64,
    low: f64,
}

impl Sum {
    /// Adds a value, which must be finite.
    pub fn add(&mut self, value: f64) {
        let total = self.high + value;
        self.low +=
            if self.high.abs() >= value.abs() { (self.high - total) + value } else { (value - total) + self.high };
        self.high = total;
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: Self) {
        self.add(other.high);
        self.add(other.low);
    }

    /// What it is now.
    pub fn value(self) -> f64 {
        let value = self.high + self.low;
        // The compensation of an overflown sum is not a number; the sum itself still says what happened.
        if value.is_nan() { self.high } else { value }
    }
}

#[cfg(test)]
mod tests {
    use super::Sum;

    #[test]
    fn keeps_small_values_beside_a_large_one() {
        let mut sum = Sum::default();
        sum.add(1e16);
        for _ in 0..1000 {
            sum.add(0.5);
        }
        sum.add(-1e16);
        assert_eq!(sum.value(), 500.0);
    }

    #[test]
    fn parts_make_the_whole() {
        let (mut left, mut right) = (Sum::default(), Sum::default());
        left.add(1e16);
        left.add(1.0);
        right.add(-1e16);
        right.add(0.25);
        left.merge(right);
        assert_eq!(left.value(), 1.25);
    }

    #[test]
    fn overflow_is_infinite_not_nan() {
        let mut sum = Sum::default();
        sum.add(f64::MAX);
        sum.add(f64::MAX);
        assert_eq!(sum.value(), f64::INFINITY);
    }
}
