//! The threads that VUs live on: each with a runtime and a shard of metrics of its own, and a probe of its lateness.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use tokio::runtime::{Builder, Handle};
use tokio::sync::watch;
use wasmload_core::metric::{Recorder, Registry, Shard};
use wasmload_core::run::RunState;
use wasmload_core::summary::LateSeconds;

use crate::probe::Probe;

/// One thread, one `current_thread` runtime, one shard.
#[derive(Debug)]
struct Worker {
    handle: Handle,
    shard: Arc<Shard>,
    thread: Option<JoinHandle<()>>,
}

/// The workers of a run. They end when this is dropped, with all tasks that still run on them.
#[derive(Debug)]
pub struct Workers {
    workers: Vec<Worker>,
    stop: watch::Sender<bool>,
    late: Arc<Mutex<LateSeconds>>,
}

impl Workers {
    /// Starts so many workers, at least one. Their lateness counts while `state` has load.
    ///
    /// # Errors
    /// The system refuses a thread or an event queue.
    pub fn start(count: usize, registry: &Arc<Registry>, state: &Arc<RunState>) -> std::io::Result<Self> {
        let stop = watch::Sender::new(false);
        let late = Arc::<Mutex<LateSeconds>>::default();
        let worker = |index| {
            let shard = Shard::new(Arc::clone(registry));
            let recorder = Recorder::new(Arc::clone(&shard));
            let probe = Probe { index, state: Arc::clone(state), recorder, late: Arc::clone(&late) };
            Worker::start(probe, shard, stop.subscribe())
        };
        let workers = (0..count.max(1)).map(worker).collect::<Result<_, _>>()?;
        Ok(Self { workers, stop, late })
    }

    /// In which seconds of the load one of them was late.
    pub fn late(&self) -> LateSeconds {
        self.late.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.workers.len()
    }

    /// The shards of all workers.
    pub fn shards(&self) -> Vec<Arc<Shard>> {
        self.workers.iter().map(|worker| Arc::clone(&worker.shard)).collect()
    }

    /// The worker of the VU of that number: VUs are dealt out in turn, so that each scenario uses all workers.
    pub(crate) fn handle(&self, vu: u32) -> Handle {
        self.of(vu).handle.clone()
    }

    pub(crate) fn shard(&self, vu: u32) -> Arc<Shard> {
        Arc::clone(&self.of(vu).shard)
    }

    fn of(&self, vu: u32) -> &Worker {
        &self.workers[vu as usize % self.workers.len()]
    }
}

impl Worker {
    fn start(probe: Probe, shard: Arc<Shard>, mut stop: watch::Receiver<bool>) -> std::io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let name = format!("wasmload-worker-{}", probe.index);
        let thread = std::thread::Builder::new().name(name).spawn(move || {
            // A task like those of the VUs. What `block_on` itself polls is polled before all of them, and would not see
            // how long they wait for each other.
            runtime.spawn(probe.run());
            // Ends with `true`, or with the sender gone: either way the run is over.
            drop(runtime.block_on(stop.wait_for(|stop| *stop)));
            runtime.shutdown_background();
        })?;
        Ok(Self { handle, shard, thread: Some(thread) })
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        for worker in &mut self.workers {
            if let Some(thread) = worker.thread.take() {
                // A worker that panicked has been reported by the panic hook already.
                drop(thread.join());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vus_are_dealt_out_over_all_workers_and_tasks_run_there() {
        let registry = Registry::new(100);
        let workers = Workers::start(2, &registry, &Arc::new(RunState::default())).unwrap();
        let (sender, receiver) = std::sync::mpsc::channel();
        for vu in 1..=4 {
            let sender = sender.clone();
            workers.handle(vu).spawn(async move {
                sender.send((vu, std::thread::current().name().unwrap().to_owned())).unwrap();
            });
        }
        drop(sender);
        let mut ran: Vec<_> = receiver.iter().collect();
        ran.sort();
        let names: Vec<&str> = ran.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names, ["wasmload-worker-1", "wasmload-worker-0", "wasmload-worker-1", "wasmload-worker-0"]);
    }
}
