//! What is known of a run while it goes on: counts, the clock's zero, and the wish to stop. Shared and lock-free to read.
//!
//! Not the metrics: those are samples; this is what progress bars, the guests' `execution` interface and the scheduler look at.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use crate::plan::Plan;

/// Why a run ends before its plan does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The component called `abort`, with this reason.
    Aborted(String),
    /// This threshold, which has `abortOnFail`, failed.
    Threshold(String),
    /// The person who runs the test asked for it: iterations get their graceful stop.
    Interrupted,
    /// The rows of this data are used up, and the plan says that the test ends then: iterations get their graceful stop.
    DataUsedUp(String),
    /// The person asked twice: nothing is waited for.
    Killed,
    /// The run cannot go on, for this reason.
    Broken(String),
}

impl Stop {
    /// Whether iterations that run may go on for as long as the scenario's graceful stop.
    pub fn is_graceful(&self) -> bool {
        matches!(self, Self::Interrupted | Self::DataUsedUp(_))
    }
}

/// What is known of a run while it goes on. By default, of one without scenarios.
#[derive(Debug, Default)]
pub struct RunState {
    /// One for each scenario of the plan, in its order.
    pub scenarios: Vec<ScenarioState>,
    started: OnceLock<Instant>,
    ended: OnceLock<Instant>,
    iterations: AtomicU64,
    stop: watch::Sender<Option<Stop>>,
    failed: Mutex<Option<String>>,
}

/// What is known of one scenario while it goes on. All numbers are for display; none of them decides anything.
#[derive(Debug, Default)]
pub struct ScenarioState {
    /// VUs that exist.
    pub initialized_vus: AtomicU32,
    /// VUs that run an iteration, or loop.
    pub active_vus: AtomicU32,
    /// Iterations that began: the number that the next one gets in the scenario.
    pub started: AtomicU64,
    /// Iterations that ended, failed ones included.
    pub completed: AtomicU64,
    /// Iterations that ended in a failure, and VUs that could not be made during the run.
    pub failed: AtomicU64,
    /// Iterations that were cut off.
    pub interrupted: AtomicU64,
    /// Iterations that were due when no VU was idle, or left over at the end.
    pub dropped: AtomicU64,
    /// Thousandths of the scenario that are done.
    pub progress_permille: AtomicU32,
}

impl RunState {
    /// The state of a run of that plan that has not begun.
    pub fn new(plan: &Plan) -> Self {
        Self {
            scenarios: plan.scenarios.iter().map(|_| ScenarioState::default()).collect(),
            started: OnceLock::new(),
            ended: OnceLock::new(),
            iterations: AtomicU64::new(0),
            stop: watch::Sender::new(None),
            failed: Mutex::new(None),
        }
    }

    /// Sets the clock's zero. The first call counts.
    pub fn start(&self, at: Instant) {
        self.started.get_or_init(|| at);
    }

    /// The clock's zero, once the load has begun.
    pub fn started(&self) -> Option<Instant> {
        self.started.get().copied()
    }

    /// Stops the clock: the load has ended. The first call counts.
    pub fn end(&self, at: Instant) {
        self.ended.get_or_init(|| at);
    }

    /// When the load ended, once it has.
    pub fn ended(&self) -> Option<Instant> {
        self.ended.get().copied()
    }

    /// How long there is load, or was until it ended; zero before.
    pub fn elapsed(&self) -> Duration {
        let now = self.ended().unwrap_or_else(Instant::now);
        self.started().map_or(Duration::ZERO, |at| now.saturating_duration_since(at))
    }

    /// Takes the next number of an iteration in the test.
    pub fn next_iteration(&self) -> u64 {
        self.iterations.fetch_add(1, Ordering::Relaxed)
    }

    /// Asks the run to end. The first reason stays, except that [`Stop::Killed`] replaces any other.
    pub fn stop(&self, reason: Stop) {
        self.stop.send_if_modified(|current| {
            let replace = current.is_none() || reason == Stop::Killed;
            if replace {
                *current = Some(reason);
            }
            replace
        });
    }

    /// Why the run was asked to end, if it was.
    pub fn stopped(&self) -> Option<Stop> {
        self.stop.borrow().clone()
    }

    /// Watches for the wish to stop.
    pub fn watch_stop(&self) -> watch::Receiver<Option<Stop>> {
        self.stop.subscribe()
    }

    /// Marks the run as failed without ending it. The first reason stays.
    pub fn mark_failed(&self, reason: String) {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(reason);
    }

    /// Why the run was marked as failed, if it was.
    pub fn marked_failed(&self) -> Option<String> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
