//! wasmtime as this tool sets it up: one configuration for code, two ways to allocate, and the clock that interrupts guests.
//!
//! Not what runs inside: that is `vu`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use thiserror::Error;
use wasmtime::component::Component;
use wasmtime::{Config, Engine, InstanceAllocationStrategy, PoolingAllocationConfig};

/// How often a computing guest is looked at: for so long a VU may hold up the others on its worker, and their answers are
/// read so much later. The clock itself costs less than a per cent of one core at this rate; the CPU time of a request was
/// the same as with 10 ms.
pub(crate) const TICK: Duration = Duration::from_millis(2);

/// Reserved address space per linear memory: with 4 GiB no access needs a bounds check. A smaller reservation was
/// measured to cost guests a third of their speed.
const MEMORY_RESERVATION: u64 = 4 << 30;

/// The largest tables of the languages' runtimes: Go and Python come with up to 8,000 elements.
const TABLE_ELEMENTS: usize = 60_000;

/// An engine that could not be set up. Its source says what the system refused.
#[derive(Debug, Error)]
#[error("the WebAssembly engine cannot be set up for {instances} VUs")]
pub struct EngineError {
    /// How many VUs it was to hold.
    pub instances: u32,
    /// What the system refused.
    #[source]
    pub source: Box<dyn std::error::Error + Send + Sync>,
}

/// What code is compiled for. The same for every engine, so that an artifact compiled by one loads in another.
fn config() -> Config {
    let mut config = Config::new();
    config
        .memory_reservation(MEMORY_RESERVATION)
        .memory_guard_size(32 << 20)
        .memory_init_cow(true)
        .epoch_interruption(true)
        // A trap in a guest is a line in the log, not a report: names are enough, and capturing more costs each trap.
        .wasm_backtrace_max_frames(std::num::NonZeroUsize::new(16));
    config
}

/// An engine that compiles, and allocates instances one by one: for `describe`, `setup` and `teardown`.
pub(crate) fn on_demand() -> Result<Engine, EngineError> {
    Engine::new(&config()).map_err(|source| EngineError { instances: 1, source: source.into() })
}

/// An engine with room for so many VUs, each of up to `memory` bytes, of which `component` shall be instantiated.
pub(crate) fn pooled(instances: u32, memory: usize, component: &Component) -> Result<Engine, EngineError> {
    // What the component itself needs at least; unknown when it imports modules, which the world does not allow.
    let (memories, tables, elements) = component.resources_required().map_or((4, 20, 0), |needs| {
        (needs.num_memories.max(1), needs.num_tables.max(1), needs.max_initial_table_size.unwrap_or(0) as usize)
    });
    let mut pool = PoolingAllocationConfig::default();
    pool.total_component_instances(instances)
        .total_core_instances(instances.saturating_mul(20))
        .total_memories(instances.saturating_mul(memories))
        .total_tables(instances.saturating_mul(tables))
        .total_stacks(instances)
        .max_component_instance_size(4 << 20)
        .max_core_instance_size(4 << 20)
        .max_core_instances_per_component(64)
        .max_memories_per_component(memories)
        .max_tables_per_component(tables)
        .max_memory_size(memory)
        .table_elements(TABLE_ELEMENTS.max(elements * 2));
    let mut config = config();
    config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool));
    Engine::new(&config).map_err(|source| EngineError { instances, source: source.into() })
}

/// Advances an engine's epoch every [`TICK`], from a thread of its own that ends with it.
#[derive(Debug)]
pub(crate) struct Ticker {
    ticks: Arc<AtomicU64>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Ticker {
    pub(crate) fn start(engine: &Engine) -> std::io::Result<Self> {
        let ticks = Arc::new(AtomicU64::new(0));
        let stop = Arc::new(AtomicBool::new(false));
        let engine = engine.weak();
        let thread = std::thread::Builder::new().name("wasmload-ticker".to_owned()).spawn({
            let (ticks, stop) = (Arc::clone(&ticks), Arc::clone(&stop));
            move || {
                while !stop.load(Ordering::Relaxed) {
                    std::thread::sleep(TICK);
                    let Some(engine) = engine.upgrade() else { break };
                    ticks.fetch_add(1, Ordering::Relaxed);
                    engine.increment_epoch();
                }
            }
        })?;
        Ok(Self { ticks, stop, thread: Some(thread) })
    }

    /// How many ticks there were: the clock of [`crate::vu::stall`].
    pub(crate) fn ticks(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.ticks)
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // The thread cannot panic: it sleeps and counts.
            drop(thread.join());
        }
    }
}
