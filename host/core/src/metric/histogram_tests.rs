//! The histogram against HdrHistogram itself, and its own promises: merging, order, memory.

use hdrhistogram::Histogram as Oracle;
use proptest::prelude::*;

use super::{Histogram, SCALE};
use crate::metric::BlockPool;

fn histogram(values: &[f64]) -> Histogram {
    let (mut histogram, mut pool) = (Histogram::default(), BlockPool::new());
    for &value in values {
        histogram.record(value, &mut pool);
    }
    histogram
}

fn buckets(histogram: &Histogram) -> Vec<(f64, f64, u64)> {
    histogram.buckets().collect()
}

/// Values of which some share a bucket and some are many octaves apart.
fn positive() -> impl Strategy<Value = Vec<f64>> {
    let value = prop_oneof![0.0..3.0, 1.0..100.0, 50.0..60_000.0, Just(0.0), 0.0..3_600_000.0];
    prop::collection::vec(value, 1..300)
}

fn signed() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(prop_oneof![-1000.0..1000.0, -1e9..1e9, Just(-0.0), -0.001..0.001], 0..200)
}

const PERCENTS: [f64; 9] = [0.1, 1.0, 25.0, 50.0, 75.0, 90.0, 95.0, 99.0, 99.9];

proptest! {
    #[test]
    fn percentiles_are_hdr_histograms(values in positive()) {
        let ours = histogram(&values);
        let mut oracle = Oracle::<u64>::new_with_bounds(1, 1 << 53, 3).expect("good bounds");
        for value in &values {
            oracle.record((value * SCALE).round() as u64).expect("within bounds");
        }
        prop_assert_eq!(ours.count(), oracle.len());
        for percent in PERCENTS {
            let expected = oracle.value_at_quantile(percent / 100.0) as f64 / SCALE;
            let clamped = expected.clamp(ours.min, ours.max);
            prop_assert_eq!(ours.percentile(percent), Some(clamped), "p({})", percent);
        }
        let counts: Vec<u64> = oracle.iter_recorded().map(|step| step.count_at_value()).collect();
        prop_assert_eq!(buckets(&ours).iter().map(|bucket| bucket.2).collect::<Vec<_>>(), counts);
    }

    #[test]
    fn percentiles_are_near_the_sorted_values(mut values in signed().prop_filter("some", |values| !values.is_empty())) {
        let ours = histogram(&values);
        values.sort_by(f64::total_cmp);
        prop_assert_eq!(ours.percentile(0.0), Some(values[0]));
        prop_assert_eq!(ours.percentile(100.0), Some(values[values.len() - 1]));
        for percent in PERCENTS {
            let rank = ((percent / 100.0 * values.len() as f64).ceil() as usize).clamp(1, values.len());
            let exact = values[rank - 1];
            let got = ours.percentile(percent).expect("there are values");
            prop_assert!((got - exact).abs() <= 0.0011 + exact.abs() / 1000.0, "p({percent}): {got} for {exact}");
        }
    }

    #[test]
    fn merging_is_recording_all(left in signed(), right in signed()) {
        let mut pool = BlockPool::new();
        let mut merged = histogram(&left);
        merged.merge(&histogram(&right), &mut pool);
        let whole = histogram(&[left, right].concat());
        prop_assert_eq!(buckets(&merged), buckets(&whole));
        prop_assert_eq!((merged.count(), merged.min(), merged.max()), (whole.count(), whole.min(), whole.max()));
        let scale: f64 = 1.0 + whole.sum().abs();
        prop_assert!((merged.sum() - whole.sum()).abs() <= 1e-9 * scale);
    }

    #[test]
    fn order_does_not_matter(values in signed()) {
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let (one, other) = (histogram(&values), histogram(&sorted));
        prop_assert_eq!(buckets(&one), buckets(&other));
        prop_assert_eq!((one.min(), one.max()), (other.min(), other.max()));
        for percent in PERCENTS {
            prop_assert_eq!(one.percentile(percent), other.percentile(percent));
        }
        prop_assert!((one.sum() - other.sum()).abs() <= 1e-6);
    }
}

#[test]
fn nothing_has_no_figures() {
    let empty = Histogram::default();
    assert_eq!((empty.count(), empty.sum(), empty.heap_size()), (0, 0.0, 0));
    assert_eq!([empty.min(), empty.max(), empty.avg(), empty.percentile(50.0)], [None; 4]);
}

#[test]
fn one_value_is_all_percentiles_exactly() {
    for value in [0.0, 1.2345678, -7.7777, 1e-9, -1e-9, 1e300, -1e300, f64::MAX] {
        let one = histogram(&[value]);
        for percent in [-1.0, 0.0, 50.0, 100.0, 200.0] {
            assert_eq!(one.percentile(percent), Some(value), "p({percent}) of {value}");
        }
        assert_eq!((one.min(), one.max(), one.sum(), one.avg()), (Some(value), Some(value), value, Some(value)));
    }
}

#[test]
fn negative_values_come_first() {
    let both = histogram(&[-5.0, -1.0, 0.0, 1.0, 5.0]);
    let percentiles = [20.0, 40.0, 60.0, 80.0].map(|percent| both.percentile(percent).expect("there are values"));
    assert_eq!(percentiles, [-5.0, -1.0, 0.0, 1.0]);
}

#[test]
fn values_beyond_the_last_bucket_are_counted() {
    let far = histogram(&[1.0, 1e20, 1e21]);
    assert_eq!((far.count(), far.percentile(50.0), far.percentile(100.0)), (3, Some(1e21), Some(1e21)));
    assert_eq!(far.percentile(33.0), Some(1.0));
}

#[test]
fn memory_depends_on_the_range_not_on_the_number_of_values() {
    let mut pool = BlockPool::new();
    let mut histogram = Histogram::default();
    let fill = |histogram: &mut Histogram, pool: &mut BlockPool, rounds| {
        for round in 0..rounds {
            for step in 0..1000 {
                histogram.record(1.0 + f64::from(step) / 1000.0 + f64::from(round % 2) / 2000.0, pool);
            }
        }
    };
    fill(&mut histogram, &mut pool, 2);
    let once = histogram.heap_size();
    fill(&mut histogram, &mut pool, 200);
    assert_eq!(histogram.heap_size(), once);
    // From 1 to 2 ms there are 1,000 buckets: 8 or 9 blocks, and a table of their places.
    assert!(once < 9 * 512 + 600, "{once} bytes");
    histogram.clear(&mut pool);
    assert_eq!((histogram.count(), histogram.blocks()), (0, 0));
}
