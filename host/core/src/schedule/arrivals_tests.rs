//! Arrivals against their formulas, to the nanosecond.

use std::time::Duration;

use proptest::prelude::*;

use super::Arrivals;
use crate::plan::{Distribution, Executor, Share, Stage};

const SECOND: Duration = Duration::from_secs(1);

fn all(mut arrivals: Arrivals) -> Vec<Duration> {
    (0..).map_while(|index| arrivals.due(index)).collect()
}

fn per_second(offsets: &[Duration], seconds: usize) -> Vec<usize> {
    let mut counts = vec![0; seconds];
    for offset in offsets {
        counts[usize::try_from(offset.as_secs()).expect("small")] += 1;
    }
    counts
}

fn stage(seconds: u64, target: u64) -> Stage {
    Stage { duration: Duration::from_secs(seconds), target }
}

#[test]
fn a_constant_rate_starts_so_many_each_second_from_zero_on() {
    let offsets = all(Arrivals::constant(50, SECOND, 5 * SECOND));
    assert_eq!(per_second(&offsets, 5), [50; 5]);
    assert_eq!(offsets[0], Duration::ZERO);
    assert_eq!(offsets[1], Duration::from_millis(20));
    assert_eq!(offsets.last(), Some(&Duration::from_millis(4980)));
}

#[test]
fn a_rate_that_does_not_divide_a_second_does_not_drift() {
    let mut arrivals = Arrivals::constant(300_000, SECOND, Duration::from_hours(24));
    assert_eq!(arrivals.due(1), Some(Duration::from_nanos(3_333)));
    assert_eq!(arrivals.due(2), Some(Duration::from_nanos(6_666)));
    assert_eq!(arrivals.due(300_000 * 3600), Some(Duration::from_hours(1)));
    assert_eq!(arrivals.due(300_000 * 3600 - 1), Some(Duration::from_hours(1) - Duration::from_nanos(3_334)));
    assert_eq!(arrivals.due(300_000 * 86_400), None);
    assert_eq!(per_second(&all(Arrivals::constant(7, SECOND, 4 * SECOND)), 4), [7; 4]);
    assert_eq!(all(Arrivals::constant(3, 2 * SECOND, 3 * SECOND)).len(), 5);
}

#[test]
fn a_ramp_starts_where_its_integral_passes_whole_numbers() {
    // k6's own example: up to 1/s in 5 s, 1 s there, down to 0 in 5 s; the integral ends at exactly 6.
    let offsets = all(Arrivals::ramping(0, SECOND, &[stage(5, 1), stage(1, 1), stage(5, 0)]));
    let millis: Vec<_> = offsets.iter().map(Duration::as_millis).collect();
    assert_eq!(millis, [3162, 4472, 5500, 6527, 7837, 11_000]);
    // sqrt(10) s, up to the next nanosecond.
    assert_eq!(offsets[0], Duration::from_nanos(3_162_277_661));
    assert_eq!(offsets[2], Duration::from_millis(5500));
    assert_eq!(offsets[5], Duration::from_secs(11));
}

#[test]
fn a_ramp_keeps_its_area_second_by_second() {
    // 0 → 100/s in 10 s: the integral at second s is 5s².
    let offsets = all(Arrivals::ramping(0, SECOND, &[stage(10, 100)]));
    assert_eq!(offsets.len(), 500);
    for second in 1..=10_u32 {
        let by_then = offsets.iter().filter(|&&offset| offset <= second * SECOND).count() as u32;
        assert_eq!(by_then, 5 * second * second);
    }
}

#[test]
fn a_stage_of_no_duration_jumps_and_a_rate_of_zero_waits() {
    let offsets = all(Arrivals::ramping(
        0,
        SECOND,
        &[stage(0, 10), stage(1, 10), stage(0, 0), stage(2, 0), stage(0, 4), stage(1, 4)],
    ));
    assert_eq!(offsets.len(), 14);
    assert_eq!(offsets[0], Duration::from_millis(100));
    assert_eq!(offsets[9], Duration::from_millis(1000));
    assert_eq!(offsets[10], Duration::from_millis(3250));
    assert!(all(Arrivals::ramping(0, SECOND, &[stage(5, 0)])).is_empty());
    assert!(all(Arrivals::ramping(9, SECOND, &[stage(0, 7)])).is_empty());
}

#[test]
fn what_is_carried_over_a_stage_counts_in_the_next() {
    // 2/s for 4.9 s is 9.8 iterations: the tenth is due when 0.2 more have come, at 1/s.
    let stages = [Stage { duration: Duration::from_millis(4900), target: 2 }, stage(0, 1), stage(2, 1)];
    assert_eq!(Arrivals::ramping(2, SECOND, &stages).due(9), Some(Duration::from_millis(5100)));
}

#[test]
fn a_poisson_process_has_the_rate_and_obeys_its_seed() {
    let of = |seed| all(Arrivals::poisson(100, SECOND, &[stage(100, 100)], seed));
    let offsets = of(1);
    assert_eq!(offsets, of(1));
    assert_ne!(offsets, of(2));
    // 10,000 expected, standard deviation 100.
    assert!((9_700..=10_300).contains(&offsets.len()), "{}", offsets.len());
    // In each second 100 ± 10; the variance of the counts is their mean.
    let counts = per_second(&offsets, 100);
    let mean = offsets.len() as f64 / 100.0;
    let variance = counts.iter().map(|&count| (count as f64 - mean).powi(2)).sum::<f64>() / 100.0;
    assert!((50.0..200.0).contains(&variance), "{variance}");
}

#[test]
fn a_poisson_process_follows_its_ramp() {
    let offsets = all(Arrivals::poisson(0, SECOND, &[stage(100, 200)], 3));
    let first_half = offsets.iter().filter(|offset| offset.as_secs() < 50).count() as f64;
    // A quarter of 10,000.
    assert!((first_half - 2500.0).abs() < 150.0, "{first_half}");
}

fn split(executor: &Executor, weights: &[u32]) -> Vec<Vec<Duration>> {
    let shares = (0..weights.len()).map(|index| Share { weights: weights.to_vec(), index });
    shares.map(|share| all(Arrivals::of(executor, Some(&share), 5).expect("an arrival rate"))).collect()
}

fn executors() -> impl Strategy<Value = Executor> {
    let distribution = prop_oneof![Just(Distribution::Uniform), Just(Distribution::Poisson)];
    let constant = (1..2_000_u64, 1..3_000_u64, 1..3_000_u64, distribution.clone()).prop_map(
        |(rate, unit, length, distribution)| Executor::ConstantArrivalRate {
            rate,
            time_unit: Duration::from_millis(unit),
            duration: Duration::from_millis(length),
            distribution,
            pre_allocated_vus: 1,
            max_vus: 1,
        },
    );
    let stage = (0..1_000_u64, 0..1_000_u64)
        .prop_map(|(millis, target)| Stage { duration: Duration::from_millis(millis), target });
    let ramping = (0..1_000_u64, prop::collection::vec(stage, 1..5), distribution).prop_map(
        |(start_rate, stages, distribution)| Executor::RampingArrivalRate {
            start_rate,
            time_unit: SECOND,
            stages,
            distribution,
            pre_allocated_vus: 1,
            max_vus: 1,
        },
    );
    prop_oneof![constant, ramping]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_mix_adds_up_to_the_whole(executor in executors(), weights in prop::collection::vec(1..20_u32, 1..5)) {
        let whole = all(Arrivals::of(&executor, None, 5).expect("an arrival rate"));
        let mut parts = split(&executor, &weights).concat();
        parts.sort();
        prop_assert_eq!(parts, whole);
    }

    #[test]
    fn starts_never_go_back(executor in executors()) {
        let offsets = all(Arrivals::of(&executor, None, 5).expect("an arrival rate"));
        prop_assert!(offsets.is_sorted());
    }

    #[test]
    fn never_more_than_rate_times_time_and_one(
        rate in 1..1_000_000_u64, unit in 1..10_000_000_000_u64, length in 1..10_000_000_000_u64, index in 0..1_000_000_u64,
    ) {
        let mut arrivals = Arrivals::constant(rate, Duration::from_nanos(unit), Duration::from_nanos(length));
        let count = u64::try_from((u128::from(length) * u128::from(rate)).div_ceil(u128::from(unit))).expect("small");
        prop_assert_eq!(arrivals.due(count), None);
        prop_assert!(arrivals.due(count - 1).is_some());
        // By the time that an iteration is due, the rate allows for it and its forerunners.
        if let Some(due) = arrivals.due(index) {
            let allowed = (due.as_nanos() + 1) * u128::from(rate);
            prop_assert!(u128::from(index) * u128::from(unit) < allowed);
            prop_assert!(u128::from(index) * u128::from(unit) >= due.as_nanos() * u128::from(rate));
        }
    }

    #[test]
    fn a_ramp_has_as_many_starts_as_its_integral_has_whole_iterations(
        start in 0..500_u64, stages in prop::collection::vec((0..2_000_u64, 0..500_u64), 1..5),
    ) {
        let mut from = start;
        let mut doubled = 0;
        for &(millis, target) in &stages {
            doubled += (from + target) * millis;
            from = target;
        }
        let stages: Vec<_> =
            stages.into_iter().map(|(millis, target)| Stage { duration: Duration::from_millis(millis), target }).collect();
        prop_assert_eq!(all(Arrivals::ramping(start, SECOND, &stages)).len() as u64, doubled / 2000);
    }
}
