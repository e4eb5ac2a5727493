//! Summaries of small made-up runs: every figure where it belongs, and a schema that fits.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use super::{ComponentSummary, ExitSummary, Facts, IterationCounts, LateSeconds, Summary, WorstLag, schema};
use crate::metric::{Aggregator, MetricId, Recorder, Registry, Shard, builtin};
use crate::plan::{Distribution, Executor, Grants, Limits, Plan, Scenario, SecretSource};
use crate::threshold::{Evaluator, Threshold, TrendStat};

fn scenario(name: &str, executor: Executor) -> Scenario {
    Scenario {
        name: name.to_owned(),
        exec: "run".to_owned(),
        executor,
        start_time: Duration::ZERO,
        graceful_stop: Duration::from_secs(30),
        env: BTreeMap::from([("TOKEN".to_owned(), "hunter2".to_owned())]),
        tags: BTreeMap::new(),
        share: None,
    }
}

fn plan(thresholds: &[(&str, &str)]) -> Plan {
    let open = Executor::ConstantArrivalRate {
        rate: 10,
        time_unit: Duration::from_secs(1),
        duration: Duration::from_secs(10),
        distribution: Distribution::Uniform,
        pre_allocated_vus: 1,
        max_vus: 1,
    };
    Plan {
        scenarios: vec![
            scenario("closed", Executor::ConstantVus { vus: 2, duration: Duration::from_secs(10) }),
            scenario("open", open),
        ],
        thresholds: thresholds.iter().map(|(on, text)| Threshold::parse(on, text).expect(text)).collect(),
        target: None,
        grants: Grants::default(),
        env: BTreeMap::from([("PASSWORD".to_owned(), "swordfish".to_owned())]),
        data: BTreeMap::new(),
        secrets: BTreeMap::from([("KEY".to_owned(), SecretSource::Command("echo swordfish".to_owned()))]),
        tags: BTreeMap::new(),
        setup_timeout: Duration::from_secs(60),
        teardown_timeout: Duration::from_secs(60),
        min_iteration_duration: Duration::ZERO,
        seed: 7,
        limits: Limits { vu_memory: 1, guest_stall: Duration::from_secs(5), series: 100 },
        summary_trend_stats: vec![TrendStat::P(99.9)],
    }
}

/// A metric, tags, and a value.
type Sample<'a> = (MetricId, &'a [(&'a str, &'a str)], f64);

/// The summary of a run of 10 seconds with those samples, all at its end.
fn summary(plan: &Plan, samples: &[Sample<'_>], iterations: &[IterationCounts]) -> Summary {
    let registry = Registry::new(plan.limits.series);
    let shard = Shard::new(Arc::clone(&registry));
    let mut aggregator = Aggregator::new(Arc::clone(&registry), vec![Arc::clone(&shard)], &plan.thresholds);
    let mut recorder = Recorder::new(shard);
    for &(metric, tags, value) in samples {
        let tags = registry.tag_set(tags.iter().copied());
        recorder.add(metric, tags, value);
    }
    drop(recorder);
    let duration = Duration::from_secs(10);
    aggregator.collect(duration);
    let mut late = LateSeconds::default();
    late.note(Duration::from_millis(2500), Duration::from_millis(15));
    let verdicts = Evaluator::new(&plan.thresholds).finish(&aggregator);
    Summary::new(Facts {
        plan,
        aggregator: &aggregator,
        verdicts: &verdicts,
        every_series: true,
        iterations,
        duration,
        workers: 2,
        late: &late,
        started_at: "2026-01-02T03:04:05Z".to_owned(),
        component: ComponentSummary { name: "a.wasm".to_owned(), digest: "sha256:0".to_owned() },
        versions: BTreeMap::from([("wasmload".to_owned(), "0.1.0".to_owned())]),
        exit: ExitSummary { code: 0, name: "success".to_owned(), reason: None },
    })
}

#[test]
fn every_kind_has_its_figures() {
    let samples = [
        (builtin::HTTP_REQS, &[][..], 5.0),
        (builtin::HTTP_REQ_FAILED, &[], 1.0),
        (builtin::HTTP_REQ_FAILED, &[], 0.0),
        (builtin::HTTP_REQ_FAILED, &[], 0.0),
        (builtin::HTTP_REQ_FAILED, &[], 0.0),
        (builtin::HTTP_REQ_DURATION, &[], 10.0),
        (builtin::HTTP_REQ_DURATION, &[], 20.0),
        (builtin::VUS, &[("scenario", "closed")], 2.0),
        (builtin::VUS, &[("scenario", "open")], 1.0),
    ];
    let json = serde_json::to_value(summary(&plan(&[]), &samples, &[])).expect("it is data");
    let metrics = &json["metrics"];
    assert_eq!(
        metrics["http_reqs"],
        json!({"type": "counter", "contains": "default", "values": {"count": 5.0, "rate": 0.5}})
    );
    assert_eq!(metrics["http_req_failed"]["values"], json!({"rate": 0.25, "passes": 1.0, "fails": 3.0}));
    assert_eq!(metrics["vus"]["values"], json!({"value": 3.0, "min": 3.0, "max": 3.0}));
    let trend = &metrics["http_req_duration"];
    assert_eq!((&trend["type"], &trend["contains"]), (&json!("trend"), &json!("time")));
    assert_eq!(
        trend["values"],
        json!({"avg": 15.0, "count": 2.0, "max": 20.0, "med": 10.007, "min": 10.0,
            "p(90)": 20.0, "p(95)": 20.0, "p(99)": 20.0, "p(99.9)": 20.0})
    );
    assert_eq!(metrics.as_object().map(serde_json::Map::len), Some(4));
}

#[test]
fn thresholds_and_what_they_select_are_there() {
    let plan = plan(&[
        ("http_req_duration{scenario:open}", "p(95)<15"),
        ("http_req_duration{scenario:open}", "max<100 over 5s"),
        ("http_req_duration", "max<15"),
        ("checks", "rate>0.9"),
        ("dropped_iterations{scenario:open}", "count<1"),
    ]);
    let samples = [
        (builtin::HTTP_REQ_DURATION, &[("scenario", "open")][..], 10.0),
        (builtin::HTTP_REQ_DURATION, &[("scenario", "closed")], 20.0),
    ];
    let summary = summary(&plan, &samples, &[]);
    let part = &summary.metrics["http_req_duration{scenario:open}"];
    assert_eq!(part.values["max"], 10.0);
    let states: Vec<_> = part.thresholds.iter().map(|(text, state)| (text.as_str(), state.ok)).collect();
    assert_eq!(states, [("max<100 over 5s", true), ("p(95)<15", true)]);
    assert!(!summary.metrics["http_req_duration"].thresholds["max<15"].ok);
    assert_eq!(
        summary.metrics["checks"].values,
        BTreeMap::from([("fails".to_owned(), 0.0), ("passes".to_owned(), 0.0)])
    );
    assert_eq!(summary.metrics["dropped_iterations{scenario:open}"].values["count"], 0.0);
    let found: Vec<_> = summary.thresholds.iter().map(|one| (one.metric.as_str(), one.observed, one.ok)).collect();
    assert_eq!(
        found,
        [
            ("http_req_duration{scenario:open}", Some(10.0), true),
            ("http_req_duration{scenario:open}", Some(10.0), true),
            ("http_req_duration", Some(20.0), false),
            ("checks", None, true),
            ("dropped_iterations{scenario:open}", Some(0.0), true),
        ]
    );
}

#[test]
fn checks_are_counted_by_name_and_group() {
    let samples = [
        (builtin::CHECKS, &[("check", "b"), ("scenario", "open")][..], 1.0),
        (builtin::CHECKS, &[("check", "b"), ("scenario", "closed")], 0.0),
        (builtin::CHECKS, &[("check", "a"), ("group", "::login")], 1.0),
        (builtin::CHECKS, &[("check", "a")], 1.0),
        (builtin::CHECKS, &[], 1.0),
    ];
    let summary = summary(&plan(&[]), &samples, &[]);
    let checks: Vec<_> = summary
        .checks
        .iter()
        .map(|check| (check.name.as_str(), check.group.as_str(), check.passes, check.fails))
        .collect();
    assert_eq!(checks, [("b", "", 1, 1), ("a", "::login", 1, 0), ("a", "", 1, 0)]);
}

#[test]
fn series_are_sorted_and_have_figures_of_their_own() {
    let samples = [
        (builtin::ITERATIONS, &[("scenario", "open")][..], 3.0),
        (builtin::CHECKS, &[("scenario", "open"), ("check", "b")], 0.0),
        (builtin::ITERATIONS, &[("scenario", "closed")], 4.0),
        (builtin::CHECKS, &[("scenario", "open"), ("check", "b")], 1.0),
        (builtin::ITERATIONS, &[], 5.0),
    ];
    let json = serde_json::to_value(summary(&plan(&[]), &samples, &[])).expect("it is data");
    assert_eq!(
        json["series"],
        json!([
            {"metric": "checks", "tags": {"check": "b", "scenario": "open"},
                "values": {"rate": 0.5, "passes": 1.0, "fails": 1.0}},
            {"metric": "iterations", "tags": {}, "values": {"count": 5.0, "rate": 0.5}},
            {"metric": "iterations", "tags": {"scenario": "closed"}, "values": {"count": 4.0, "rate": 0.4}},
            {"metric": "iterations", "tags": {"scenario": "open"}, "values": {"count": 3.0, "rate": 0.3}},
        ])
    );
}

#[test]
fn scenarios_have_their_parts() {
    let samples = [
        (builtin::ITERATIONS, &[("scenario", "open")][..], 3.0),
        (builtin::ITERATIONS, &[("scenario", "closed")], 4.0),
        (builtin::VUS_MAX, &[("scenario", "closed")], 2.0),
    ];
    let counts = IterationCounts { started: 5, completed: 4, failed: 1, interrupted: 1, dropped: 0 };
    let summary = summary(&plan(&[]), &samples, &[counts]);
    let [closed, open] = &summary.scenarios[..] else { panic!("there are two") };
    assert_eq!(
        (closed.name.as_str(), closed.executor.as_str(), closed.exec.as_str()),
        ("closed", "constant-vus", "run")
    );
    assert_eq!((closed.vus_max, closed.iterations), (2, counts));
    assert_eq!(closed.metrics["iterations"].values["count"], 4.0);
    assert_eq!((open.vus_max, open.iterations), (0, IterationCounts::default()));
    assert_eq!(open.metrics["iterations"].values["rate"], 0.3);
    assert!(!open.metrics.contains_key("vus_max"));
    assert_eq!(summary.metrics["iterations"].values["count"], 7.0);
}

#[test]
fn the_generator_is_judged_by_its_own_figures() {
    let calm = [
        (builtin::GENERATOR_CPU, &[][..], 0.5),
        (builtin::GENERATOR_CPU, &[], 0.3),
        (builtin::GENERATOR_MEMORY, &[], 1e6),
        (builtin::GENERATOR_BUSY, &[], 0.2),
        (builtin::GENERATOR_BUSY, &[], 0.6),
        (builtin::GENERATOR_CORE_WAIT, &[], 0.25),
        (builtin::GENERATOR_LAG, &[], 1.0),
        (builtin::ITERATION_LATENESS, &[("scenario", "open")], 0.5),
    ];
    let of = |dropped| IterationCounts { started: 90, dropped, ..IterationCounts::default() };
    let one = summary(&plan(&[]), &calm, &[of(0), of(10)]).generator;
    assert_eq!((one.cpu_mean, one.cpu_max, one.memory_max), (Some(0.4), Some(0.5), Some(1e6)));
    assert_eq!((one.busy_mean, one.busy_p90, one.core_wait_mean), (Some(0.4), Some(0.6), Some(0.25)));
    assert_eq!((one.lag_p99, one.lateness_p99, one.workers), (Some(1.0), Some(0.5), 2));
    assert_eq!((one.late_seconds, one.worst_lag), (1, Some(WorstLag { second: 3, lag_ms: 15.0 })));
    assert!(!one.saturated && one.reasons.is_empty() && one.cautions.is_empty());
    assert!(one.undelivered[0].contains("10 of 100 iterations"), "{:?}", one.undelivered);
    let late: Vec<_> = (0..100).map(|_| (builtin::GENERATOR_LAG, &[][..], 30.0)).collect();
    let two = summary(&plan(&[]), &late, &[of(5), of(0)]).generator;
    assert!(two.saturated, "{two:?}");
    assert_eq!(
        two.reasons,
        ["its timers fired up to 30.0 ms late (p99); late in 1 of 10 seconds, and the most, 15.0 ms, in second 3"]
    );
    assert!(two.undelivered[0].contains("5 iterations were left over"), "{:?}", two.undelivered);
}

#[test]
fn variables_are_named_and_not_shown() {
    let text = serde_json::to_string(&summary(&plan(&[]), &[], &[])).expect("it is data");
    assert!(text.contains("PASSWORD") && text.contains("TOKEN"));
    assert!(!text.contains("swordfish") && !text.contains("hunter2"));
}

#[test]
fn it_is_read_back_as_it_was() {
    let plan = plan(&[("http_reqs", "count>1")]);
    let before = summary(&plan, &[(builtin::HTTP_REQS, &[], 1.0)], &[]);
    let text = serde_json::to_string(&before).expect("it is data");
    assert_eq!(serde_json::from_str::<Summary>(&text).expect("it fits"), before);
    assert_eq!((before.seed, before.duration_ms, before.exit.code), (7, 10_000.0, 0));
}

#[test]
fn the_schema_knows_every_key() {
    let schema = schema();
    let json = serde_json::to_value(summary(&plan(&[]), &[], &[])).expect("it is data");
    let known = schema["properties"].as_object().expect("there are properties");
    for key in json.as_object().expect("it is an object").keys() {
        assert!(known.contains_key(key), "{key}");
    }
    assert_eq!(schema["title"], "wasmload summary");
    for definition in schema["$defs"].as_object().expect("there are definitions").values() {
        assert!(definition.get("description").is_some(), "{definition}");
    }
}
