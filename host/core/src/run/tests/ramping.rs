//! `ramping-vus`: how many VUs loop at each moment, which are stopped, and when their iterations are interrupted.

use std::time::Duration;

use super::fake::{Fake, Report};
use super::plans::{ms, plan, ramping_vus, stage};
use crate::plan::Scenario;

/// The numbers of the VUs that began an iteration in each of the times `from..from + 100`, in milliseconds.
fn active(report: &Report, from: u128) -> Vec<u32> {
    let start = report.state.started().expect("there was load");
    let within = report.entries.iter().filter(|entry| {
        let at = (entry.iteration.started - start).as_millis();
        (from..from + 100).contains(&at)
    });
    let mut vus: Vec<_> = within.map(|entry| entry.id.in_scenario).collect();
    vus.sort_unstable();
    vus.dedup();
    vus
}

#[tokio::test(start_paused = true)]
async fn vus_follow_the_ramp_and_the_highest_stops_first() {
    let stages = [stage(ms(3000), 3), stage(ms(1000), 3), stage(ms(3000), 0)];
    // The order in which they are ready does not matter.
    let fake = Fake::taking(ms(100)).creating(|(_, id)| (ms(50 - u64::from(id.in_test)), Ok(())));
    let report = fake.run(plan([ramping_vus(0, ms(30_000), &stages)])).await;
    assert_eq!(report.starts()[0], 1000);
    for (at, expected) in
        [(900, 0), (1000, 1), (1900, 1), (2000, 2), (3000, 3), (4900, 3), (5000, 2), (6000, 1), (6900, 1)]
    {
        assert_eq!(active(&report, at), (1..=expected).collect::<Vec<_>>(), "at {at}");
    }
    // The ramp's own area: 1 and 2 VUs for a second each on the way up, 3 for two seconds, 2 and 1 on the way down.
    assert_eq!(report.counts(0), [120, 120, 0, 0, 0]);
    assert_eq!(report.per_vu(0), [60, 40, 20]);
    assert_eq!(report.made_ahead, 3);
    assert_eq!(report.ended, ms(7000));
    report.check_numbers();
}

#[tokio::test(start_paused = true)]
async fn a_stage_of_no_duration_jumps() {
    let stages = [stage(ms(0), 4), stage(ms(1000), 4), stage(ms(0), 1), stage(ms(1000), 1)];
    let report = Fake::taking(ms(100)).run(plan([ramping_vus(0, ms(30_000), &stages)])).await;
    assert_eq!(report.per_vu(0), [20, 10, 10, 10]);
}

#[tokio::test(start_paused = true)]
async fn a_vu_that_is_ramped_down_may_finish_within_its_time() {
    // The second VU is ramped down at 1000 with an iteration that runs from 800 to 1600.
    let scenario = |down| ramping_vus(2, down, &[stage(ms(1000), 2), stage(ms(0), 1), stage(ms(3000), 1)]);
    let report = Fake::taking(ms(800)).run(plan([scenario(ms(700))])).await;
    assert_eq!(report.per_vu(0), [5, 2]);
    assert_eq!(report.counts(0)[3], 0);

    let report = Fake::taking(ms(800)).run(plan([scenario(ms(500))])).await;
    assert_eq!(report.per_vu(0), [5, 2]);
    assert_eq!(report.counts(0), [7, 6, 0, 1, 0]);
    assert_eq!(report.retired.iter().map(|id| id.in_scenario).collect::<Vec<_>>(), [1]);

    let report = Fake::taking(ms(800)).run(plan([scenario(Duration::ZERO)])).await;
    assert_eq!(report.counts(0), [7, 6, 0, 1, 0]);
}

#[tokio::test(start_paused = true)]
async fn the_graceful_stop_cuts_a_ramp_down_short() {
    let scenario = Scenario { graceful_stop: ms(300), ..ramping_vus(1, ms(30_000), &[stage(ms(1000), 0)]) };
    let report = Fake::taking(ms(700)).run(plan([scenario])).await;
    // The second iteration, from 700 on, would end at 1400.
    assert_eq!(report.counts(0), [2, 1, 0, 1, 0]);
    assert_eq!(report.ended, ms(1300));
}

#[tokio::test(start_paused = true)]
async fn a_vu_that_is_needed_again_goes_on_or_is_made_anew() {
    let stages = [stage(ms(1000), 1), stage(ms(0), 0), stage(ms(1000), 0), stage(ms(0), 1), stage(ms(1000), 1)];
    // Its iteration, from 0 to 2500, is still allowed when the VU is needed again.
    let report = Fake::taking(ms(2500)).run(plan([ramping_vus(1, ms(1000), &stages)])).await;
    assert_eq!(report.starts(), [0, 2500]);
    assert_eq!(report.counts(0)[3], 0);
    assert_eq!(report.made_late, []);

    // Here it is interrupted at 1500, and another VU takes the place.
    let report = Fake::taking(ms(2500)).run(plan([ramping_vus(1, ms(500), &stages)])).await;
    assert_eq!(report.starts(), [0, 2000]);
    assert_eq!(report.counts(0), [2, 1, 0, 1, 0]);
    let late: Vec<_> = report.made_late.iter().map(|&(at, id)| (at.as_millis(), id.in_test, id.in_scenario)).collect();
    assert_eq!(late, [(1500, 2, 1)]);
    report.check_numbers();
}
