//! The way of a sample: into a VU's recorder and a worker's shard, from there into the totals, and to the thresholds.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use wasmload_core::metric::{Aggregator, MetricId, Recorder, Registry, Shard, TagSetId, builtin};
use wasmload_core::threshold::{Evaluator, Threshold};

use crate::Outcome;
use crate::region::{ROUNDS, count, region_begins, region_ends};

/// How many samples are recorded in each region.
pub(crate) const RECORDED: u32 = FLUSHES * SAMPLES.len() as u32;

/// How often all thresholds are judged in each region.
pub(crate) const EVALUATED: u32 = 100;

/// How many iterations record in each region.
const FLUSHES: u32 = 1000;

/// How many iterations record before shards are merged.
const MERGED: u32 = 2000;

/// What an iteration with one request records, beside what it does so rarely that it does not count.
const SAMPLES: [MetricId; 13] = [
    builtin::HTTP_REQS,
    builtin::HTTP_REQ_FAILED,
    builtin::HTTP_REQ_DURATION,
    builtin::HTTP_REQ_BLOCKED,
    builtin::HTTP_REQ_SENDING,
    builtin::HTTP_REQ_WAITING,
    builtin::HTTP_REQ_RECEIVING,
    builtin::DATA_SENT,
    builtin::DATA_RECEIVED,
    builtin::CHECKS,
    builtin::ITERATIONS,
    builtin::ITERATION_DURATION,
    builtin::ITERATION_LATENESS,
];

/// What tests are usually judged by.
const THRESHOLDS: [(&str, &str); 8] = [
    ("http_req_duration", "p(95)<500"),
    ("http_req_duration", "avg<200"),
    ("http_req_duration", "p(99)<1000 over 30s"),
    ("http_req_duration{name:3}", "med<100"),
    ("http_req_failed", "rate<0.01"),
    ("http_req_failed", "rate<0.05 over 10s"),
    ("checks", "rate>0.99"),
    ("iterations", "rate>1"),
];

/// Iterations that record.
struct Load {
    recorder: Recorder,
    tags: Vec<TagSetId>,
    /// So far.
    iterations: u32,
}

impl Load {
    fn new(registry: &Registry, shard: Arc<Shard>) -> Self {
        let tags = (0..8).map(|name| registry.tag_set([("name", name.to_string()), ("scenario", "main".to_owned())]));
        Self { tags: tags.collect(), recorder: Recorder::new(shard), iterations: 0 }
    }

    /// Records what one iteration does. Values go from a tenth of a millisecond to a tenth of a second, in no order.
    fn iterate(&mut self) {
        let tags = self.tags[self.iterations as usize % self.tags.len()];
        let value = f64::from(self.iterations.wrapping_mul(2_654_435_761) % 999 + 1) / 10.0;
        for metric in SAMPLES {
            self.recorder.add(metric, tags, black_box(value));
        }
        self.recorder.flush();
        self.iterations += 1;
    }
}

/// Recording: until the sample is in the shard.
pub(crate) fn record() -> Outcome {
    let registry = Registry::new(1000);
    let mut load = Load::new(&registry, Shard::new(Arc::clone(&registry)));
    count(FLUSHES, || load.iterate());
    Ok(())
}

/// Merging: two shards with a second's samples of each series, into totals and thresholds' windows.
pub(crate) fn merge() -> Outcome {
    let registry = Registry::new(1000);
    let shards = [(); 2].map(|()| Shard::new(Arc::clone(&registry)));
    let mut aggregator = Aggregator::new(Arc::clone(&registry), shards.to_vec(), &thresholds()?);
    let mut loads = shards.map(|shard| Load::new(&registry, shard));
    for second in 1..=ROUNDS {
        loads.iter_mut().for_each(|load| (0..MERGED).for_each(|_| load.iterate()));
        region_begins();
        aggregator.collect(Duration::from_secs(second.into()));
        region_ends();
    }
    check_samples(&aggregator, 2 * MERGED * ROUNDS)
}

/// Judging, after a minute of load.
pub(crate) fn evaluate() -> Outcome {
    let registry = Registry::new(1000);
    let shard = Shard::new(Arc::clone(&registry));
    let thresholds = thresholds()?;
    let mut aggregator = Aggregator::new(Arc::clone(&registry), vec![Arc::clone(&shard)], &thresholds);
    let mut load = Load::new(&registry, shard);
    for second in 1..=60 {
        (0..100).for_each(|_| load.iterate());
        aggregator.collect(Duration::from_secs(second));
    }
    let mut evaluator = Evaluator::new(&thresholds);
    count(EVALUATED, || drop(black_box(evaluator.evaluate(&aggregator))));
    check_samples(&aggregator, 6000)
}

fn thresholds() -> Result<Vec<Threshold>, Box<dyn std::error::Error>> {
    THRESHOLDS.iter().map(|(selector, expression)| Ok(Threshold::parse(selector, expression)?)).collect()
}

/// Whether the samples came where they should: a benchmark of nothing would be cheap.
fn check_samples(aggregator: &Aggregator, expected: u32) -> Outcome {
    let samples = aggregator.total(builtin::HTTP_REQS).map_or(0, |sink| sink.samples());
    if samples == u64::from(expected) { Ok(()) } else { Err(format!("{samples} samples, not {expected}").into()) }
}
