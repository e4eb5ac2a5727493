//! From recorders through shards: nothing lost, nothing doubled, what is no value counted as such.

use std::sync::Arc;

use super::{Shard, ShardBatch};
use crate::metric::{BlockPool, MetricId, Recorder, Registry, Sink, TagSetId, builtin};

fn taken(shard: &Shard) -> Vec<(MetricId, TagSetId, f64)> {
    let mut batch = ShardBatch::default();
    shard.swap(&mut batch);
    let value = |sink: &Sink| match sink {
        Sink::Counter(counter) => counter.sum.value(),
        Sink::Trend(histogram) => histogram.sum(),
        Sink::Gauge(gauge) => gauge.last,
        Sink::Rate(rate) => rate.passes as f64,
    };
    batch.sinks.iter().map(|(metric, tags, sink)| (*metric, *tags, value(sink))).collect()
}

#[test]
fn samples_arrive_with_the_flush() {
    let registry = Registry::new(10);
    let shard = Shard::new(Arc::clone(&registry));
    let tags = registry.tag_set([("a", "1")]);
    let mut recorder = Recorder::new(Arc::clone(&shard));
    recorder.add(builtin::HTTP_REQS, tags, 1.0);
    recorder.add(builtin::HTTP_REQS, TagSetId::EMPTY, 2.0);
    recorder.add(builtin::HTTP_REQS, tags, 3.0);
    assert_eq!(taken(&shard), []);
    recorder.flush();
    assert_eq!(taken(&shard), [(builtin::HTTP_REQS, tags, 4.0), (builtin::HTTP_REQS, TagSetId::EMPTY, 2.0)]);
    assert_eq!(taken(&shard), [], "they are taken once");
    recorder.add(builtin::HTTP_REQS, tags, 5.0);
    drop(recorder);
    assert_eq!(taken(&shard), [(builtin::HTTP_REQS, tags, 5.0)], "a dropped recorder flushes");
}

#[test]
fn a_full_recorder_flushes_by_itself() {
    let shard = Shard::new(Registry::new(10));
    let mut recorder = Recorder::new(Arc::clone(&shard));
    for _ in 0..1000 {
        recorder.add(builtin::HTTP_REQS, TagSetId::EMPTY, 1.0);
    }
    let before: f64 = taken(&shard).iter().map(|sample| sample.2).sum();
    recorder.flush();
    let after: f64 = taken(&shard).iter().map(|sample| sample.2).sum();
    assert!(before > 900.0);
    assert_eq!(before + after, 1000.0);
}

#[test]
fn what_is_no_value_is_counted() {
    let shard = Shard::new(Registry::new(10));
    let mut recorder = Recorder::new(Arc::clone(&shard));
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        recorder.add(builtin::HTTP_REQ_DURATION, TagSetId::EMPTY, value);
    }
    recorder.add(MetricId::from_raw(9999), TagSetId::EMPTY, 7.0);
    recorder.add(builtin::HTTP_REQ_DURATION, TagSetId::from_raw(9999), 7.0);
    recorder.flush();
    assert_eq!(taken(&shard), [(builtin::VALUES_REJECTED, TagSetId::EMPTY, 5.0)]);
}

#[test]
fn series_beyond_the_limit_share_one_sink() {
    let registry = Registry::new(1);
    let shard = Shard::new(Arc::clone(&registry));
    let mut recorder = Recorder::new(Arc::clone(&shard));
    for round in 0..2 {
        for number in 0..5 {
            let tags = registry.tag_set([("n", number.to_string())]);
            recorder.add(builtin::HTTP_REQS, tags, 1.0);
        }
        recorder.flush();
        let sinks = taken(&shard);
        assert_eq!(sinks.iter().map(|sample| sample.2).collect::<Vec<_>>(), [1.0, 4.0], "round {round}");
        let other = registry.tags(sinks[1].1).expect("it exists");
        assert_eq!((&*other[0].0, &*other[0].1), ("series", "other"));
    }
}

#[test]
fn blocks_come_back_and_are_bounded() {
    let shard = Shard::new(Registry::new(10));
    let mut blocks = BlockPool::new();
    let mut sink = Sink::new(crate::metric::MetricKind::Trend);
    for octave in 0..20 {
        sink.add(f64::from(1 << octave), &mut blocks);
    }
    sink.clear(&mut blocks);
    let count = blocks.len();
    shard.give_back(&mut blocks, 5);
    assert!(count > 5 && blocks.is_empty());
    assert_eq!(shard.lock().pool.len(), 5);
}
