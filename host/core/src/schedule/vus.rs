//! How many VUs loop over time, and what that means for each of them. Not open executors: they have no target.

use std::time::Duration;

use crate::plan::{Share, Stage};

/// From an offset on, so many VUs loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// From the scenario's start.
    pub offset: Duration,
    /// How many.
    pub target: u32,
}

/// A time in which a VU begins iterations: from the first offset on, and before the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// From when on.
    pub from: Duration,
    /// Until when.
    pub until: Duration,
}

/// A time in which a VU is needed: one or more spans, with no interruption between them, and one after the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// When it begins iterations; never empty, in order.
    pub spans: Vec<Span>,
    /// When an iteration that still runs is interrupted.
    pub cut: Duration,
}

impl Turn {
    /// A turn of one span.
    pub fn single(from: Duration, until: Duration, cut: Duration) -> Self {
        Self { spans: vec![Span { from, until }], cut }
    }

    /// When it begins its last iteration at the latest.
    pub fn until(&self) -> Duration {
        self.spans.last().map_or(Duration::ZERO, |span| span.until)
    }
}

/// The targets of a ramp over time, as k6 has them: on the way from `f` to `e` in a stage of length `d` that ends at `t`,
/// the target becomes `n` at `t - ⌊d·|e - n| / |e - f|⌋`. A stage of no duration jumps.
///
/// Offsets rise strictly, and neighbours differ in their target; the first step is at 0. A persona's targets are its part of
/// the mix's.
pub fn steps(start_vus: u32, stages: &[Stage], share: Option<&Share>) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut add = |offset: Duration, total: u64| {
        let target = part(total, share);
        // What is replaced in the same instant was never there.
        if steps.last().is_some_and(|last: &Step| last.offset == offset) {
            steps.pop();
        }
        if steps.last().is_none_or(|last: &Step| last.target != target) {
            steps.push(Step { offset, target });
        }
    };
    let (mut end, mut from) = (Duration::ZERO, u64::from(start_vus));
    add(end, from);
    for stage in stages {
        end = end.saturating_add(stage.duration);
        let (to, length) = (stage.target, stage.duration.as_nanos());
        let change = u128::from(from.abs_diff(to));
        for left in (0..change).rev().filter(|&left| length > 0 || left == 0) {
            let before_end = length.saturating_mul(left) / change;
            let left = u64::try_from(left).unwrap_or(u64::MAX);
            let total = if to > from { to - left } else { to + left };
            add(end - Duration::from_nanos(u64::try_from(before_end).unwrap_or(u64::MAX)), total);
        }
        from = to;
    }
    steps
}

/// What the targets mean for each VU: the one at index `i` is needed while the target is above `i`, so the highest number is
/// stopped first. `end` is the sum of the stages.
///
/// An iteration may go on for `graceful_ramp_down` after its VU is ramped down, for `graceful_stop` after the end, and never
/// longer than the latter. A VU that is needed again before that is not interrupted.
pub fn turns(steps: &[Step], end: Duration, graceful_ramp_down: Duration, graceful_stop: Duration) -> Vec<Vec<Turn>> {
    let last_cut = end.saturating_add(graceful_stop);
    let most = steps.iter().map(|step| step.target).max().unwrap_or(0) as usize;
    let mut turns: Vec<Vec<Turn>> = vec![Vec::new(); most];
    let mut since: Vec<Duration> = Vec::new();
    for step in steps {
        let target = step.target as usize;
        for vu in (target..since.len()).rev() {
            let cut = step.offset.saturating_add(graceful_ramp_down).min(last_cut);
            append(&mut turns[vu], Span { from: since[vu], until: step.offset }, cut);
        }
        since.resize(target, step.offset);
    }
    for (vu, &from) in since.iter().enumerate().filter(|&(_, &from)| from < end) {
        append(&mut turns[vu], Span { from, until: end }, last_cut);
    }
    turns
}

fn append(turns: &mut Vec<Turn>, span: Span, cut: Duration) {
    match turns.last_mut() {
        Some(last) if span.from <= last.cut => {
            last.spans.push(span);
            last.cut = cut;
        }
        _ => turns.push(Turn { spans: vec![span], cut }),
    }
}

/// A persona's part of a number of VUs, or all of them.
pub(super) fn part(total: u64, share: Option<&Share>) -> u32 {
    u32::try_from(share.map_or(total, |share| share.of(total))).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[path = "vus_tests.rs"]
mod tests;
