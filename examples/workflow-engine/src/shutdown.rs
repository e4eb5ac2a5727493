//! The signal to stop, and the wait until everybody has.
//!
//! Whoever holds a [`Shutdown`] is waited for; it never forces anybody.

use tokio::sync::{mpsc, watch};

/// Held by every task that `stop` has to wait for.
#[derive(Debug, Clone)]
pub(crate) struct Shutdown {
    signal: watch::Receiver<bool>,
    /// Never used to send: the channel closes when the last holder is gone.
    _alive: mpsc::Sender<()>,
}

impl Shutdown {
    /// Returns when the server is asked to stop.
    pub(crate) async fn requested(&mut self) {
        // An error means that the server was dropped without `stop`: that is a request too.
        drop(self.signal.wait_for(|stop| *stop).await.map(|_| ()));
    }
}

/// The other end: asks and waits.
#[derive(Debug)]
pub(crate) struct Stopper {
    signal: watch::Sender<bool>,
    alive: mpsc::Receiver<()>,
}

impl Stopper {
    pub(crate) fn new() -> (Self, Shutdown) {
        let (signal, receiver) = watch::channel(false);
        let (sender, alive) = mpsc::channel(1);
        (Self { signal, alive }, Shutdown { signal: receiver, _alive: sender })
    }

    pub(crate) fn request(&self) {
        self.signal.send_replace(true);
    }

    /// Returns when every [`Shutdown`] is gone.
    pub(crate) async fn gone(&mut self) {
        // Nothing is ever sent, so this is the end of the channel.
        let end = self.alive.recv().await;
        debug_assert!(end.is_none());
    }
}
