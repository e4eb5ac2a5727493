//! The threads that VUs live on: each with a runtime and a shard of metrics of its own, and a probe of its lateness.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::runtime::{Builder, Handle};
use tokio::sync::watch;
use tokio::time::Instant;
use wasmload_core::metric::{Recorder, Registry, Shard, TagSetId, builtin};

/// How often a worker's lateness is measured: often enough for a percentile of each second, and no load by itself.
const PROBE: Duration = Duration::from_millis(20);

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
    measuring: Arc<AtomicBool>,
}

impl Workers {
    /// Starts so many workers, at least one.
    ///
    /// # Errors
    /// The system refuses a thread or an event queue.
    pub fn start(count: usize, registry: &Arc<Registry>) -> std::io::Result<Self> {
        let stop = watch::Sender::new(false);
        let measuring = Arc::new(AtomicBool::new(false));
        let workers = (0..count.max(1))
            .map(|index| Worker::start(index, registry, stop.subscribe(), Arc::clone(&measuring)))
            .collect::<Result<_, _>>()?;
        Ok(Self { workers, stop, measuring })
    }

    /// Whether the workers' lateness counts from now on: while there is load, and not while VUs are made. It does not
    /// in the beginning.
    pub fn measure(&self, on: bool) {
        self.measuring.store(on, Ordering::Relaxed);
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
    fn start(
        index: usize,
        registry: &Arc<Registry>,
        mut stop: watch::Receiver<bool>,
        measuring: Arc<AtomicBool>,
    ) -> std::io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let shard = Shard::new(Arc::clone(registry));
        let recorder = Recorder::new(Arc::clone(&shard));
        let thread = std::thread::Builder::new().name(format!("wasmload-worker-{index}")).spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    // Ends with `true`, or with the sender gone: either way the run is over.
                    _ = stop.wait_for(|stop| *stop) => {}
                    () = probe(recorder, measuring) => {}
                }
            });
            runtime.shutdown_background();
        })?;
        Ok(Self { handle, shard, thread: Some(thread) })
    }
}

/// Measures how late this worker's timers fire: the time for which a VU that was due had to wait for its thread.
async fn probe(mut recorder: Recorder, measuring: Arc<AtomicBool>) {
    loop {
        let before = measuring.load(Ordering::Relaxed);
        let due = Instant::now() + PROBE;
        tokio::time::sleep_until(due).await;
        // What began or ended inside of the switch was late for other reasons.
        if before && measuring.load(Ordering::Relaxed) {
            recorder.add(builtin::GENERATOR_LAG, TagSetId::default(), due.elapsed().as_secs_f64() * 1000.0);
            recorder.flush();
        }
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
    use wasmload_core::metric::Aggregator;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn lateness_counts_only_while_it_is_measured() {
        let registry = Registry::new(100);
        let shard = Shard::new(Arc::clone(&registry));
        let measuring = Arc::new(AtomicBool::new(false));
        let mut aggregator = Aggregator::new(registry, vec![Arc::clone(&shard)], &[]);
        let mut count = || {
            aggregator.collect(PROBE);
            aggregator.total(builtin::GENERATOR_LAG).map_or(0, |sink| sink.samples())
        };
        tokio::spawn(probe(Recorder::new(shard), Arc::clone(&measuring)));
        // In the middle between two probes each time.
        tokio::time::sleep(PROBE * 10 + PROBE / 2).await;
        assert_eq!(count(), 0);
        measuring.store(true, Ordering::Relaxed);
        tokio::time::sleep(PROBE * 3).await;
        assert_eq!(count(), 2, "the first had begun before");
        measuring.store(false, Ordering::Relaxed);
        tokio::time::sleep(PROBE * 10).await;
        assert_eq!(count(), 2);
    }

    #[test]
    fn vus_are_dealt_out_over_all_workers_and_tasks_run_there() {
        let registry = Registry::new(100);
        let workers = Workers::start(2, &registry).unwrap();
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
