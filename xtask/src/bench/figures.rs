//! Arithmetic on measured figures: medians, spreads, slopes.
//!
//! Not measuring.

use serde_json::{Value, json};

/// One figure as it came out of several rounds.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Spread {
    /// In the order of the rounds. Never empty.
    rounds: Vec<f64>,
}

impl Spread {
    /// Of those rounds; `None` of none.
    pub(super) fn of(rounds: impl IntoIterator<Item = f64>) -> Option<Self> {
        let rounds: Vec<f64> = rounds.into_iter().collect();
        if rounds.is_empty() { None } else { Some(Self { rounds }) }
    }

    pub(super) fn median(&self) -> f64 {
        let mut sorted = self.rounds.clone();
        sorted.sort_by(f64::total_cmp);
        let middle = sorted.len() / 2;
        if sorted.len() % 2 == 1 { sorted[middle] } else { f64::midpoint(sorted[middle - 1], sorted[middle]) }
    }

    pub(super) fn min(&self) -> f64 {
        self.rounds.iter().copied().fold(f64::INFINITY, f64::min)
    }

    pub(super) fn max(&self) -> f64 {
        self.rounds.iter().copied().fold(f64::NEG_INFINITY, f64::max)
    }

    /// With so many decimals; smallest and largest in brackets when there were several rounds.
    pub(super) fn show(&self, decimals: usize) -> String {
        let median = number(self.median(), decimals);
        match self.rounds.len() {
            1 => median,
            _ => format!("{median} ({}–{})", number(self.min(), decimals), number(self.max(), decimals)),
        }
    }

    pub(super) fn json(&self) -> Value {
        json!({ "median": self.median(), "min": self.min(), "max": self.max(), "rounds": self.rounds })
    }
}

/// A count with its thousands apart.
pub(super) fn count(count: u32) -> String {
    number(f64::from(count), 0)
}

/// A number with so many decimals and its thousands apart.
fn number(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut shown = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            shown.push(',');
        }
        shown.push(digit);
    }
    let zero = text.chars().all(|c| c == '0' || c == '.');
    format!("{}{shown}{rest}", if value < 0.0 && !zero { "-" } else { "" })
}

/// The slope of a straight line through the points, by least squares: units of `y` for each unit of `x`.
pub(super) fn slope(points: &[(f64, f64)]) -> f64 {
    let count = points.len() as f64;
    let (mean_x, mean_y) = points.iter().fold((0.0, 0.0), |(x, y), point| (x + point.0 / count, y + point.1 / count));
    let (over, under) = points.iter().fold((0.0, 0.0), |(over, under), point| {
        let off = point.0 - mean_x;
        (over + off * (point.1 - mean_y), under + off * off)
    });
    if under == 0.0 { 0.0 } else { over / under }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_in_the_middle() {
        let median = |rounds: &[f64]| Spread::of(rounds.iter().copied()).unwrap().median();
        assert_eq!([median(&[3.0]), median(&[9.0, 1.0, 2.0]), median(&[4.0, 1.0, 2.0, 9.0])], [3.0, 2.0, 3.0]);
        assert_eq!(Spread::of([]), None);
    }

    #[test]
    fn a_spread_shows_its_ends_when_there_are_several_rounds() {
        assert_eq!(Spread::of([9.26]).unwrap().show(1), "9.3");
        assert_eq!(Spread::of([12_345.6, 9_999.0, 1_234_567.0]).unwrap().show(0), "12,346 (9,999–1,234,567)");
        assert_eq!(Spread::of([-0.04]).unwrap().show(1), "0.0");
        assert_eq!(Spread::of([-1234.5]).unwrap().show(1), "-1,234.5");
    }

    #[test]
    fn the_slope_of_a_line_is_its_slope() {
        let line: Vec<(f64, f64)> = (0..10).map(|x| (f64::from(x), 3.0 + 0.5 * f64::from(x))).collect();
        assert!((slope(&line) - 0.5).abs() < 1e-12);
        assert_eq!(slope(&line[..1]), 0.0);
    }
}
