//! What a test must show to pass: k6's thresholds, with a window and a warm-up besides. Not the figures they look at.

mod cursor;
mod evaluate;
mod names;
mod parse;
mod selector;
mod stat;

use std::fmt;
use std::time::Duration;

use serde::{Serialize, Serializer};
use thiserror::Error;

pub use evaluate::{Evaluator, Verdict};
pub use names::{UnknownMetric, unfit_metrics, unknown_metrics};
pub use parse::ParseError;
pub use selector::Selector;
pub use stat::{Aggregation, Operator, TrendStat};

use crate::metric::MetricKind;

/// One thing that must hold for a test to pass.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Threshold {
    /// Which samples it looks at.
    #[serde(rename = "metric")]
    pub selector: Selector,
    /// Its expression as it was written.
    #[serde(rename = "threshold")]
    pub source: String,
    /// What is computed of the samples.
    #[serde(skip)]
    pub aggregation: Aggregation,
    /// How that is compared.
    #[serde(skip)]
    pub operator: Operator,
    /// With what.
    #[serde(skip)]
    pub value: f64,
    /// Only so much time, before the moment of looking, counts; whole seconds. `None`: all the time.
    #[serde(skip)]
    pub window: Option<Duration>,
    /// So much time at the beginning of the load does not count; whole seconds.
    #[serde(skip)]
    pub warm_up: Duration,
    /// Whether the test ends when it does not hold.
    pub abort_on_fail: bool,
    /// But not before this time.
    #[serde(serialize_with = "duration_as_text")]
    pub delay_abort_eval: Duration,
}

/// An aggregation that the metric's kind does not have.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{aggregation}` does not fit `{metric}`, which is a {}", kind.name())]
pub struct KindError {
    /// The selector, as it was written.
    pub metric: String,
    /// The aggregation.
    pub aggregation: String,
    /// What the metric is.
    pub kind: MetricKind,
    /// What would fit, in words.
    pub hint: String,
}

impl Threshold {
    /// Reads a threshold from the two texts that a plan has for it, such as `http_req_duration{scenario:devs}` and
    /// `p(95)<500 over 30s`. It does not abort the test; set the fields for that.
    ///
    /// # Errors
    /// One of them is not well formed; the error says which ([`ParseError::text`]) and points at the character.
    pub fn parse(selector: &str, expression: &str) -> Result<Self, ParseError> {
        let selector = Selector::parse(selector)?;
        let parsed = parse::expression(expression)?;
        Ok(Self {
            selector,
            source: expression.trim().to_owned(),
            aggregation: parsed.aggregation,
            operator: parsed.operator,
            value: parsed.value,
            window: parsed.window,
            warm_up: parsed.warm_up,
            abort_on_fail: false,
            delay_abort_eval: Duration::ZERO,
        })
    }

    /// Checks that a metric of that kind has the aggregation.
    ///
    /// # Errors
    /// It has not; the hint says which it has.
    pub fn check_kind(&self, kind: MetricKind) -> Result<(), KindError> {
        if self.aggregation.fits(kind) {
            return Ok(());
        }
        Err(KindError {
            metric: self.selector.to_string(),
            aggregation: self.aggregation.to_string(),
            kind,
            hint: format!("a {} has {}", kind.name(), Aggregation::names_for(kind)),
        })
    }
}

fn duration_as_text<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&crate::plan::duration::format(*duration))
}

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.selector, self.source)
    }
}
