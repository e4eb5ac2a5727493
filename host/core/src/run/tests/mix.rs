//! Personas of a mix: their parts add up to the total exactly, and their starts interleave as one.

use std::time::Duration;

use super::fake::Fake;
use super::plans::{constant_rate, ms, per_vu_iterations, plan, ramping_rate, ramping_vus, shared_iterations, stage};
use crate::plan::{Distribution, Scenario, Share};

fn mix(weights: &[u32], whole: &Scenario) -> Vec<Scenario> {
    let share = |index| Share { weights: weights.to_vec(), index };
    (0..weights.len()).map(|index| Scenario { share: Some(share(index)), ..whole.clone() }).collect()
}

#[tokio::test(start_paused = true)]
async fn the_starts_of_all_personas_are_those_of_one_rate() {
    let report = Fake::taking(Duration::ZERO).run(plan(mix(&[5, 3, 2], &constant_rate(100, ms(2000), [10, 10])))).await;
    assert_eq!(report.starts(), (0..2000).step_by(10).collect::<Vec<_>>());
    assert_eq!([0, 1, 2].map(|persona| report.counts(persona)[0]), [100, 60, 40]);
    assert_eq!([0, 1, 2].map(|persona| report.counts(persona)[4]), [0; 3]);
    assert_eq!(report.made_ahead, 10);
    report.check_numbers();
}

#[tokio::test(start_paused = true)]
async fn a_poisson_process_and_a_ramp_are_split_as_one() {
    for distribution in [Distribution::Uniform, Distribution::Poisson] {
        let whole = ramping_rate(10, &[stage(ms(2000), 90)], distribution, [40, 40]);
        let alone = Fake::taking(Duration::ZERO).run(plan([whole.clone()])).await;
        let split = Fake::taking(Duration::ZERO).run(plan(mix(&[1, 2, 4], &whole))).await;
        assert_eq!(split.scheduled(), alone.scheduled());
    }
}

#[tokio::test(start_paused = true)]
async fn shared_iterations_and_vus_are_split() {
    let report = Fake::taking(ms(100)).run(plan(mix(&[1, 3], &shared_iterations(8, 101, ms(60_000))))).await;
    let [few, many] = [0, 1].map(|persona| report.counts(persona)[1]);
    assert_eq!(few + many, 101);
    assert!(few == 25 || few == 26, "{few}");

    let report = Fake::taking(ms(100)).run(plan(mix(&[1, 3], &per_vu_iterations(8, 5, ms(60_000))))).await;
    assert_eq!([0, 1].map(|persona| report.per_vu(persona)), [vec![5; 2], vec![5; 6]]);
}

#[tokio::test(start_paused = true)]
async fn a_ramp_of_vus_is_split_at_every_moment() {
    let whole = ramping_vus(0, ms(30_000), &[stage(ms(4000), 8), stage(ms(1000), 8), stage(ms(4000), 0)]);
    let alone = Fake::taking(ms(100)).run(plan([whole.clone()])).await;
    let split = Fake::taking(ms(100)).run(plan(mix(&[1, 3], &whole))).await;
    assert_eq!(split.starts(), alone.starts());
    assert_eq!([0, 1].map(|persona| split.per_vu(persona).len()), [2, 6]);
    split.check_numbers();
}
