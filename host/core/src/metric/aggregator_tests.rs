//! Several shards against one list of samples: nothing lost; and what ten thousand series cost.

use std::sync::Arc;
use std::time::Duration;

use proptest::prelude::*;

use super::Aggregator;
use crate::metric::{BlockPool, Histogram, MetricKind, Recorder, Registry, Shard, Sink, TagSetId, Unit, builtin};
use crate::threshold::Threshold;

fn shards(registry: &Arc<Registry>, count: usize) -> Vec<Arc<Shard>> {
    (0..count).map(|_| Shard::new(Arc::clone(registry))).collect()
}

fn trend(sink: Option<&Sink>) -> &Histogram {
    match sink {
        Some(Sink::Trend(histogram)) => histogram,
        other => panic!("{other:?} is no trend"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn shards_and_seconds_do_not_matter(samples in prop::collection::vec((0..3_usize, 0..4_usize, 0.0..5000.0, 0..10_u8), 0..300)) {
        let registry = Registry::new(100);
        let shards = shards(&registry, 3);
        let threshold = Threshold::parse("http_req_duration{n:1}", "p(95)<500").expect("it is one");
        let mut aggregator = Aggregator::new(Arc::clone(&registry), shards.clone(), std::slice::from_ref(&threshold));
        let mut recorders: Vec<_> = shards.iter().map(|shard| Recorder::new(Arc::clone(shard))).collect();
        let (mut whole, mut part, mut pool) = (Histogram::default(), Histogram::default(), BlockPool::new());
        let mut elapsed = 0;
        for &(shard, tag, value, chance) in &samples {
            let tags = registry.tag_set([("n", tag.to_string())]);
            recorders[shard].add(builtin::HTTP_REQ_DURATION, tags, value);
            whole.record(value, &mut pool);
            if tag == 1 {
                part.record(value, &mut pool);
            }
            if chance == 0 {
                recorders.iter_mut().for_each(Recorder::flush);
                elapsed += 1;
                aggregator.collect(Duration::from_secs(elapsed));
            }
        }
        drop(recorders);
        aggregator.collect(Duration::from_secs(elapsed + 1));
        let same = |ours: Option<&Sink>, expected: &Histogram| {
            if expected.count() == 0 {
                return ours.is_none();
            }
            let ours = trend(ours);
            ours.buckets().eq(expected.buckets()) && ours.min() == expected.min() && ours.max() == expected.max()
        };
        prop_assert!(same(aggregator.total(builtin::HTTP_REQ_DURATION), &whole));
        prop_assert!(same(aggregator.selected(&threshold.selector), &part));
        let by_series: u64 = aggregator.series().map(|(_, _, sink)| sink.samples()).sum();
        prop_assert_eq!(by_series, whole.count());
    }
}

#[test]
fn snapshots_do_not_change() {
    let registry = Registry::new(100);
    let shards = shards(&registry, 1);
    let mut aggregator = Aggregator::new(Arc::clone(&registry), shards.clone(), &[]);
    aggregator.keep_deltas(true);
    let mut recorder = Recorder::new(Arc::clone(&shards[0]));
    let tags = registry.tag_set([("a", "1")]);
    let mut snapshots = Vec::new();
    for (second, count) in [(1, 2), (2, 3), (3, 0)] {
        for _ in 0..count {
            recorder.add(builtin::HTTP_REQS, tags, 1.0);
            recorder.add(builtin::HTTP_REQ_DURATION, tags, 5.0);
        }
        recorder.flush();
        aggregator.collect(Duration::from_secs(second));
        snapshots.push(aggregator.snapshot());
    }
    let counts: Vec<f64> = snapshots.iter().map(|snapshot| snapshot.count(builtin::HTTP_REQS)).collect();
    assert_eq!(counts, [2.0, 5.0, 5.0]);
    let trends: Vec<u64> =
        snapshots.iter().map(|snapshot| trend(snapshot.total(builtin::HTTP_REQ_DURATION)).count()).collect();
    assert_eq!(trends, [2, 5, 5]);
    let deltas: Vec<Vec<u64>> =
        snapshots.iter().map(|snapshot| snapshot.deltas.iter().map(|delta| delta.sink.samples()).collect()).collect();
    assert_eq!(deltas, [vec![2, 2], vec![3, 3], vec![]]);
    assert_eq!((&*snapshots[1].deltas[0].metric.name, &*snapshots[1].deltas[0].tags[0].1), ("http_reqs", "1"));
    assert_eq!((snapshots[2].elapsed, snapshots[2].interval), (Duration::from_secs(3), Duration::from_secs(1)));
    assert!(snapshots[0].total(builtin::CHECKS).is_none());
    aggregator.keep_deltas(false);
    recorder.add(builtin::HTTP_REQS, tags, 1.0);
    drop(recorder);
    aggregator.collect(Duration::from_secs(4));
    assert!(aggregator.snapshot().deltas.is_empty());
}

#[test]
fn vus_of_scenarios_add_up() {
    let registry = Registry::new(100);
    let shards = shards(&registry, 2);
    let mut aggregator = Aggregator::new(Arc::clone(&registry), shards.clone(), &[]);
    let scenarios = ["a", "b"].map(|name| registry.tag_set([("scenario", name)]));
    for (second, values) in [(1, [3.0, 0.0]), (2, [5.0, 4.0]), (3, [0.0, 2.0])] {
        for ((shard, tags), value) in shards.iter().zip(scenarios).zip(values) {
            Recorder::new(Arc::clone(shard)).add(builtin::VUS, tags, value);
        }
        aggregator.collect(Duration::from_secs(second));
    }
    let Some(Sink::Gauge(vus)) = aggregator.total(builtin::VUS) else { panic!("it is a gauge") };
    assert_eq!((vus.last, vus.min, vus.max), (2.0, 2.0, 9.0));
    let by_scenario = aggregator.by_tag("scenario");
    let Some(Sink::Gauge(vus)) = by_scenario["a"].get(&builtin::VUS) else { panic!("it is a gauge") };
    assert_eq!((vus.last, vus.min, vus.max), (0.0, 0.0, 5.0));
}

#[test]
fn groups_by_tag_leave_others_out() {
    let registry = Registry::new(100);
    let shards = shards(&registry, 1);
    let mut aggregator = Aggregator::new(Arc::clone(&registry), shards.clone(), &[]);
    let mut recorder = Recorder::new(Arc::clone(&shards[0]));
    for pairs in [vec![("scenario", "a")], vec![("scenario", "a"), ("z", "1")], vec![("scenario", "b")], vec![]] {
        let tags = registry.tag_set(pairs);
        recorder.add(builtin::ITERATIONS, tags, 1.0);
    }
    drop(recorder);
    aggregator.collect(Duration::from_secs(1));
    let groups = aggregator.by_tag("scenario");
    let counts: Vec<_> =
        groups.iter().map(|(name, metrics)| (&**name, metrics[&builtin::ITERATIONS].samples())).collect();
    assert_eq!(counts, [("a", 2), ("b", 1)]);
    assert_eq!(aggregator.total(builtin::ITERATIONS).map(Sink::samples), Some(4));
}

#[test]
fn totals_stay_right_beyond_the_limit_and_thresholds_too() {
    let registry = Registry::new(5);
    let shards = shards(&registry, 2);
    let threshold = Threshold::parse("http_reqs{status:500}", "count>1").expect("it is one");
    let mut aggregator = Aggregator::new(Arc::clone(&registry), shards.clone(), std::slice::from_ref(&threshold));
    for number in 0..1000 {
        let status = if number % 10 == 0 { "500" } else { "200" };
        let tags = registry.tag_set([("url", number.to_string().as_str()), ("status", status)]);
        Recorder::new(Arc::clone(&shards[number % 2])).add(builtin::HTTP_REQS, tags, 1.0);
    }
    aggregator.collect(Duration::from_secs(1));
    assert_eq!(aggregator.total(builtin::HTTP_REQS).map(Sink::samples), Some(1000));
    assert_eq!(aggregator.selected(&threshold.selector).map(Sink::samples), Some(100));
    assert_eq!(aggregator.series().count(), 5 + 2);
}

#[test]
fn custom_metrics_may_come_late() {
    let registry = Registry::new(100);
    let shards = shards(&registry, 1);
    let threshold = Threshold::parse("late{a:1}", "count>1").expect("it is one");
    let mut aggregator = Aggregator::new(Arc::clone(&registry), shards.clone(), &[threshold]);
    aggregator.collect(Duration::from_secs(1));
    let late = registry.register("late", MetricKind::Counter, Unit::None).expect("a good name");
    let tags = registry.tag_set([("a", "1")]);
    Recorder::new(Arc::clone(&shards[0])).add(late, tags, 3.0);
    Recorder::new(Arc::clone(&shards[0])).add(late, TagSetId::EMPTY, 4.0);
    aggregator.collect(Duration::from_secs(2));
    let samples = aggregator.view(0).and_then(|view| view.sink()).map(Sink::samples);
    assert_eq!(samples, Some(1));
}

/// Ten thousand trends, each with latencies around its own median, a tail of ten times that, and a few far outliers, over
/// two shards.
#[test]
fn ten_thousand_series_stay_under_500_megabytes() {
    let registry = Registry::new(10_000);
    let shards = shards(&registry, 2);
    let mut aggregator = Aggregator::new(Arc::clone(&registry), shards.clone(), &[]);
    let mut recorders: Vec<_> = shards.iter().map(|shard| Recorder::new(Arc::clone(shard))).collect();
    let mut most = 0;
    let mut spread = 0_u32;
    for second in 1..=3 {
        for series in 0..10_000_u32 {
            let tags = registry.tag_set([("url", format!("/{series}"))]);
            let median = 0.5 * 1.001_f64.powi(series as i32 % 8000);
            for sample in 0..60 {
                // A fixed sequence that falls everywhere between 0 and 1.
                spread = spread.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let part = f64::from(spread) / f64::from(u32::MAX);
                let value = match sample % 20 {
                    0 => median * (1.0 + 9.0 * part),
                    _ => median * (0.7 + 0.6 * part),
                };
                recorders[sample % 2].add(builtin::HTTP_REQ_DURATION, tags, value);
            }
        }
        recorders.iter_mut().for_each(Recorder::flush);
        let full: usize = shards.iter().map(|shard| shard.heap_size()).sum::<usize>() + aggregator.heap_size();
        aggregator.collect(Duration::from_secs(second));
        let after: usize = shards.iter().map(|shard| shard.heap_size()).sum::<usize>() + aggregator.heap_size();
        most = most.max(full).max(after);
    }
    assert_eq!(aggregator.series().count(), 10_000);
    assert_eq!(trend(aggregator.total(builtin::HTTP_REQ_DURATION)).count(), 3 * 600_000);
    assert!(most < 500_000_000, "{most} bytes");
    // A dense HdrHistogram with 64-bit counters is 185 KB: the same in three places would be 5.5 GB.
    assert!(most > 10_000 * 512, "{most} bytes: the count must see the blocks");
    println!("{most} bytes at most");
}
