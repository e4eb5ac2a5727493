//! A thread with a runtime of its own, for a server that must answer while the test waits for a process.
//!
//! Not a pool: each server has one.

use std::thread::JoinHandle;

use tokio::sync::oneshot;

/// A future that runs in the background until it is told to stop.
#[derive(Debug)]
pub(crate) struct Background<T> {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<T>>,
}

impl<T: Send + 'static> Background<T> {
    /// Starts the future that `make` returns. It gets a signal that comes when it is to end.
    pub(crate) fn start<F>(make: impl FnOnce(oneshot::Receiver<()>) -> F + Send + 'static) -> Self
    where
        F: Future<Output = T>,
    {
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(make(stopped))
        });
        Self { stop: Some(stop), thread: Some(thread) }
    }

    /// Tells it to stop, and waits for what it returns.
    pub(crate) fn stop(mut self) -> T {
        self.join().expect("stopped once")
    }

    fn join(&mut self) -> Option<T> {
        self.signal();
        Some(self.thread.take()?.join().expect("the server's thread panicked"))
    }
}

impl<T> Background<T> {
    fn signal(&mut self) {
        if let Some(stop) = self.stop.take() {
            // The other end may have ended by itself.
            stop.send(()).ok();
        }
    }
}

impl<T> Drop for Background<T> {
    fn drop(&mut self) {
        self.signal();
        if let Some(thread) = self.thread.take() {
            // A panic there has printed itself; a second one while a test fails would abort the whole binary.
            drop(thread.join());
        }
    }
}
