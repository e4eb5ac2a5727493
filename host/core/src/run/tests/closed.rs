//! Closed executors with a fixed number of VUs: exact counts for each, what is left over, and the end.

use super::fake::Fake;
use super::plans::{constant_vus, ms, per_vu_iterations, plan, shared_iterations};
use crate::metric::{Sink, builtin};
use crate::plan::{Plan, Scenario};
use crate::vu::Outcome;

#[tokio::test(start_paused = true)]
async fn shared_iterations_are_taken_from_one_pool() {
    // The first VU is three times as fast as the second.
    let fake = Fake::new(|(_, id, _)| (ms(if id.in_scenario == 1 { 100 } else { 300 }), Outcome::Passed));
    let report = fake.run(plan([shared_iterations(2, 9, ms(60_000))])).await;
    assert_eq!(report.counts(0), [9, 9, 0, 0, 0]);
    assert_eq!(report.per_vu(0).iter().sum::<usize>(), 9);
    assert!(report.per_vu(0)[0] > report.per_vu(0)[1], "{:?}", report.per_vu(0));
    // Over when the last iteration is, not when time is up.
    assert!(report.ended <= ms(900), "{:?}", report.ended);
    assert_eq!(report.trend(builtin::ITERATION_LATENESS), None);
    assert_eq!(report.trend(builtin::ITERATION_RESPONSE_TIME), None);
    report.check_numbers();
}

#[tokio::test(start_paused = true)]
async fn what_is_left_of_shared_iterations_is_dropped_at_the_end() {
    let report = Fake::taking(ms(300)).run(plan([shared_iterations(2, 10, ms(1000))])).await;
    // Each VU begins at 0, 300, 600 and 900.
    assert_eq!(report.counts(0), [8, 8, 0, 0, 2]);
    assert_eq!(report.ended, ms(1200));
}

#[tokio::test(start_paused = true)]
async fn each_vu_runs_its_own_iterations() {
    let fake = Fake::new(|(_, id, _)| (ms(100 * u64::from(id.in_scenario)), Outcome::Passed));
    let report = fake.run(plan([per_vu_iterations(3, 4, ms(60_000))])).await;
    assert_eq!(report.per_vu(0), [4, 4, 4]);
    assert_eq!(report.counts(0), [12, 12, 0, 0, 0]);
    assert_eq!(report.ended, ms(1200));
    report.check_numbers();
}

#[tokio::test(start_paused = true)]
async fn what_is_left_of_a_vus_own_iterations_is_dropped_at_the_end() {
    let fake = Fake::new(|(_, id, _)| (ms(if id.in_scenario == 1 { 100 } else { 400 }), Outcome::Passed));
    let report = fake.run(plan([per_vu_iterations(2, 5, ms(1000))])).await;
    // The second begins at 0, 400 and 800.
    assert_eq!(report.per_vu(0), [5, 3]);
    assert_eq!(report.counts(0), [8, 8, 0, 0, 2]);
}

#[tokio::test(start_paused = true)]
async fn vus_loop_for_the_duration() {
    let report = Fake::taking(ms(300)).run(plan([constant_vus(3, ms(1000))])).await;
    assert_eq!(report.starts(), [0, 0, 0, 300, 300, 300, 600, 600, 600, 900, 900, 900]);
    assert_eq!(report.counts(0), [12, 12, 0, 0, 0]);
    assert_eq!(report.ended, ms(1200));
    assert_eq!(report.retired.len(), 3);
    report.check_numbers();
}

#[tokio::test(start_paused = true)]
async fn an_iteration_that_ends_with_the_duration_is_the_last() {
    let report = Fake::taking(ms(250)).run(plan([constant_vus(1, ms(1000))])).await;
    assert_eq!(report.starts(), [0, 250, 500, 750]);
    assert_eq!(report.ended, ms(1000));
}

#[tokio::test(start_paused = true)]
async fn what_outlasts_the_graceful_stop_is_interrupted_and_leaves_no_samples() {
    let scenario = Scenario { graceful_stop: ms(500), ..constant_vus(2, ms(1000)) };
    let fake = Fake::new(|(_, id, _)| (ms(if id.in_scenario == 1 { 800 } else { 400 }), Outcome::Passed));
    let report = fake.run(plan([scenario])).await;
    // The first would end at 1600; the second ends at 1200.
    assert_eq!(report.per_vu(0), [2, 3]);
    assert_eq!(report.counts(0), [5, 4, 0, 1, 0]);
    assert_eq!(report.trend(builtin::ITERATION_DURATION), Some((4, 400.0, 800.0)));
    assert_eq!(report.ended, ms(1500));
    assert_eq!(report.retired.iter().map(|id| id.in_scenario).collect::<Vec<_>>(), [2]);
}

#[tokio::test(start_paused = true)]
async fn a_short_iteration_is_padded_and_the_padding_is_not_counted() {
    let plan = Plan { min_iteration_duration: ms(300), ..plan([constant_vus(1, ms(1000))]) };
    let report = Fake::taking(ms(100)).run(plan).await;
    assert_eq!(report.starts(), [0, 300, 600, 900]);
    assert_eq!(report.trend(builtin::ITERATION_DURATION), Some((4, 100.0, 100.0)));
    // Nothing begins after the end, so nothing is waited for.
    assert_eq!(report.ended, ms(1000));
}

#[tokio::test(start_paused = true)]
async fn iterations_that_never_wait_do_not_starve_the_others() {
    let fake = Fake::new(|(scenario, ..)| (ms(if scenario == 0 { 0 } else { 10 }), Outcome::Passed));
    let report = fake.run(plan([shared_iterations(2, 10_000, ms(60_000)), constant_vus(1, ms(100))])).await;
    assert_eq!(report.counts(0), [10_000, 10_000, 0, 0, 0]);
    assert_eq!(report.counts(1), [10, 10, 0, 0, 0]);
    // Both VUs got something, though the first could have taken all.
    let per_vu = report.per_vu(0);
    assert!(per_vu.len() == 2 && per_vu.iter().all(|&count| count > 1000), "{per_vu:?}");
}

#[tokio::test(start_paused = true)]
async fn gauges_and_failures_carry_their_tags() {
    let fake =
        Fake::new(|(_, _, iteration)| (ms(300), if iteration.in_vu == 1 { Outcome::Failed } else { Outcome::Passed }));
    let report = fake.run(plan([constant_vus(3, ms(2000)), constant_vus(2, ms(1500))])).await;
    assert_eq!(report.counts(0)[2], 3);
    let failed = report.metrics.series().find(|(metric, ..)| *metric == builtin::ITERATIONS_FAILED).expect("failures");
    let tags: Vec<_> = failed.1.iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(tags, ["reason=failure", "scenario=0"]);
    let by_scenario = report.metrics.by_tag("scenario");
    for (scenario, vus) in [("0", 3.0), ("1", 2.0)] {
        let Sink::Gauge(gauge) = &by_scenario[scenario][&builtin::VUS] else { panic!("vus is a gauge") };
        assert_eq!(gauge.max, vus);
        let Sink::Gauge(gauge) = &by_scenario[scenario][&builtin::VUS_MAX] else { panic!("vus_max is a gauge") };
        assert_eq!((gauge.min, gauge.max), (vus, vus));
    }
}
