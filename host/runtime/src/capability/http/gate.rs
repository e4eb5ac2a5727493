//! The waker of one connection: it passes a wake on to the VU's task only while that task waits for this connection.
//!
//! Not a scheduler. Hyper wakes its own other half at each step of an exchange, and a server that closes an idle
//! connection wakes whoever polled it last; each of these would cost a poll of the whole VU, its guest's stack included.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering::AcqRel, Ordering::Acquire, Ordering::Release};
use std::task::{Poll, Wake, Waker};

use futures_util::task::AtomicWaker;

/// Nobody waits: wakes are swallowed, since the next exchange polls anyway.
const IDLE: u8 = 0;
/// The task polls now: a wake means "once more".
const POLLING: u8 = 1;
/// The task waits: a wake is passed on.
const WAITING: u8 = 2;
/// There was a wake.
const WOKEN: u8 = 3;

/// How often a poll is repeated at once. Beyond it the task yields, so that a connection with much to read does not keep
/// its neighbours waiting, and tokio's budget (which is given anew by yielding only) cannot make it spin.
const MOST_ROUNDS: usize = 16;

/// Where the wakes of one connection go.
#[derive(Debug, Default)]
pub(super) struct Gate {
    state: AtomicU8,
    task: AtomicWaker,
}

impl Gate {
    /// Polls `step` until it is ready, or until nothing is left to do but to wait.
    pub(super) fn poll<T>(&self, task: &Waker, mut step: impl FnMut() -> Poll<T>) -> Poll<T> {
        self.task.register(task);
        for _ in 0..MOST_ROUNDS {
            self.state.store(POLLING, Release);
            if let Poll::Ready(done) = step() {
                self.rest();
                return Poll::Ready(done);
            }
            if self.state.compare_exchange(POLLING, WAITING, AcqRel, Acquire).is_ok() {
                return Poll::Pending;
            }
        }
        task.wake_by_ref();
        Poll::Pending
    }

    /// Swallows wakes from now on.
    pub(super) fn rest(&self) {
        self.state.store(IDLE, Release);
    }
}

impl Wake for Gate {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let before = self.state.try_update(AcqRel, Acquire, |state| (state != IDLE).then_some(WOKEN));
        if before == Ok(WAITING) {
            self.task.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    #[derive(Default)]
    struct Count(AtomicUsize);

    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, AcqRel);
        }
    }

    #[test]
    fn only_a_waiting_task_is_woken() {
        let gate = Arc::new(Gate::default());
        let waker = Waker::from(Arc::clone(&gate));
        let count = Arc::new(Count::default());
        let task = Waker::from(Arc::clone(&count));

        waker.wake_by_ref();
        assert_eq!(count.0.load(Acquire), 0, "idle");

        let mut rounds = 0;
        let polled = gate.poll(&task, || {
            rounds += 1;
            if rounds == 1 {
                waker.wake_by_ref();
            }
            Poll::<()>::Pending
        });
        assert!(polled.is_pending());
        assert_eq!(rounds, 2, "a wake while polling means one more round");
        assert_eq!(count.0.load(Acquire), 0);

        waker.wake_by_ref();
        waker.wake_by_ref();
        assert_eq!(count.0.load(Acquire), 1, "a waiting task is woken once");

        assert!(gate.poll(&task, || Poll::Ready(())).is_ready());
        waker.wake_by_ref();
        assert_eq!(count.0.load(Acquire), 1, "idle again");
    }

    #[test]
    fn a_step_that_always_wakes_yields_to_its_neighbours() {
        let gate = Arc::new(Gate::default());
        let waker = Waker::from(Arc::clone(&gate));
        let count = Arc::new(Count::default());
        let mut rounds = 0;
        let polled = gate.poll(&Waker::from(Arc::clone(&count)), || {
            rounds += 1;
            waker.wake_by_ref();
            Poll::<()>::Pending
        });
        assert!(polled.is_pending());
        assert_eq!((rounds, count.0.load(Acquire)), (MOST_ROUNDS, 1));
    }
}
