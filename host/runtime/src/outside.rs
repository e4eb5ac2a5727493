//! Work that a guest waits for, done outside of the guest's stack. What the work is, it does not know.
//!
//! wasmtime polls a host call's future on the stack of the guest that made the call. Each VU has a stack of its own, which is
//! cold in the processor's caches and keeps every page that was ever touched. A call whose work is deep hands it out
//! instead, and the VU's task does it on the thread's own stack, which all VUs of a worker share; the guest's stack is
//! entered again when the work is done.

use std::convert::Infallible;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

/// The place where a guest's call leaves a piece of work, and finds it done. Clones are the same place.
///
/// The lock is never waited for: both sides live in one task.
#[derive(Debug)]
pub(crate) struct Outside<T>(Arc<Mutex<Stage<T>>>);

#[derive(Debug)]
enum Stage<T> {
    /// The guest asked for nothing.
    Idle,
    /// It left work.
    Given(T),
    /// The work is being done.
    Busy,
    /// It is done.
    Done(T),
}

impl<T> Default for Outside<T> {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Stage::Idle)))
    }
}

impl<T> Clone for Outside<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Outside<T> {
    /// Leaves work, at once, and waits until it is done: for the guest's side, in a call that is polled by a [`Helper`].
    pub(crate) fn run(&self, work: T) -> impl Future<Output = T> {
        *self.lock() = Stage::Given(work);
        // Nobody is to be woken, here and below: the helper polls whoever can go on.
        poll_fn(|_| {
            let mut stage = self.lock();
            match std::mem::replace(&mut *stage, Stage::Idle) {
                Stage::Done(work) => Poll::Ready(work),
                other => {
                    *stage = other;
                    Poll::Pending
                }
            }
        })
    }

    /// Waits for work and takes it: for the helper's side.
    pub(crate) async fn given(&self) -> T {
        poll_fn(|_| {
            let mut stage = self.lock();
            match std::mem::replace(&mut *stage, Stage::Busy) {
                Stage::Given(work) => Poll::Ready(work),
                other => {
                    *stage = other;
                    Poll::Pending
                }
            }
        })
        .await
    }

    /// Puts work back that is done: for the helper's side.
    pub(crate) fn done(&self, work: T) {
        *self.lock() = Stage::Done(work);
    }

    fn lock(&self) -> MutexGuard<'_, Stage<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Does the work of one guest, piece after piece, in one future that is made once.
pub(crate) struct Helper<T> {
    place: Outside<T>,
    work: Pin<Box<dyn Future<Output = Infallible> + Send>>,
}

impl<T: Send + 'static> Helper<T> {
    /// A helper that takes its work from `place`; `serve` does one piece after the other.
    pub(crate) fn new<S>(place: Outside<T>, serve: impl FnOnce(Outside<T>) -> S) -> Self
    where
        S: Future<Output = Infallible> + Send + 'static,
    {
        let work = Box::pin(serve(place.clone()));
        Self { place, work }
    }

    /// Polls a call of the guest, and the work that it leaves. While there is work, the guest is not polled: it waits for
    /// nothing else.
    pub(crate) fn poll<R>(
        &mut self,
        mut call: Pin<&mut impl Future<Output = R>>,
        context: &mut Context<'_>,
    ) -> Poll<R> {
        loop {
            if self.has_work() {
                let Poll::Pending = self.work.as_mut().poll(context);
                if self.has_work() {
                    return Poll::Pending;
                }
            }
            if let Poll::Ready(output) = call.as_mut().poll(context) {
                return Poll::Ready(output);
            }
            if !self.has_work() {
                return Poll::Pending;
            }
        }
    }

    fn has_work(&self) -> bool {
        matches!(*self.place.lock(), Stage::Given(_) | Stage::Busy)
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::time::Duration;

    use tokio::time::{Instant, sleep};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_guest_is_polled_only_when_its_work_is_done() {
        let place = Outside::default();
        let mut helper = Helper::new(place.clone(), |place: Outside<u64>| async move {
            loop {
                let seconds = place.given().await;
                sleep(Duration::from_secs(seconds)).await;
                sleep(Duration::from_secs(seconds)).await;
                place.done(seconds * 10);
            }
        });
        let polls = AtomicU32::new(0);
        let guest = async {
            let mut sum = 0;
            for seconds in 1..=3 {
                sum += place.run(seconds).await;
            }
            // A wait of its own.
            sleep(Duration::from_secs(1)).await;
            sum + place.run(0).await
        };
        let mut guest = pin!(guest);
        let mut counted = pin!(poll_fn(|context| {
            polls.fetch_add(1, Ordering::Relaxed);
            guest.as_mut().poll(context)
        }));
        let start = Instant::now();
        assert_eq!(poll_fn(|context| helper.poll(counted.as_mut(), context)).await, 60);
        assert_eq!(start.elapsed(), Duration::from_secs(2 * (1 + 2 + 3) + 1));
        // The first, one after each of three works, one after its own wait, one after the last work.
        assert_eq!(polls.load(Ordering::Relaxed), 6);
    }

    #[tokio::test]
    async fn work_is_dropped_with_its_helper() {
        let (alive, gone) = tokio::sync::oneshot::channel::<()>();
        let place = Outside::default();
        let mut helper = Helper::new(place.clone(), |place| async move {
            loop {
                let alive = place.given().await;
                std::future::pending::<()>().await;
                place.done(alive);
            }
        });
        {
            let mut call = pin!(place.run(alive));
            assert!(poll_fn(|context| Poll::Ready(helper.poll(call.as_mut(), context).is_pending())).await);
        }
        drop(helper);
        assert!(gone.await.is_err());
    }
}
