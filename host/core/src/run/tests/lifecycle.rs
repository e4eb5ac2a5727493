//! Beginning and end: VUs made ahead, start times, every reason to stop, retiring, progress.

use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use tokio::time::sleep;

use super::fake::{Fake, Report};
use super::plans::{constant_rate, constant_vus, ms, per_vu_iterations, plan, shared_iterations};
use crate::plan::{Plan, Scenario};
use crate::run::Stop;
use crate::vu::Outcome;

/// Stops the run that long after its start.
async fn stop_after(fake: Fake, plan: Plan, after: Duration, reason: Stop) -> Report {
    let report = fake.run_while(plan, async |state| {
        sleep(after).await;
        state.stop(reason);
    });
    report.await
}

/// Two VUs that loop in 400 ms, and starts each 100 ms on four VUs.
fn both() -> Plan {
    let graceful = |scenario| Scenario { graceful_stop: ms(200), ..scenario };
    plan([graceful(constant_vus(2, ms(10_000))), graceful(constant_rate(10, ms(10_000), [6, 6]))])
}

#[tokio::test(start_paused = true)]
async fn the_clock_starts_when_all_vus_are_there() {
    let fake = Fake::taking(ms(100)).creating(|(_, id)| (ms(u64::from(id.in_test)), Ok(())));
    let report = fake.run(plan([constant_vus(3, ms(500)), constant_rate(10, ms(500), [200, 300])])).await;
    assert_eq!((report.made_ahead, report.made_late.len()), (203, 0));
    assert_eq!(report.starts()[..4], [0, 0, 0, 0]);
    assert_eq!(report.retired.len(), 203);
}

#[tokio::test(start_paused = true)]
async fn a_scenario_starts_at_its_time() {
    let late = Scenario { start_time: ms(700), ..constant_vus(1, ms(300)) };
    let rate = Scenario { start_time: ms(250), ..constant_rate(4, ms(1000), [1, 1]) };
    let report = Fake::taking(ms(100)).run(plan([late, rate])).await;
    assert_eq!(report.starts_of(|entry| entry.scenario == 0), [700, 800, 900]);
    assert_eq!(report.starts_of(|entry| entry.scenario == 1), [250, 500, 750, 1000]);
    assert_eq!(report.ended, ms(1250));
    report.check_numbers();
}

#[tokio::test(start_paused = true)]
async fn an_abort_interrupts_at_once() {
    for reason in [
        Stop::Aborted("enough".to_owned()),
        Stop::Threshold("p(95)<1".to_owned()),
        Stop::Broken("fault".to_owned()),
        Stop::Killed,
    ] {
        let report = stop_after(Fake::taking(ms(400)), both(), ms(1050), reason.clone()).await;
        let outcome = report.result.as_ref().expect("there was load");
        assert_eq!(outcome.stop.as_ref(), Some(&reason));
        assert_eq!((outcome.duration, report.ended), (ms(1050), ms(1050)));
        // Two loops in their third iteration; starts at 0 to 1000, of which those from 700 on still run.
        assert_eq!(report.counts(0), [6, 4, 0, 2, 0]);
        assert_eq!(report.counts(1), [11, 7, 0, 4, 0]);
        // Idle VUs end in good order, unless nothing shall be waited for.
        assert_eq!(report.retired.len(), if reason == Stop::Killed { 0 } else { 2 }, "{reason:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_interruption_and_used_up_data_let_iterations_end_within_their_graceful_stop() {
    for reason in [Stop::Interrupted, Stop::DataUsedUp("users".to_owned())] {
        let report = stop_after(Fake::taking(ms(400)), both(), ms(1050), reason).await;
        // Until 1250: of the starts those from 900 on are cut off, the loops in 1200 are not.
        assert_eq!(report.counts(0), [6, 6, 0, 0, 0]);
        assert_eq!(report.counts(1), [11, 9, 0, 2, 0]);
        assert_eq!(report.ended, ms(1250));
        assert_eq!(report.retired.len(), 6);
    }
}

#[tokio::test(start_paused = true)]
async fn an_iteration_that_ended_the_test_is_interrupted_and_its_vu_kept_if_it_is_usable() {
    for usable in [true, false] {
        let fake = Fake::new(move |(_, _, iteration)| {
            let ends = iteration.in_vu == 2;
            (ms(100), if ends { Outcome::Ended { usable } } else { Outcome::Passed })
        });
        let report = fake.run_while(plan([constant_vus(1, ms(10_000))]), async |state| {
            sleep(ms(250)).await;
            state.stop(Stop::DataUsedUp("users".to_owned()));
        });
        let report = report.await;
        assert_eq!(report.counts(0), [3, 2, 0, 1, 0]);
        assert_eq!((report.ended, report.retired.len()), (ms(300), usize::from(usable)));
        assert!(report.made_late.is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn a_second_wish_does_not_wait_for_the_first() {
    let report = Fake::taking(ms(400)).run_while(both(), async |state| {
        sleep(ms(1050)).await;
        state.stop(Stop::Interrupted);
        sleep(ms(10)).await;
        state.stop(Stop::Killed);
    });
    let report = report.await;
    assert_eq!(report.counts(0), [6, 4, 0, 2, 0]);
    assert_eq!(report.ended, ms(1060));
    assert_eq!(report.result.expect("there was load").stop, Some(Stop::Killed));
}

#[tokio::test(start_paused = true)]
async fn what_a_stop_leaves_over_was_not_dropped() {
    let closed = [shared_iterations(1, 100, ms(60_000)), per_vu_iterations(1, 100, ms(60_000))];
    let report = stop_after(Fake::taking(ms(400)), plan(closed), ms(1000), Stop::Interrupted).await;
    assert_eq!(report.counts(0), [3, 3, 0, 0, 0]);
    assert_eq!(report.counts(1), [3, 3, 0, 0, 0]);
    assert_eq!(report.ended, ms(1200));
}

#[tokio::test(start_paused = true)]
async fn a_stop_before_the_start_time_leaves_a_scenario_out() {
    let late = Scenario { start_time: ms(5000), ..constant_vus(2, ms(1000)) };
    let report = stop_after(Fake::taking(ms(100)), plan([late]), ms(500), Stop::Interrupted).await;
    assert_eq!(report.counts(0), [0; 5]);
    assert_eq!((report.ended, report.retired.len()), (ms(500), 2));
}

#[tokio::test(start_paused = true)]
async fn a_stop_while_vus_are_made_prevents_the_load() {
    let fake = Fake::taking(ms(100)).creating(|_| (ms(1000), Ok(())));
    let report = stop_after(fake, plan([constant_vus(200, ms(1000))]), ms(1500), Stop::Interrupted).await;
    let outcome = report.result.expect("no VU failed");
    assert_eq!((outcome.stop, outcome.duration), (Some(Stop::Interrupted), Duration::ZERO));
    assert_eq!(report.state.started(), None);
    assert!(report.entries.is_empty());
}

#[tokio::test(start_paused = true)]
async fn retiring_has_an_end() {
    let fake = || Fake::taking(ms(100)).ending_in(ms(60_000));
    let report = fake().run(plan([constant_vus(2, ms(1000))])).await;
    assert_eq!((report.ended, report.retired.len()), (ms(6000), 0));
    assert_eq!(report.result.expect("there was load").duration, ms(1000));

    let report = stop_after(fake(), plan([constant_vus(2, ms(1000))]), ms(2000), Stop::Killed).await;
    assert_eq!(report.ended, ms(2000));
}

#[tokio::test(start_paused = true)]
async fn progress_is_of_time_or_of_iterations() {
    let scenarios = [
        constant_vus(2, ms(10_000)),
        shared_iterations(1, 40, ms(600_000)),
        per_vu_iterations(2, 20, ms(600_000)),
        Scenario { start_time: ms(5000), ..constant_rate(1, ms(5000), [1, 1]) },
    ];
    let report = Fake::taking(ms(200)).run_while(plan(scenarios), async |state| {
        sleep(ms(2050)).await;
        let progress: Vec<_> =
            state.scenarios.iter().map(|scenario| scenario.progress_permille.load(Relaxed)).collect();
        assert_eq!(progress, [200, 250, 500, 0]);
        let active: Vec<_> = state.scenarios.iter().map(|scenario| scenario.active_vus.load(Relaxed)).collect();
        assert_eq!(active, [2, 1, 2, 0]);
        let exist: Vec<_> = state.scenarios.iter().map(|scenario| scenario.initialized_vus.load(Relaxed)).collect();
        assert_eq!(exist, [2, 1, 2, 1]);
    });
    let report = report.await;
    assert!(report.state.scenarios.iter().all(|scenario| scenario.progress_permille.load(Relaxed) == 1000));
}
