//! Targets of VUs against k6's, and what they mean for each VU.

use std::time::Duration;

use proptest::prelude::*;

use super::{Span, Step, Turn, steps, turns};
use crate::plan::{Share, Stage};

fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn stage(seconds: u64, target: u64) -> Stage {
    Stage { duration: secs(seconds), target }
}

fn millis(steps: &[Step]) -> Vec<(u128, u32)> {
    steps.iter().map(|step| (step.offset.as_millis(), step.target)).collect()
}

fn turn(spans: &[(u64, u64)], cut: u64) -> Turn {
    let spans = spans.iter().map(|&(from, until)| Span { from: secs(from), until: secs(until) }).collect();
    Turn { spans, cut: secs(cut) }
}

#[test]
fn a_ramp_takes_one_step_for_each_vu() {
    assert_eq!(
        millis(&steps(0, &[stage(10, 5)], None)),
        [(0, 0), (2000, 1), (4000, 2), (6000, 3), (8000, 4), (10_000, 5)]
    );
    assert_eq!(millis(&steps(4, &[stage(4, 0)], None)), [(0, 4), (1000, 3), (2000, 2), (3000, 1), (4000, 0)]);
    // Backwards from the end of the stage, as in k6: 10 s - ⌊10 s · 2/3⌋.
    let thirds = steps(0, &[stage(10, 3)], None);
    assert_eq!(thirds[1].offset, Duration::from_nanos(3_333_333_334));
    assert_eq!(thirds[2].offset, Duration::from_nanos(6_666_666_667));
}

#[test]
fn a_stage_of_no_duration_jumps() {
    assert_eq!(millis(&steps(1, &[stage(0, 8), stage(5, 8), stage(0, 2), stage(5, 2)], None)), [(0, 8), (5000, 2)]);
    // What is replaced in the same instant was never there.
    assert_eq!(millis(&steps(3, &[stage(2, 3), stage(0, 9), stage(0, 3)], None)), [(0, 3)]);
}

#[test]
fn the_highest_vu_is_stopped_first() {
    let steps = steps(3, &[stage(3, 0)], None);
    assert_eq!(
        turns(&steps, secs(3), secs(30), secs(10)),
        [[turn(&[(0, 3)], 13)], [turn(&[(0, 2)], 13)], [turn(&[(0, 1)], 13)]],
    );
    assert_eq!(
        turns(&steps, secs(3), secs(2), secs(10)),
        [[turn(&[(0, 3)], 5)], [turn(&[(0, 2)], 4)], [turn(&[(0, 1)], 3)]],
    );
}

#[test]
fn at_the_end_the_graceful_stop_counts() {
    let steps = steps(2, &[stage(4, 2)], None);
    assert_eq!(turns(&steps, secs(4), secs(1), secs(10)), [[turn(&[(0, 4)], 14)], [turn(&[(0, 4)], 14)]]);
}

#[test]
fn a_vu_that_is_needed_again_in_time_is_not_interrupted() {
    let steps = steps(1, &[stage(2, 1), stage(0, 0), stage(3, 0), stage(0, 1), stage(5, 1)], None);
    // Back after 3 s of at most 5 s: one turn.
    assert_eq!(turns(&steps, secs(10), secs(5), secs(30)), [[turn(&[(0, 2), (5, 10)], 40)]]);
    assert_eq!(turns(&steps, secs(10), secs(3), secs(30)), [[turn(&[(0, 2), (5, 10)], 40)]]);
    // After 3 s of at most 2 s: its iteration was interrupted in between.
    assert_eq!(turns(&steps, secs(10), secs(2), secs(30)), [[turn(&[(0, 2)], 4), turn(&[(5, 10)], 40)]]);
}

fn stages() -> impl Strategy<Value = Vec<Stage>> {
    let stage = (prop_oneof![Just(0), 1..20_000_000_000_u64], 0..200_u64);
    let stage = stage.prop_map(|(nanos, target)| Stage { duration: Duration::from_nanos(nanos), target });
    prop::collection::vec(stage, 1..6)
}

fn at(steps: &[Step], offset: Duration) -> u32 {
    steps.iter().rev().find(|step| step.offset <= offset).map_or(0, |step| step.target)
}

proptest! {
    #[test]
    fn targets_lie_on_the_line(start in 0..200_u32, stages in stages()) {
        let steps = steps(start, &stages, None);
        prop_assert!(steps.is_sorted_by(|a, b| a.offset < b.offset && a.target != b.target));
        let (mut begin, mut from) = (Duration::ZERO, i128::from(start));
        for stage in &stages {
            let (length, to) = (stage.duration.as_nanos().cast_signed(), i128::from(stage.target));
            for part in 1..8_u32 {
                let offset = stage.duration * part / 8;
                if offset == Duration::ZERO {
                    continue;
                }
                // Between the line and the line one step back: up rounds down, down rounds up; within the nanosecond.
                let target = i128::from(at(&steps, begin + offset));
                let elapsed = offset.as_nanos().cast_signed();
                let ahead = (target - from) * length - (to - from) * elapsed;
                let slack = (to - from).abs();
                if to >= from {
                    prop_assert!(ahead <= slack && ahead > -length - slack, "{target} {ahead}");
                } else {
                    prop_assert!(ahead >= -slack && ahead < length + slack, "{target} {ahead}");
                }
            }
            begin += stage.duration;
            from = to;
        }
        prop_assert_eq!(i128::from(at(&steps, begin)), from);
    }

    #[test]
    fn the_parts_of_a_mix_add_up_at_every_step(
        start in 0..200_u32, stages in stages(), weights in prop::collection::vec(1..20_u32, 1..5),
    ) {
        let parts: Vec<_> = (0..weights.len())
            .map(|index| steps(start, &stages, Some(&Share { weights: weights.clone(), index })))
            .collect();
        for step in steps(start, &stages, None) {
            prop_assert_eq!(parts.iter().map(|part| at(part, step.offset)).sum::<u32>(), step.target);
        }
    }

    #[test]
    fn so_many_vus_have_a_span_as_the_target_says(
        start in 0..200_u32, stages in stages(), down in 0..10_u64, stop in 0..10_u64,
    ) {
        let end: Duration = stages.iter().map(|stage| stage.duration).sum();
        let steps = steps(start, &stages, None);
        let turns = turns(&steps, end, secs(down), secs(stop));
        for step in steps.iter().filter(|step| step.offset < end) {
            let active = |turns: &&Vec<Turn>| {
                turns.iter().flat_map(|turn| &turn.spans).any(|span| span.from <= step.offset && step.offset < span.until)
            };
            prop_assert_eq!(turns.iter().filter(active).count(), step.target as usize);
            // And they are the lowest ones.
            prop_assert!(turns.iter().take(step.target as usize).all(|turns| active(&turns)));
        }
        for turn in turns.iter().flatten() {
            prop_assert!(turn.until() <= turn.cut && turn.cut <= end + secs(stop));
        }
    }
}
