//! One iteration of a VU on its worker: numbers, clock, samples. Not when it begins: the loops say that.

use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::time::Instant;

use super::deadlines::StopSignal;
use super::live::{LiveVu, Running};
use super::scene::Scene;
use crate::metric::{TagSetId, builtin};
use crate::vu::{Breakage, Iteration, Outcome, Vu};

/// What is left to say after an iteration.
pub(super) struct Ended {
    pub(super) started: Instant,
    /// The VU must be replaced.
    pub(super) broken: bool,
}

/// Runs one iteration. `scheduled` is when it was due, for open executors. If the future is dropped, the iteration counts as
/// interrupted and leaves no samples of its own.
pub(super) async fn iterate<F, V: Vu>(scene: &Scene<F>, live: &mut LiveVu<V>, scheduled: Option<Instant>) -> Ended {
    let counts = scene.counts();
    let running = Running::new(counts);
    let started = Instant::now();
    let iteration = Iteration {
        in_test: scene.state.next_iteration(),
        in_scenario: counts.started.fetch_add(1, Ordering::Relaxed),
        in_vu: live.iterations,
        scheduled: scheduled.unwrap_or(started),
        started,
    };
    let outcome = live.vu.iterate(iteration).await;
    let ended = Instant::now();
    live.iterations += 1;
    if let Outcome::Ended { usable } = outcome {
        return Ended { started, broken: !usable };
    }

    let tags = live.vu.tags();
    let failed = reason(&outcome).map(|reason| {
        counts.failed.fetch_add(1, Ordering::Relaxed);
        scene.registry.with_tag(tags, "reason", reason)
    });
    record(&mut live.vu, tags, &iteration, scheduled.is_some(), ended, failed);
    running.finish();
    Ended { started, broken: matches!(outcome, Outcome::Broken(_)) }
}

fn record<V: Vu>(
    vu: &mut V,
    tags: TagSetId,
    iteration: &Iteration,
    open: bool,
    ended: Instant,
    failed: Option<TagSetId>,
) {
    let recorder = vu.recorder();
    recorder.add(builtin::ITERATIONS, tags, 1.0);
    recorder.add(builtin::ITERATION_DURATION, tags, millis(ended - iteration.started));
    if open {
        recorder.add(builtin::ITERATION_LATENESS, tags, millis(iteration.started - iteration.scheduled));
        recorder.add(builtin::ITERATION_RESPONSE_TIME, tags, millis(ended - iteration.scheduled));
    }
    if let Some(tags) = failed {
        recorder.add(builtin::ITERATIONS_FAILED, tags, 1.0);
    }
    recorder.flush();
}

/// Waits until the iteration has taken the least time that the plan wants, but not beyond the time after which no other begins.
pub(super) async fn pad<F>(scene: &Scene<F>, started: Instant, until: Instant, stop: &mut StopSignal<'_>) {
    let least = scene.plan.min_iteration_duration;
    if !least.is_zero() && started.elapsed() < least {
        stop.wait_until((started + least).min(until)).await;
    }
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

/// The value of the tag `reason` of `iterations_failed`; `None` for an iteration that passed.
fn reason(outcome: &Outcome) -> Option<&'static str> {
    match outcome {
        Outcome::Passed | Outcome::Ended { .. } => None,
        Outcome::Failed => Some("failure"),
        Outcome::Broken(Breakage::Trap) => Some("trap"),
        Outcome::Broken(Breakage::Stalled) => Some("stalled"),
        Outcome::Broken(Breakage::OutOfMemory) => Some("memory"),
    }
}
