//! The idle VUs of an open executor, and how one of them is told to begin. Not the busy ones: nobody needs a list of those.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use tokio::time::Instant;

/// The idle VUs. The one that became idle last is taken first: its memory is still in the caches.
#[derive(Debug, Default)]
pub(super) struct Pool {
    /// `None` once it is closed. Locked for a push or a pop, never across an await.
    idle: Mutex<Option<Vec<Arc<Mailbox>>>>,
}

/// Where one VU finds what it shall do next. It is read by that VU's task only, and written only while it is not in the pool.
#[derive(Debug, Default)]
pub(super) struct Mailbox {
    mail: Mutex<Option<Mail>>,
    arrived: Notify,
}

/// What a VU shall do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mail {
    /// Begin an iteration that was scheduled for then.
    Begin(Instant),
    /// End: there will be no more iterations.
    End,
}

impl Pool {
    pub(super) fn with_capacity(vus: usize) -> Self {
        Self { idle: Mutex::new(Some(Vec::with_capacity(vus))) }
    }

    /// Adds an idle VU; `false` if the pool is closed.
    pub(super) fn put(&self, mailbox: &Arc<Mailbox>) -> bool {
        self.lock().as_mut().map(|idle| idle.push(Arc::clone(mailbox))).is_some()
    }

    /// Takes an idle VU out. It is lost unless it gets mail.
    #[must_use]
    pub(super) fn take(&self) -> Option<Arc<Mailbox>> {
        self.lock().as_mut()?.pop()
    }

    /// Ends all idle VUs, and refuses those that become idle later.
    pub(super) fn close(&self) {
        let idle = self.lock().take();
        for mailbox in idle.into_iter().flatten() {
            mailbox.send(Mail::End);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Vec<Arc<Mailbox>>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Mailbox {
    pub(super) fn send(&self, mail: Mail) {
        *self.mail.lock().unwrap_or_else(PoisonError::into_inner) = Some(mail);
        self.arrived.notify_one();
    }

    pub(super) async fn receive(&self) -> Mail {
        loop {
            self.arrived.notified().await;
            if let Some(mail) = self.mail.lock().unwrap_or_else(PoisonError::into_inner).take() {
                return mail;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::time::Instant;

    use super::{Mail, Mailbox, Pool};

    #[tokio::test]
    async fn the_last_in_is_the_first_out_and_closing_ends_the_rest() {
        let pool = Pool::with_capacity(2);
        let [first, second, third] = [(); 3].map(|()| Arc::new(Mailbox::default()));
        assert!(pool.put(&first) && pool.put(&second));

        let taken = pool.take().expect("two are idle");
        assert!(Arc::ptr_eq(&taken, &second));
        let now = Instant::now();
        taken.send(Mail::Begin(now));
        assert_eq!(second.receive().await, Mail::Begin(now));

        pool.close();
        assert_eq!(first.receive().await, Mail::End);
        assert!(!pool.put(&third));
        assert!(pool.take().is_none());
    }
}
