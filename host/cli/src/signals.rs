//! Ctrl-C and SIGTERM, from a thread of their own, so that nothing that blocks elsewhere keeps them waiting.
//!
//! The first asks the run to end gracefully, the second to end at once, the third ends the program, whatever it does.

use std::sync::{Arc, OnceLock};

use wasmload_core::run::{RunState, Stop};

use crate::exit_code::Exit;

/// Listens for signals from when it is made to the end of the program.
#[derive(Debug)]
pub(crate) struct Signals {
    run: Arc<OnceLock<Arc<RunState>>>,
}

impl Signals {
    /// Begins to listen. Until there is a run to stop, a signal ends the program.
    pub(crate) fn listen() -> Self {
        let run = Arc::new(OnceLock::new());
        let theirs = Arc::clone(&run);
        let thread = std::thread::Builder::new().name("wasmload-signals".to_owned()).spawn(move || wait(&theirs));
        if let Err(error) = thread {
            warn(&error);
        }
        Self { run }
    }

    /// From now on, signals stop this run.
    pub(crate) fn stop(&self, run: &Arc<RunState>) {
        // There is one run in the life of the program.
        drop(self.run.set(Arc::clone(run)));
    }
}

fn warn(error: &std::io::Error) {
    tracing::warn!("signals cannot be received, Ctrl-C ends the program without a summary: {error}");
}

fn wait(run: &OnceLock<Arc<RunState>>) {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_io().build() {
        Ok(runtime) => runtime,
        Err(error) => return warn(&error),
    };
    runtime.block_on(async {
        let mut source = match Interrupts::listen() {
            Ok(source) => source,
            Err(error) => return warn(&error),
        };
        for received in 1_u32.. {
            source.next().await;
            match (run.get(), received) {
                (Some(run), 1) => {
                    tracing::warn!("stopping: waiting for what runs; press Ctrl-C again to stop at once");
                    run.stop(Stop::Interrupted);
                }
                (Some(run), 2) => {
                    tracing::warn!("stopping at once");
                    run.stop(Stop::Killed);
                }
                _ => exit(),
            }
        }
    });
}

#[expect(clippy::exit, reason = "whoever asks three times, or before there is anything to lose, wants out")]
fn exit() -> ! {
    std::process::exit(Exit::Interrupted.code().into())
}

/// Ctrl-C and SIGTERM, as they come. Who listens is not ended by them.
#[cfg(unix)]
pub(crate) struct Interrupts {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Interrupts {
    /// Begins to listen.
    pub(crate) fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// Waits for the next one.
    pub(crate) async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
pub(crate) struct Interrupts;

#[cfg(not(unix))]
impl Interrupts {
    /// Begins to listen.
    pub(crate) fn listen() -> std::io::Result<Self> {
        Ok(Self)
    }

    /// Waits for the next one.
    pub(crate) async fn next(&mut self) {
        // An error means that the handler could not be installed; then there is no signal to wait for.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
