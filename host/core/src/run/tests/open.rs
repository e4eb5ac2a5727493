//! Open executors: starts at their times, drops, VUs that are made during the run, lateness.

use std::time::Duration;

use super::fake::Fake;
use super::plans::{constant_rate, ms, plan, ramping_rate, stage};
use crate::metric::builtin;
use crate::plan::{Distribution, Plan, Scenario};
use crate::schedule::Arrivals;
use crate::vu::Outcome;

#[tokio::test(start_paused = true)]
async fn a_constant_rate_of_fifty_starts_fifty_iterations_each_second() {
    let report = Fake::taking(ms(15)).run(plan([constant_rate(50, ms(5000), [1, 1])])).await;
    assert_eq!(report.per_second(), [50; 5]);
    assert_eq!(report.counts(0), [250, 250, 0, 0, 0]);
    assert_eq!(report.trend(builtin::ITERATION_DURATION), Some((250, 15.0, 15.0)));
    assert_eq!(report.trend(builtin::ITERATION_LATENESS), Some((250, 0.0, 0.0)));
    assert_eq!(report.trend(builtin::ITERATION_RESPONSE_TIME), Some((250, 15.0, 15.0)));
    // The scenario lasts as long as it was planned to.
    assert_eq!(report.ended, ms(5000));
    report.check_numbers();
}

#[tokio::test(start_paused = true)]
async fn a_rate_that_does_not_divide_a_second_keeps_its_formula() {
    let report = Fake::taking(Duration::ZERO).run(plan([constant_rate(3, ms(2000), [1, 1])])).await;
    assert_eq!(
        report.scheduled(),
        [0, 333_333_333, 666_666_666, 1_000_000_000, 1_333_333_333, 1_666_666_666].map(Duration::from_nanos),
    );
}

#[tokio::test(start_paused = true)]
async fn above_a_thousand_each_second_one_wake_releases_several() {
    let report = Fake::taking(Duration::ZERO).run(plan([constant_rate(5000, ms(2000), [5, 5])])).await;
    assert_eq!(report.counts(0), [10_000, 10_000, 0, 0, 0]);
    assert_eq!(report.scheduled().iter().filter(|offset| offset.as_secs() == 0).count(), 5000);
    let (_, least, most) = report.trend(builtin::ITERATION_LATENESS).expect("samples");
    assert!(least >= 0.0 && most <= 1.0, "{least} {most}");
    assert_eq!(report.made_late, []);
    report.check_numbers();
}

#[tokio::test(start_paused = true)]
async fn what_is_due_when_no_vu_is_idle_is_dropped_not_queued() {
    let report = Fake::taking(ms(250)).run(plan([constant_rate(10, ms(1000), [1, 1])])).await;
    assert_eq!(report.starts(), [0, 300, 600, 900]);
    assert_eq!(report.counts(0), [4, 4, 0, 0, 6]);
    // The last one began in time and may end.
    assert_eq!(report.ended, ms(1150));
}

#[tokio::test(start_paused = true)]
async fn one_unplanned_vu_is_made_at_a_time_and_the_tick_that_asked_for_it_is_dropped() {
    let fake = Fake::taking(ms(2000)).creating(|(_, id)| (ms(if id.in_scenario > 1 { 150 } else { 0 }), Ok(())));
    let report = fake.run(plan([constant_rate(10, ms(1000), [1, 3])])).await;
    // 0 starts; 100 asks for a second VU, there at 250; 200 finds one in the making; 400 asks for the third, there at 550.
    let late: Vec<_> = report.made_late.iter().map(|&(at, id)| (at.as_millis(), id.in_test, id.in_scenario)).collect();
    assert_eq!(late, [(250, 2, 2), (550, 3, 3)]);
    assert_eq!(report.starts(), [0, 300, 600]);
    assert_eq!(report.counts(0), [3, 3, 0, 0, 7]);
    assert_eq!(report.made_ahead, 1);
    assert_eq!(report.retired.len(), 3);
    report.check_numbers();
}

#[tokio::test(start_paused = true)]
async fn an_unplanned_vu_that_cannot_be_made_is_tried_again() {
    // The second and the third by number in the test fail; both are attempts at the second VU of the scenario.
    let fake = Fake::taking(ms(5000)).creating(|(_, id)| match id.in_test {
        2 | 3 => (ms(10), Err("no memory")),
        _ => (Duration::ZERO, Ok(())),
    });
    let report = fake.run(plan([constant_rate(10, ms(1000), [1, 2])])).await;
    // Asked for at 100: fails at 110, and again at 220; made at 320.
    assert_eq!(report.starts(), [0, 400]);
    assert_eq!(report.counts(0), [2, 2, 2, 0, 8]);
    let late: Vec<_> = report.made_late.iter().map(|&(at, id)| (at.as_millis(), id.in_test, id.in_scenario)).collect();
    assert_eq!(late, [(320, 4, 2)]);
}

#[tokio::test(start_paused = true)]
async fn the_vu_that_became_idle_last_is_taken_first() {
    let report = Fake::taking(ms(50)).run(plan([constant_rate(10, ms(1000), [5, 5])])).await;
    assert_eq!(report.per_vu(0), [10]);
}

#[tokio::test(start_paused = true)]
async fn a_ramp_of_the_rate_starts_where_its_integral_says() {
    let stages = [stage(ms(2000), 10), stage(ms(1000), 10), stage(ms(0), 4), stage(ms(1000), 4)];
    let report =
        Fake::taking(Duration::ZERO).run(plan([ramping_rate(0, &stages, Distribution::Uniform, [1, 1])])).await;
    let mut arrivals = Arrivals::ramping(0, ms(1000), &stages);
    let expected: Vec<_> = (0..).map_while(|index| arrivals.due(index)).collect();
    assert_eq!(report.scheduled(), expected);
    assert_eq!(report.counts(0), [24, 24, 0, 0, 0]);
    // 5t² in the first two seconds; a start is due at their very end, as it is at the end of all.
    assert_eq!(report.scheduled().iter().filter(|&&offset| offset <= ms(1000)).count(), 2);
    assert_eq!(report.scheduled().iter().filter(|&&offset| offset <= ms(2000)).count(), 10);
    assert_eq!(report.scheduled()[23], ms(4000));
    assert_eq!(report.ended, ms(4000));
}

#[tokio::test(start_paused = true)]
async fn poisson_starts_come_from_the_seed() {
    let scenario = || ramping_rate(100, &[stage(ms(5000), 100)], Distribution::Poisson, [50, 50]);
    let starts = |seed| async move {
        let plan = Plan { seed, ..plan([scenario(), scenario()]) };
        let report = Fake::taking(Duration::ZERO).run(plan).await;
        assert_eq!(report.counts(0)[4], 0);
        [0, 1].map(|index| report.starts_of(|entry| entry.scenario == index))
    };
    let [first, second] = starts(1).await;
    assert_eq!([first.clone(), second.clone()], starts(1).await);
    assert_ne!(first, starts(2).await[0]);
    // Two scenarios are independent of each other.
    assert_ne!(first, second);
    assert!((400..600).contains(&first.len()), "{}", first.len());
}

#[tokio::test(start_paused = true)]
async fn an_iteration_may_end_within_the_graceful_stop_and_no_later() {
    // The fourth begins at 900 and needs until 1900.
    let scenario = |graceful_stop| Scenario { graceful_stop, ..constant_rate(3, ms(1000), [4, 4]) };
    let report = Fake::taking(ms(900)).run(plan([scenario(ms(600))])).await;
    assert_eq!(report.counts(0), [3, 3, 0, 0, 0]);
    assert_eq!(report.ended, ms(1567));

    let report = Fake::taking(ms(900)).run(plan([scenario(ms(500))])).await;
    assert_eq!(report.counts(0), [3, 2, 0, 1, 0]);
    assert_eq!(report.trend(builtin::ITERATION_DURATION), Some((2, 900.0, 900.0)));
    assert_eq!(report.ended, ms(1500));
    // The interrupted one's VU is not retired; the others are, and the one that never ran.
    assert_eq!(report.retired.len(), 3);
}

#[tokio::test(start_paused = true)]
async fn without_graceful_stop_all_is_over_at_the_end() {
    let stages = [stage(ms(1000), 10)];
    let rate = ramping_rate(10, &stages, Distribution::Uniform, [5, 5]);
    let report = Fake::taking(ms(150)).run(plan([Scenario { graceful_stop: Duration::ZERO, ..rate }])).await;
    // The tenth would be due at the very end; the ninth, from 900 on, is cut off.
    assert_eq!(report.starts(), [100, 200, 300, 400, 500, 600, 700, 800, 900]);
    assert_eq!(report.counts(0), [9, 8, 0, 1, 0]);
    assert_eq!(report.ended, ms(1000));
}

#[tokio::test(start_paused = true)]
async fn a_short_iteration_keeps_its_vu_for_the_least_duration() {
    let plan = Plan { min_iteration_duration: ms(150), ..plan([constant_rate(10, ms(1000), [1, 1])]) };
    let report = Fake::taking(ms(20)).run(plan).await;
    assert_eq!(report.starts(), [0, 200, 400, 600, 800]);
    assert_eq!(report.counts(0)[4], 5);
    assert_eq!(report.trend(builtin::ITERATION_DURATION), Some((5, 20.0, 20.0)));
}

#[tokio::test(start_paused = true)]
async fn a_stall_shows_in_the_response_time_of_what_was_due() {
    // One of two VUs is held for a second; the other serves what is due meanwhile.
    let fake = Fake::new(|(_, _, iteration)| (ms(if iteration.in_scenario == 0 { 1000 } else { 10 }), Outcome::Passed));
    let report = fake.run(plan([constant_rate(10, ms(2000), [2, 2])])).await;
    assert_eq!(report.counts(0), [20, 20, 0, 0, 0]);
    assert_eq!(report.trend(builtin::ITERATION_RESPONSE_TIME), Some((20, 10.0, 1000.0)));
}

#[tokio::test(start_paused = true)]
async fn a_start_that_is_too_late_to_be_more_than_interrupted_is_dropped() {
    // The last is due at 999.9 ms; the timer rings at 1000, when all is over.
    let scenario = Scenario { graceful_stop: Duration::ZERO, ..constant_rate(10_000, ms(1000), [20, 20]) };
    let report = Fake::taking(Duration::ZERO).run(plan([scenario])).await;
    // Those of the last millisecond but its first nanosecond.
    assert_eq!(report.counts(0), [9991, 9991, 0, 0, 9]);
    assert_eq!((report.ended, report.retired.len()), (ms(1000), 20));
}
