//! What can be computed of a metric's samples, and how it can be compared. Not the computing itself.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::ParseError;
use super::cursor::Cursor;
use crate::metric::{Histogram, MetricKind};

/// A figure of a trend: a column of the summary.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum TrendStat {
    /// The mean.
    Avg,
    /// The smallest value.
    Min,
    /// The median.
    Med,
    /// The largest value.
    Max,
    /// How many values there are.
    Count,
    /// The value that so many percent of the values do not exceed, from 0 to 100.
    P(f64),
}

/// What a threshold computes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Aggregation {
    /// Of a counter: its sum.
    Count,
    /// Of a counter: its sum for each second. Of a rate: its share.
    Rate,
    /// Of a gauge: the latest value.
    Value,
    /// Of a trend: the mean.
    Avg,
    /// Of a trend: the smallest value.
    Min,
    /// Of a trend: the median.
    Med,
    /// Of a trend: the largest value.
    Max,
    /// Of a trend: the value that so many percent of the values do not exceed, from 0 to 100.
    P(f64),
}

/// How a threshold compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `==` or `===`
    Equal,
    /// `!=`
    NotEqual,
}

impl Operator {
    /// Whether the comparison holds.
    pub fn holds(self, left: f64, right: f64) -> bool {
        match self {
            Self::Greater => left > right,
            Self::GreaterOrEqual => left >= right,
            Self::Less => left < right,
            Self::LessOrEqual => left <= right,
            Self::Equal => left == right,
            Self::NotEqual => left != right,
        }
    }
}

impl Aggregation {
    /// Whether metrics of that kind have it.
    pub fn fits(self, kind: MetricKind) -> bool {
        match self {
            Self::Count => kind == MetricKind::Counter,
            Self::Rate => matches!(kind, MetricKind::Counter | MetricKind::Rate),
            Self::Value => kind == MetricKind::Gauge,
            Self::Avg | Self::Min | Self::Med | Self::Max | Self::P(_) => kind == MetricKind::Trend,
        }
    }

    /// What metrics of that kind have, in words.
    pub fn names_for(kind: MetricKind) -> &'static str {
        match kind {
            MetricKind::Counter => "`count` and `rate`",
            MetricKind::Gauge => "`value`",
            MetricKind::Rate => "`rate`",
            MetricKind::Trend => "`avg`, `min`, `max`, `med` and `p(N)`",
        }
    }

    /// The figure of a trend that it is, if it is one.
    pub fn of_trend(self) -> Option<TrendStat> {
        match self {
            Self::Avg => Some(TrendStat::Avg),
            Self::Min => Some(TrendStat::Min),
            Self::Med => Some(TrendStat::Med),
            Self::Max => Some(TrendStat::Max),
            Self::P(percent) => Some(TrendStat::P(percent)),
            Self::Count | Self::Rate | Self::Value => None,
        }
    }
}

impl TrendStat {
    /// The columns that k6 shows, and p(99).
    pub const DEFAULT: [Self; 7] =
        [Self::Avg, Self::Min, Self::Med, Self::Max, Self::P(90.0), Self::P(95.0), Self::P(99.0)];

    /// The figure of that distribution; `None` without values, except for the count.
    pub fn of(self, histogram: &Histogram) -> Option<f64> {
        match self {
            Self::Avg => histogram.avg(),
            Self::Min => histogram.min(),
            Self::Med => histogram.percentile(50.0),
            Self::Max => histogram.max(),
            // A float counts exactly to 2^53.
            Self::Count => Some(histogram.count() as f64),
            Self::P(percent) => histogram.percentile(percent),
        }
    }
}

impl fmt::Display for Aggregation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, self.of_trend()) {
            (_, Some(stat)) => stat.fmt(f),
            (Self::Count, _) => f.write_str("count"),
            (Self::Rate, _) => f.write_str("rate"),
            _ => f.write_str("value"),
        }
    }
}

impl fmt::Display for TrendStat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Avg => f.write_str("avg"),
            Self::Min => f.write_str("min"),
            Self::Med => f.write_str("med"),
            Self::Max => f.write_str("max"),
            Self::Count => f.write_str("count"),
            Self::P(percent) => write!(f, "p({percent})"),
        }
    }
}

impl FromStr for TrendStat {
    type Err = ParseError;

    /// Reads `avg`, `min`, `med`, `max`, `count` or `p(N)`.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let mut cursor = Cursor::new(text);
        let stat = cursor.trend_stat()?;
        cursor.end("the name of a figure ends here")?;
        Ok(stat)
    }
}

impl TryFrom<String> for TrendStat {
    type Error = ParseError;

    fn try_from(text: String) -> Result<Self, ParseError> {
        text.parse()
    }
}

impl From<TrendStat> for String {
    fn from(stat: TrendStat) -> Self {
        stat.to_string()
    }
}

impl JsonSchema for TrendStat {
    fn schema_name() -> Cow<'static, str> {
        "TrendStat".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "A figure of a trend: `avg`, `min`, `med`, `max`, `count`, or `p(N)` with N from 0 to 100.",
            "pattern": "^(avg|min|med|max|count|p\\([0-9]+(\\.[0-9]+)?\\))$"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Aggregation, Operator, TrendStat};
    use crate::metric::{BlockPool, Histogram, MetricKind};

    #[test]
    fn names_are_read_back() {
        for text in ["avg", "min", "med", "max", "count", "p(95)", "p(99.9)", "p(0)", "p(100)"] {
            let stat: TrendStat = text.parse().expect(text);
            assert_eq!(stat.to_string(), text);
            assert_eq!(serde_json::to_string(&stat).expect("a string"), format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<TrendStat>(&format!("\"{text}\"")).expect(text), stat);
        }
    }

    #[test]
    fn wrong_names_are_pointed_at() {
        for (text, at) in [("", 0), ("mean", 0), ("p95", 1), ("p(101)", 2), ("p(-1)", 2), ("p(95", 4), ("avg,", 3)] {
            let error = text.parse::<TrendStat>().expect_err(text);
            assert_eq!(error.offset, at, "{text}: {error}");
        }
    }

    #[test]
    fn operators_compare() {
        use Operator::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
        for (operator, below, same, above) in [
            (Greater, false, false, true),
            (GreaterOrEqual, false, true, true),
            (Less, true, false, false),
            (LessOrEqual, true, true, false),
            (Equal, false, true, false),
            (NotEqual, true, false, true),
        ] {
            let got = [operator.holds(1.0, 2.0), operator.holds(2.0, 2.0), operator.holds(3.0, 2.0)];
            assert_eq!(got, [below, same, above], "{operator:?}");
        }
    }

    #[test]
    fn each_kind_has_its_aggregations() {
        use MetricKind::{Counter, Gauge, Rate, Trend};
        for (aggregation, kinds) in [
            (Aggregation::Count, vec![Counter]),
            (Aggregation::Rate, vec![Counter, Rate]),
            (Aggregation::Value, vec![Gauge]),
            (Aggregation::Avg, vec![Trend]),
            (Aggregation::Min, vec![Trend]),
            (Aggregation::Med, vec![Trend]),
            (Aggregation::Max, vec![Trend]),
            (Aggregation::P(95.0), vec![Trend]),
        ] {
            let fitting: Vec<_> =
                [Counter, Gauge, Rate, Trend].into_iter().filter(|&kind| aggregation.fits(kind)).collect();
            assert_eq!(fitting, kinds, "{aggregation}");
        }
    }

    #[test]
    fn figures_of_a_trend() {
        let (mut histogram, mut pool) = (Histogram::default(), BlockPool::new());
        assert_eq!((TrendStat::Avg.of(&histogram), TrendStat::Count.of(&histogram)), (None, Some(0.0)));
        for value in [1.0, 2.0, 3.0, 10.0] {
            histogram.record(value, &mut pool);
        }
        let figures = ["avg", "min", "med", "max", "count", "p(75)"]
            .map(|name| name.parse::<TrendStat>().expect(name).of(&histogram).expect("there are values"));
        assert_eq!(figures, [4.0, 1.0, 2.0, 10.0, 4.0, 3.001]);
    }
}
