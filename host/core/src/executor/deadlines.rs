//! Until when iterations may begin, until when they may run, and the wish to stop that may come before both.
//!
//! Not the decision to stop: somebody else makes it, and says so in [`RunState`].

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use crate::alarm::{Alarm, ring};
use crate::run::{RunState, Stop};

/// The two deadlines of a scenario.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deadlines {
    /// No iteration is due after this.
    pub(super) regular: Instant,
    /// Iterations that still run are interrupted.
    pub(super) cut: Instant,
}

/// The point in time after a while; a very long while is cut to a hundred years, which a timer can still hold.
pub(super) fn after(instant: Instant, wait: Duration) -> Instant {
    const CENTURY: Duration = Duration::from_hours(100 * 365 * 24);
    instant + wait.min(CENTURY)
}

/// Returns when iterations must not run any longer: at `cut`; or `graceful_stop` after a graceful reason to stop; or at once for
/// any other.
pub(super) async fn cut(state: &RunState, cut: Instant, graceful_stop: Duration) {
    let mut stop = state.watch_stop();
    let mut cut = cut;
    loop {
        match &*stop.borrow_and_update() {
            None => {}
            Some(stop) if stop.is_graceful() => cut = cut.min(after(Instant::now(), graceful_stop)),
            Some(_) => return,
        }
        tokio::select! {
            () = sleep_until(cut) => return,
            // The sender lives in `state`, so this cannot fail.
            _ = stop.changed() => {}
        }
    }
}

/// One task's ear for the wish to stop. Cheap to ask before every iteration: it reads one number that hardly ever changes.
pub(crate) struct StopSignal<'a> {
    state: &'a RunState,
    stop: watch::Receiver<Option<Stop>>,
}

impl<'a> StopSignal<'a> {
    pub(crate) fn new(state: &'a RunState) -> Self {
        let mut stop = state.watch_stop();
        // Whatever was said before is news to this task.
        stop.mark_changed();
        let mut signal = Self { state, stop };
        signal.hear();
        signal
    }

    /// Whether no new iteration may begin.
    pub(crate) fn is_set(&mut self) -> bool {
        self.stop.has_changed().unwrap_or(true) && self.hear()
    }

    /// Whether what was begun must not go on either.
    pub(super) fn is_immediate(&mut self) -> bool {
        self.is_set() && self.state.stopped().is_some_and(|stop| !stop.is_graceful())
    }

    /// Waits for the wish to stop.
    pub(crate) async fn heard(&mut self) {
        if self.is_set() {
            return;
        }
        // Fails only without a sender, which `state` holds.
        drop(self.stop.changed().await);
        self.stop.mark_changed();
    }

    /// Waits with that alarm; `false` if the wish to stop came first.
    pub(super) async fn wait_with(&mut self, alarm: &mut dyn Alarm, instant: Instant) -> bool {
        alarm.set(instant);
        tokio::select! {
            biased;
            () = self.heard() => false,
            () = ring(alarm) => true,
        }
    }

    /// Waits; `false` if the wish to stop came first.
    pub(crate) async fn wait_until(&mut self, instant: Instant) -> bool {
        tokio::select! {
            biased;
            () = self.heard() => false,
            () = sleep_until(instant) => true,
        }
    }

    /// Stays "changed" once there is a reason, so that asking again gives the same answer.
    fn hear(&mut self) -> bool {
        let set = self.stop.borrow_and_update().is_some();
        if set {
            self.stop.mark_changed();
        }
        set
    }
}
