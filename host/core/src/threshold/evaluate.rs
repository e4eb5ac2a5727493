//! Whether thresholds hold, second by second and in the end. Not what they look at: the aggregator's views hold that.

use std::time::Duration;

use super::{Aggregation, Threshold};
use crate::metric::{Aggregator, MetricKind, Sink, View};

/// What was found of a threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// Its position among the thresholds.
    pub threshold: usize,
    /// The figure that was compared: of the first window that failed, if one did. `None` if there were no samples, which
    /// counts as passed; a counter without samples is 0 and is compared.
    pub observed: Option<f64>,
    /// Whether it holds.
    pub passed: bool,
    /// Whether the test ends, or ended, because of it.
    pub abort: bool,
    /// When it ended the test or, with a window, when the first window ended that failed: the time since the load began.
    pub failed_at: Option<Duration>,
}

/// Whether thresholds hold.
///
/// A threshold without a window is judged anew each time, on everything since its warm-up. One with a window must hold in
/// every window: one that failed stays failed, however calm the end. Only full windows count, except when the whole test
/// is shorter. A threshold that ended the test stays failed, too.
#[derive(Debug)]
pub struct Evaluator {
    thresholds: Vec<Threshold>,
    failed: Vec<Option<Verdict>>,
}

impl Evaluator {
    /// For those thresholds, which the aggregator must have been made with, in that order.
    pub fn new(thresholds: &[Threshold]) -> Self {
        Self { thresholds: thresholds.to_vec(), failed: vec![None; thresholds.len()] }
    }

    /// The thresholds.
    pub fn thresholds(&self) -> &[Threshold] {
        &self.thresholds
    }

    /// Judges what was collected so far, while the test goes on. Once for each collection is right.
    pub fn evaluate(&mut self, aggregator: &Aggregator) -> Vec<Verdict> {
        self.judge(aggregator, false)
    }

    /// Judges everything, after the last collection.
    pub fn finish(&mut self, aggregator: &Aggregator) -> Vec<Verdict> {
        self.judge(aggregator, true)
    }

    fn judge(&mut self, aggregator: &Aggregator, last: bool) -> Vec<Verdict> {
        let elapsed = aggregator.elapsed();
        let mut verdicts = Vec::with_capacity(self.thresholds.len());
        for (position, threshold) in self.thresholds.iter().enumerate() {
            if let Some(failed) = self.failed[position] {
                verdicts.push(failed);
                continue;
            }
            let view = aggregator.view(position);
            let kind = kind_of(threshold, view, aggregator);
            let observed = observe(threshold.aggregation, kind, view);
            let holds = observed.is_none_or(|observed| threshold.operator.holds(observed, threshold.value));
            let windowed = threshold.window.is_some();
            let counts = !windowed || last || view.is_some_and(View::is_full);
            let passed = holds || !counts;
            // A counter that nobody has added to yet is no reason to end a test.
            let seen = view.is_some_and(|view| view.sink().is_some()) || windowed;
            let abort = !passed && !last && threshold.abort_on_fail && seen && elapsed >= threshold.delay_abort_eval;
            let failed_at = (abort || windowed && !passed).then_some(elapsed);
            let verdict = Verdict { threshold: position, observed, passed, abort, failed_at };
            // One with a window that may still end the test is not settled before it did.
            if failed_at.is_some() && (abort || !threshold.abort_on_fail || last) {
                self.failed[position] = Some(verdict);
            }
            verdicts.push(verdict);
        }
        verdicts
    }
}

fn kind_of(threshold: &Threshold, view: Option<&View>, aggregator: &Aggregator) -> Option<MetricKind> {
    view.and_then(View::kind).or_else(|| {
        let registry = aggregator.registry();
        Some(registry.metric(registry.find(&threshold.selector.metric)?)?.kind)
    })
}

/// The figure to compare.
fn observe(aggregation: Aggregation, kind: Option<MetricKind>, view: Option<&View>) -> Option<f64> {
    let Some((view, sink)) = view.and_then(|view| Some((view, view.sink()?))) else {
        let counts = matches!(aggregation, Aggregation::Count | Aggregation::Rate);
        return (counts && kind == Some(MetricKind::Counter)).then_some(0.0);
    };
    match (aggregation, sink) {
        (Aggregation::Count, Sink::Counter(counter)) => Some(counter.sum.value()),
        (Aggregation::Rate, Sink::Counter(counter)) => Some(per_second(counter.sum.value(), view.span())),
        (Aggregation::Rate, Sink::Rate(rate)) => rate.share(),
        (Aggregation::Value, Sink::Gauge(gauge)) => Some(gauge.last),
        (aggregation, Sink::Trend(histogram)) => aggregation.of_trend()?.of(histogram),
        // `Threshold::check_kind` keeps such a threshold out.
        _ => None,
    }
}

/// A sum for each second; 0 when no time has passed.
fn per_second(sum: f64, span: Duration) -> f64 {
    if span.is_zero() { 0.0 } else { sum / span.as_secs_f64() }
}

#[cfg(test)]
#[path = "evaluate_tests.rs"]
mod tests;
