//! Thresholds against synthetic seconds: what they see, when they fail, and when they end a test.

use std::sync::Arc;
use std::time::Duration;

use super::{Evaluator, Verdict};
use crate::metric::{Aggregator, Recorder, Registry, Shard, TagSetId, builtin};
use crate::threshold::Threshold;

struct Run {
    registry: Arc<Registry>,
    recorder: Recorder,
    aggregator: Aggregator,
    evaluator: Evaluator,
    elapsed: Duration,
}

impl Run {
    fn new(thresholds: &[Threshold]) -> Self {
        let registry = Registry::new(100);
        let shard = Shard::new(Arc::clone(&registry));
        let aggregator = Aggregator::new(Arc::clone(&registry), vec![Arc::clone(&shard)], thresholds);
        let evaluator = Evaluator::new(thresholds);
        Self { registry, recorder: Recorder::new(shard), aggregator, evaluator, elapsed: Duration::ZERO }
    }

    fn collect(&mut self, after: Duration) {
        self.recorder.flush();
        self.elapsed += after;
        self.aggregator.collect(self.elapsed);
    }

    /// One second in which trends get those values.
    fn second(&mut self, values: &[f64]) -> Verdict {
        for &value in values {
            self.recorder.add(builtin::HTTP_REQ_DURATION, TagSetId::EMPTY, value);
            self.recorder.add(builtin::HTTP_REQS, TagSetId::EMPTY, 1.0);
        }
        self.collect(Duration::from_secs(1));
        self.evaluator.evaluate(&self.aggregator)[0]
    }

    fn finish(&mut self) -> Verdict {
        self.evaluator.finish(&self.aggregator)[0]
    }
}

fn threshold(selector: &str, text: &str) -> Threshold {
    Threshold::parse(selector, text).expect(text)
}

fn one(selector: &str, text: &str) -> Run {
    Run::new(&[threshold(selector, text)])
}

#[test]
fn without_a_window_the_whole_run_counts() {
    let mut run = one("http_req_duration", "max<10");
    assert!(run.second(&[5.0]).passed);
    let failed = run.second(&[12.0]);
    assert_eq!((failed.observed, failed.passed, failed.abort, failed.failed_at), (Some(12.0), false, false, None));
    assert_eq!(run.second(&[5.0]).observed, Some(12.0));
    let mut run = one("http_req_duration", "avg<10");
    assert!(!run.second(&[12.0]).passed);
    assert!(run.second(&[1.0]).passed, "it is judged anew");
    assert_eq!(run.finish().observed, Some(6.5));
}

#[test]
fn a_window_must_hold_each_time_once_it_is_full() {
    let mut run = one("http_req_duration", "max<10 over 3s");
    let early = run.second(&[50.0]);
    assert_eq!((early.observed, early.passed), (Some(50.0), true), "the window is not full");
    assert!(run.second(&[1.0]).passed);
    let failed = run.second(&[1.0]);
    assert_eq!((failed.observed, failed.passed), (Some(50.0), false), "seconds 1 to 3");
    assert_eq!(failed.failed_at, Some(Duration::from_secs(3)));
    run.second(&[1.0]);
    assert_eq!(run.finish(), failed, "a window that failed stays failed");
}

#[test]
fn the_value_at_the_edge_of_a_window_leaves_exactly() {
    let mut run = one("http_req_duration", "max<10 over 3s");
    for _ in 0..2 {
        run.second(&[1.0]);
    }
    let mut seen = Vec::new();
    for values in [[7.0], [1.0], [1.0], [1.0], [1.0]] {
        seen.push(run.second(&values).observed.expect("there are samples"));
    }
    assert_eq!(seen, [7.0, 7.0, 7.0, 1.0, 1.0]);
}

#[test]
fn a_test_shorter_than_its_window_is_judged_at_the_end() {
    let mut run = one("http_req_duration", "max<10 over 30s");
    assert!(run.second(&[50.0]).passed);
    let last = run.finish();
    assert_eq!((last.observed, last.passed, last.abort), (Some(50.0), false, false));
}

#[test]
fn a_warm_up_is_left_out_exactly() {
    let mut run = one("http_req_duration", "max<10 after 2s");
    assert_eq!(run.second(&[50.0]).observed, None);
    assert_eq!(run.second(&[50.0]).observed, None);
    assert_eq!(run.second(&[5.0]).observed, Some(5.0));
    assert!(run.finish().passed);
}

#[test]
fn rates_of_counters_are_for_each_second_that_counts() {
    for (text, expected) in [
        ("rate>0", 2.5),
        ("rate>0 over 2s", 3.5),
        ("rate>0 after 3s", 4.0),
        ("rate>0 over 2s after 3s", 4.0),
        ("rate>0 over 1s", 4.0),
    ] {
        let mut run = one("http_reqs", text);
        let mut last = None;
        for count in 1..=4 {
            last = run.second(&vec![1.0; count]).observed;
        }
        assert_eq!(last, Some(expected), "{text}");
    }
}

#[test]
fn a_late_collection_is_divided_by_the_time_that_it_took() {
    let mut run = one("http_reqs", "rate>0 over 2s");
    for millis in [1000, 1000, 1250] {
        for _ in 0..millis {
            run.recorder.add(builtin::HTTP_REQS, TagSetId::EMPTY, 1.0);
        }
        run.collect(Duration::from_millis(millis));
    }
    assert_eq!(run.finish().observed, Some(1000.0));
}

#[test]
fn abort_waits_for_its_delay() {
    let mut list = [threshold("http_req_duration", "max<10")];
    list[0].abort_on_fail = true;
    list[0].delay_abort_eval = Duration::from_secs(3);
    let mut run = Run::new(&list);
    for _ in 0..2 {
        let early = run.second(&[50.0]);
        assert_eq!((early.passed, early.abort), (false, false));
    }
    let due = run.second(&[50.0]);
    assert_eq!((due.passed, due.abort, due.failed_at), (false, true, Some(Duration::from_secs(3))));
    assert_eq!(run.finish(), due, "it ended the test, and stays failed");
}

#[test]
fn a_window_that_failed_too_early_may_end_the_test_later() {
    let mut list = [threshold("http_req_duration", "max<10 over 1s")];
    list[0].abort_on_fail = true;
    list[0].delay_abort_eval = Duration::from_secs(2);
    let mut run = Run::new(&list);
    assert!(!run.second(&[50.0]).abort);
    assert!(run.second(&[50.0]).abort);
}

#[test]
fn no_samples_pass_but_counters_are_zero() {
    for (selector, text, observed, passed) in [
        ("http_req_duration", "p(95)<5", None, true),
        ("http_req_duration", "p(95)<5 over 1s", None, true),
        ("http_req_failed", "rate<0.01", None, true),
        ("vus", "value>1", None, true),
        ("http_reqs", "count>1", Some(0.0), false),
        ("http_reqs", "rate<1", Some(0.0), true),
        ("nothing", "count>1", None, true),
        ("http_reqs{scenario:a}", "count==0", Some(0.0), true),
    ] {
        let mut list = [threshold(selector, text)];
        list[0].abort_on_fail = true;
        let mut run = Run::new(&list);
        let going = run.second(&[]);
        assert_eq!((going.observed, going.passed, going.abort), (observed, passed, false), "{selector}: {text}");
        assert_eq!(run.finish().passed, passed);
    }
}

#[test]
fn sub_metrics_see_their_tags_only() {
    let mut run = Run::new(&[
        threshold("checks{check:a}", "rate>0.9"),
        threshold("checks{check:a,scenario:x}", "rate>0.9"),
        threshold("checks", "rate>0.9"),
    ]);
    for (pairs, value) in [
        (vec![("check", "a")], 1.0),
        (vec![("check", "a"), ("scenario", "x"), ("z", "1")], 0.0),
        (vec![("check", "b")], 0.0),
    ] {
        let tags = run.registry.tag_set(pairs);
        run.recorder.add(builtin::CHECKS, tags, value);
    }
    run.collect(Duration::from_secs(1));
    let observed: Vec<_> = run.evaluator.finish(&run.aggregator).iter().map(|verdict| verdict.observed).collect();
    assert_eq!(observed, [Some(0.5), Some(0.0), Some(1.0 / 3.0)]);
}

#[test]
fn gauges_are_judged_by_the_sum_over_scenarios() {
    let mut run = Run::new(&[threshold("vus", "value>4"), threshold("vus{scenario:a}", "value>4")]);
    for (scenario, value) in [("a", 3.0), ("b", 2.0)] {
        let tags = run.registry.tag_set([("scenario", scenario)]);
        run.recorder.add(builtin::VUS, tags, value);
    }
    run.collect(Duration::from_secs(1));
    let verdicts = run.evaluator.finish(&run.aggregator);
    assert_eq!((verdicts[0].observed, verdicts[0].passed), (Some(5.0), true));
    assert_eq!((verdicts[1].observed, verdicts[1].passed), (Some(3.0), false));
}
