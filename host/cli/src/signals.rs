//! Ctrl-C and SIGTERM: the first asks the run to end gracefully, the second to end at once.

use std::convert::Infallible;
use std::sync::Arc;

use wasmload_core::run::{RunState, Stop};

/// Listens for as long as it is polled.
pub(crate) async fn listen(run: Arc<RunState>) -> Infallible {
    let mut signals = match Signals::new() {
        Ok(signals) => signals,
        Err(error) => {
            tracing::warn!("signals cannot be received, Ctrl-C ends the program without a summary: {error}");
            return std::future::pending().await;
        }
    };
    signals.next().await;
    tracing::warn!("stopping: waiting for running iterations; press Ctrl-C again to stop at once");
    run.stop(Stop::Interrupted);
    signals.next().await;
    tracing::warn!("stopping at once");
    run.stop(Stop::Killed);
    std::future::pending().await
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        // An error means that the handler could not be installed; then there is no signal to wait for.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
