//! Iterations of real guests, driven by the scheduler and the closed loop as in a run, all on one thread.
//!
//! Not the making of VUs: that is over when counting begins.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use serde_json::json;
use tokio::runtime::Handle;
use wasmload_core::metric::{Recorder, Registry, Shard, TagSetId};
use wasmload_core::plan::{Layer, Origin, Plan, ResolveContext, path_text, resolve};
use wasmload_core::run::{RunState, run};
use wasmload_core::vu::{CreateError, Iteration, Outcome as Ended, Vu, VuFactory, VuId};
use wasmload_runtime::cache::CompileCache;
use wasmload_runtime::capability::http::{HttpSettings, HttpShared};
use wasmload_runtime::grants::NetGrants;
use wasmload_runtime::network::{Network, NetworkSettings};
use wasmload_runtime::sandbox::Sandbox;
use wasmload_runtime::vu::{ComponentVu, StallLimit};
use wasmload_runtime::{ComponentFactory, Description, Lifecycle, Plugin, Workers};

use crate::region::Laps;
use crate::{Outcome, target};

/// How many iterations are in each region: a multiple of tokio's budget of 128, after which a VU gives way.
pub(crate) const ITERATIONS: u32 = 512;

/// How many calls of the host one iteration of the guest `host_calls` makes.
pub(crate) const CALLS: u32 = 100;

/// An iteration that does nothing.
pub(crate) fn iteration(guests: &Path) -> Outcome {
    alone(guests, "noop")
}

/// Calls of the host that do nothing, so many in an iteration that its own cost hardly counts.
pub(crate) fn host_call(guests: &Path) -> Outcome {
    alone(guests, "host_calls")
}

/// A GET on a kept connection, and a check.
pub(crate) fn http_get(guests: &Path) -> Outcome {
    runtime()?.block_on(async {
        let url = target::start().await?;
        load(guests, "http_get", Some(url)).await
    })
}

fn alone(guests: &Path, guest: &str) -> Outcome {
    runtime()?.block_on(load(guests, guest, None))
}

fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()
}

/// Runs a plan of one VU with that guest.
async fn load(guests: &Path, guest: &str, target: Option<String>) -> Outcome {
    let cache = CompileCache::new(guests.join("compiled-for-callgrind"));
    let plugin = Plugin::load(&guests.join(guest).with_extension("wasm"), Some(&cache))?;
    let lifecycle = Lifecycle::new(&plugin)?;
    let description = lifecycle.describe(&Sandbox::closed(plugin.least_memory())).await?;
    drop(lifecycle);

    let laps = Laps::new(ITERATIONS);
    let plan = Arc::new(plan(&description, laps.total(), target.as_deref())?);
    let registry = Registry::new(plan.limits.series);
    let state = Arc::new(RunState::new(&plan));
    let shard = Shard::new(Arc::clone(&registry));
    let mut grants = NetGrants::default();
    let target = plan.target.as_deref().map(url::Url::parse).transpose()?;
    target.iter().for_each(|target| grants.add_origin(target));
    let network = Arc::new(Network::new(NetworkSettings { target, ..NetworkSettings::new(grants) })?);
    let sandbox = Sandbox {
        registry: Arc::clone(&registry),
        http: Arc::new(HttpShared::new(HttpSettings::default(), Arc::clone(&network))),
        network,
        data: Arc::default(),
        secrets: Arc::default(),
        log: Arc::default(),
        target: plan.target.clone(),
        dirs: Vec::new(),
        memory: usize::try_from(plan.limits.vu_memory)?,
        stall: StallLimit::new(plan.limits.guest_stall),
        run: Some(Arc::clone(&state)),
        shard: Arc::clone(&shard),
        seed: plan.seed,
    };
    let workers = Arc::new(Workers::start(1, &registry, &state)?);
    let factory = ComponentFactory::new(&plugin, &plan, 1, &description, sandbox, "", workers)?;
    let factory = Arc::new(Factory { factory, handle: Handle::current() });
    run(plan, Arc::clone(&state), factory, registry, shard).await?;

    let [completed, failed] =
        [&state.scenarios[0].completed, &state.scenarios[0].failed].map(|count| count.load(Ordering::Relaxed));
    if (completed, failed) == (laps.total().into(), 0) {
        return Ok(());
    }
    Err(format!("{completed} iterations ended and {failed} failed, of {}", laps.total()).into())
}

fn plan(description: &Description, iterations: u32, target: Option<&str>) -> Result<Plan, String> {
    let scenario = json!({"executor": "per-vu-iterations", "iterations": iterations});
    let mut document = json!({"scenarios": {"main": scenario}});
    if let Some(target) = target {
        document["target"] = target.into();
    }
    let context = ResolveContext { functions: description.functions.clone(), ..ResolveContext::default() };
    let resolved = resolve(vec![Layer { origin: Origin::Flags, document }], &context);
    resolved.map(|resolved| resolved.plan).map_err(|faults| {
        faults.iter().map(|fault| format!("{}: {fault}", path_text(&fault.path))).collect::<Vec<_>>().join("; ")
    })
}

/// Makes real VUs, which live on this thread and are counted.
struct Factory {
    factory: ComponentFactory,
    handle: Handle,
}

/// A real VU whose iterations are counted.
struct Counted {
    vu: ComponentVu,
    laps: Laps,
}

impl VuFactory for Factory {
    type Vu = Counted;

    async fn create(&self, scenario: usize, id: VuId) -> Result<Counted, CreateError> {
        Ok(Counted { vu: self.factory.create(scenario, id).await?, laps: Laps::new(ITERATIONS) })
    }

    fn worker(&self, _: u32) -> Handle {
        self.handle.clone()
    }
}

impl Vu for Counted {
    async fn iterate(&mut self, iteration: Iteration) -> Ended {
        self.laps.pass();
        self.vu.iterate(iteration).await
    }

    fn recorder(&mut self) -> &mut Recorder {
        self.vu.recorder()
    }

    fn tags(&self) -> TagSetId {
        self.vu.tags()
    }

    async fn end(self) {
        self.vu.end().await;
    }
}
