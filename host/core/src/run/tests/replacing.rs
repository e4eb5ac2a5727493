//! VUs that break: replaced under a new number, with their neighbours undisturbed.

use std::time::Duration;

use super::fake::Fake;
use super::plans::{constant_rate, constant_vus, ms, per_vu_iterations, plan, shared_iterations};
use crate::metric::{Sink, builtin};
use crate::run::{RunError, Stop};
use crate::vu::{Breakage, Outcome};

#[tokio::test(start_paused = true)]
async fn a_broken_vu_is_replaced_and_its_neighbours_are_undisturbed() {
    let fake = Fake::new(|(_, id, iteration)| {
        let breaks = id.in_scenario == 2 && iteration.in_vu == 2;
        (ms(100), if breaks { Outcome::Broken(Breakage::Trap) } else { Outcome::Passed })
    });
    let report = fake.run(plan([constant_vus(3, ms(1000))])).await;
    assert_eq!(report.per_vu(0), [10, 10, 10]);
    assert_eq!(report.counts(0), [30, 30, 3, 0, 0]);
    // Two of the scenario's number, then another and another.
    let late: Vec<_> = report.made_late.iter().map(|&(at, id)| (at.as_millis(), id.in_test, id.in_scenario)).collect();
    assert_eq!(late, [(300, 4, 2), (600, 5, 2), (900, 6, 2)]);
    assert_eq!(report.retired.len(), 3);
    report.check_numbers();
    let reasons = report.metrics.by_tag("reason");
    assert!(
        matches!(&reasons["trap"][&builtin::ITERATIONS_FAILED], Sink::Counter(counter) if counter.sum.value() == 3.0)
    );
}

#[tokio::test(start_paused = true)]
async fn a_vu_of_an_arrival_rate_is_missing_only_while_it_is_made() {
    // Each iteration of the first VU breaks it, and a VU takes 250 ms to make; the second is never needed before.
    let fake = Fake::new(|(_, id, _)| {
        (ms(10), if id.in_scenario == 1 { Outcome::Broken(Breakage::Stalled) } else { Outcome::Passed })
    });
    let fake = fake.creating(|(_, id)| (ms(if id.in_test > 2 { 250 } else { 0 }), Ok(())));
    let report = fake.run(plan([constant_rate(10, ms(1000), [2, 2])])).await;
    // 0 breaks the first, which is back at 260 on top of the pile; 300 again, 560; 600, 860; 900.
    assert_eq!(report.starts_of(|entry| entry.id.in_scenario == 1), [0, 300, 600, 900]);
    assert_eq!(report.starts_of(|entry| entry.id.in_scenario == 2), [100, 200, 400, 500, 700, 800]);
    assert_eq!(report.counts(0), [10, 10, 4, 0, 0]);
    report.check_numbers();
}

#[tokio::test(start_paused = true)]
async fn a_vu_that_always_breaks_still_runs_what_it_shall() {
    let fake = Fake::new(|(_, id, _)| {
        (ms(10), if id.in_scenario == 1 { Outcome::Broken(Breakage::OutOfMemory) } else { Outcome::Passed })
    });
    let report = fake.run(plan([per_vu_iterations(2, 5, ms(60_000))])).await;
    assert_eq!(report.per_vu(0), [5, 5]);
    assert_eq!(report.counts(0), [10, 10, 5, 0, 0]);
    // None is made after the last iteration.
    assert_eq!(report.made_late.len(), 4);
    report.check_numbers();
}

#[tokio::test(start_paused = true)]
async fn a_replacement_that_cannot_be_made_is_tried_again() {
    let fake = Fake::new(|(_, id, _)| {
        (ms(100), if id.in_test == 1 { Outcome::Broken(Breakage::Trap) } else { Outcome::Passed })
    });
    let fake =
        fake.creating(|(_, id)| (Duration::ZERO, if id.in_test == 2 || id.in_test == 3 { Err("no") } else { Ok(()) }));
    let report = fake.run(plan([constant_vus(1, ms(1000))])).await;
    // Broken at 100, tried at 100 and 200, made at 300.
    assert_eq!(report.starts(), [0, 300, 400, 500, 600, 700, 800, 900]);
    assert_eq!(report.counts(0), [8, 8, 3, 0, 0]);
}

#[tokio::test(start_paused = true)]
async fn a_vu_that_can_never_be_replaced_does_not_hang_the_run() {
    let fake = Fake::new(|_| (ms(100), Outcome::Broken(Breakage::Trap)));
    let fake = fake.creating(|(_, id)| (Duration::ZERO, if id.in_test > 2 { Err("no") } else { Ok(()) }));
    let report = fake.run(plan([constant_vus(1, ms(1000)), constant_rate(10, ms(1000), [1, 1])])).await;
    assert_eq!(report.counts(0)[..2], [1, 1]);
    assert_eq!(report.counts(1)[..2], [1, 1]);
    assert_eq!(report.counts(1)[4], 9);
    assert_eq!(report.ended, ms(1000));
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_for_a_replacement_when_the_pool_is_empty() {
    let fake = Fake::new(|(_, id, _)| {
        (ms(100), if id.in_test == 1 { Outcome::Broken(Breakage::Trap) } else { Outcome::Passed })
    });
    let fake = fake.creating(|(_, id)| (Duration::ZERO, if id.in_test > 2 { Err("no") } else { Ok(()) }));
    let report = fake.run(plan([shared_iterations(2, 10, ms(600_000))])).await;
    assert_eq!(report.per_vu(0), [1, 9]);
    assert!(report.ended <= ms(1000), "{:?}", report.ended);
}

#[tokio::test(start_paused = true)]
async fn a_planned_vu_that_cannot_be_made_prevents_the_load() {
    let fake = Fake::taking(ms(100)).creating(|(_, id)| (ms(10), if id.in_test == 150 { Err("no") } else { Ok(()) }));
    let report = fake.run(plan([constant_vus(100, ms(1000)), constant_vus(500, ms(1000))])).await;
    let Err(RunError::Create { scenario, vu, source }) = &report.result else { panic!("it cannot have run") };
    assert_eq!((scenario.as_str(), *vu, source.message.as_str()), ("1", 150, "no"));
    assert_eq!(report.state.started(), None);
    assert!(report.entries.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_fault_of_our_own_ends_the_run_and_says_so() {
    let fake = Fake::new(|(_, id, iteration)| {
        assert!(id.in_scenario != 2 || iteration.in_vu < 3, "as scripted");
        (ms(100), Outcome::Passed)
    });
    let report = fake.run(plan([constant_vus(2, ms(10_000))])).await;
    let stop = report.result.expect("there was load").stop;
    assert!(matches!(&stop, Some(Stop::Broken(reason)) if reason.contains("as scripted")), "{stop:?}");
    assert_eq!(report.ended, ms(300));
}
