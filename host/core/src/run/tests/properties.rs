//! What holds for every plan: nothing that is due gets lost, nothing runs that should not.

use proptest::prelude::*;
use tokio::runtime::Builder;

use super::fake::{Fake, Report};
use super::plans::{constant_rate, ms, plan, ramping_rate, ramping_vus, stage};
use crate::plan::{Distribution, Scenario, Stage};
use crate::schedule::{Arrivals, Requirements, steps};
use crate::vu::{Breakage, Outcome};

/// Iterations of many lengths, of which some fail and some break their VU; new VUs take a while to make.
fn drive(scenario: Scenario, longest: u64) -> Report {
    let fake = Fake::new(move |(_, id, iteration)| {
        let mixed = (iteration.in_scenario * 7919 + u64::from(id.in_test) * 104_729) % (longest + 1);
        let outcome = match iteration.in_scenario % 11 {
            3 => Outcome::Failed,
            7 => Outcome::Broken(Breakage::Trap),
            _ => Outcome::Passed,
        };
        (ms(mixed + 1), outcome)
    });
    let fake = fake.creating(|(_, id)| (ms(u64::from(id.in_test) % 40), Ok(())));
    let runtime = Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    let report = runtime.block_on(fake.run(plan([scenario])));
    report.check_numbers();
    report
}

/// The most iterations that ran at the same time.
fn most_at_once(report: &Report) -> usize {
    // An end comes before a start at the same time: the VU is the same.
    let mut changes = Vec::new();
    for entry in &report.entries {
        changes.push((entry.iteration.started, 1));
        changes.extend(entry.ended.map(|ended| (ended, -1)));
    }
    changes.sort_unstable();
    let (mut now, mut most) = (0_isize, 0);
    for (_, change) in changes {
        now += change;
        most = most.max(now);
    }
    most.unsigned_abs()
}

fn stages(most: u64) -> impl Strategy<Value = Vec<Stage>> {
    let stage = (prop_oneof![Just(0), 1..1500_u64], 0..most).prop_map(|(millis, target)| stage(ms(millis), target));
    prop::collection::vec(stage, 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_start_that_is_due_is_made_or_dropped(
        rate in 1..400_u64, length in 1..2000_u64, stages in stages(200), ramp: bool, poisson: bool,
        vus in 1..6_u32, more in 0..6_u32, longest in 0..200_u64, graceful in 0..300_u64,
    ) {
        let distribution = if poisson { Distribution::Poisson } else { Distribution::Uniform };
        let scenario = if ramp {
            ramping_rate(rate, &stages, distribution, [vus, vus + more])
        } else {
            constant_rate(rate, ms(length), [vus, vus + more])
        };
        let scenario = Scenario { graceful_stop: ms(graceful), ..scenario };
        // The seed of the first scenario of the plan.
        let mut arrivals = Arrivals::of(&scenario.executor, None, 1).expect("an arrival rate");
        let due = (0..).map_while(|index| arrivals.due(index)).count() as u64;
        let end = Requirements::of(&scenario).end;
        // What is due at the very end does not begin if it would be interrupted there.
        let due = (0..due).filter(|&index| arrivals.due(index).is_some_and(|due| due < end)).count() as u64;

        let report = drive(scenario, longest);
        let [started, completed, _, interrupted, dropped] = report.counts(0);
        prop_assert_eq!(started + dropped, due);
        prop_assert_eq!(completed + interrupted, started);
        prop_assert!(most_at_once(&report) <= (vus + more) as usize);
        prop_assert!(report.entries.iter().all(|entry| entry.iteration.started >= entry.iteration.scheduled));
        // A timer may be a millisecond late.
        prop_assert!(report.ended <= end + ms(1), "{:?} {end:?}", report.ended);
    }

    #[test]
    fn no_more_vus_begin_iterations_than_the_ramp_has(
        start in 0..6_u32, stages in stages(6), longest in 0..200_u64, down in 0..300_u64, graceful in 0..300_u64,
    ) {
        let scenario = Scenario { graceful_stop: ms(graceful), ..ramping_vus(start, ms(down), &stages) };
        let end = Requirements::of(&scenario).end;
        let steps = steps(start, &stages, None);
        let report = drive(scenario, longest);
        let [started, completed, _, interrupted, dropped] = report.counts(0);
        prop_assert_eq!((completed + interrupted, dropped), (started, 0));
        let zero = report.state.started().expect("there was load");
        for entry in &report.entries {
            let at = entry.iteration.started - zero;
            let target = steps.iter().rev().find(|step| step.offset <= at).map_or(0, |step| step.target);
            prop_assert!(entry.id.in_scenario <= target, "VU {} of {target} at {at:?}", entry.id.in_scenario);
        }
        prop_assert!(report.ended <= end + ms(1), "{:?} {end:?}", report.ended);
    }
}
