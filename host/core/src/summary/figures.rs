//! The figures of one metric, by its kind. Not which metrics there are.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::metric::Sink;
use crate::threshold::TrendStat;

/// The figures of a sink. `stats` are what a trend has beyond those that it always has; `duration` is the time that a
/// counter's rate is for.
pub(super) fn values(sink: &Sink, stats: &[TrendStat], duration: Duration) -> BTreeMap<String, f64> {
    let mut values = BTreeMap::new();
    let mut put = |name: String, value: Option<f64>| {
        // A sum that overflowed is no number in JSON.
        if let Some(value) = value.filter(|value| value.is_finite()) {
            values.insert(name, value);
        }
    };
    match sink {
        Sink::Counter(counter) => {
            let seconds = duration.as_secs_f64();
            let count = counter.sum.value();
            put("count".to_owned(), Some(count));
            put("rate".to_owned(), Some(if seconds > 0.0 { count / seconds } else { 0.0 }));
        }
        Sink::Gauge(gauge) if gauge.samples > 0 => {
            for (name, value) in [("value", gauge.last), ("min", gauge.min), ("max", gauge.max)] {
                put(name.to_owned(), Some(value));
            }
        }
        Sink::Gauge(_) => {}
        Sink::Rate(rate) => {
            put("rate".to_owned(), rate.share());
            // A float counts exactly to 2^53.
            put("passes".to_owned(), Some(rate.passes as f64));
            put("fails".to_owned(), Some((rate.total - rate.passes) as f64));
        }
        Sink::Trend(histogram) => {
            for stat in TrendStat::DEFAULT.iter().chain(&[TrendStat::Count]).chain(stats) {
                put(stat.to_string(), stat.of(histogram));
            }
        }
    }
    values
}
