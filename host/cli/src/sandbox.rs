//! Builds the walls of the sandbox from what the person granted, on the command line and in the plan.

use std::sync::Arc;

use wasmload_core::metric::{Registry, Shard};
use wasmload_core::plan::Plan;
use wasmload_core::run::RunState;
use wasmload_runtime::capability::http::{HttpSettings, HttpShared};
use wasmload_runtime::grants::NetGrants;
use wasmload_runtime::network::{Network, NetworkSettings};
use wasmload_runtime::sandbox::Sandbox;
use wasmload_runtime::vu::StallLimit;

use crate::args::RunArgs;
use crate::diagnostics::{Diagnostic, Outcome};
use crate::exit_code::Exit;
use crate::prepare::Prepared;

/// The sandbox of a run.
pub(crate) fn open(
    args: &RunArgs,
    prepared: &Prepared,
    plan: &Plan,
    registry: &Arc<Registry>,
    state: &Arc<RunState>,
    shard: &Arc<Shard>,
) -> Outcome<Sandbox> {
    let invalid = |error: &dyn std::error::Error| Diagnostic::of(error).fail(Exit::InvalidConfiguration);
    let mut grants = NetGrants::parse(&plan.grants.net).map_err(|error| invalid(&error))?;
    let target = plan.target.as_deref().map(url::Url::parse).transpose().map_err(|error| invalid(&error))?;
    if let Some(target) = &target {
        grants.add_origin(target);
    }
    for dir in &plan.grants.dirs {
        if let Err(error) = std::fs::read_dir(&dir.host) {
            let mut diagnostic = Diagnostic::new(format!("the granted directory `{}` cannot be read", dir.host));
            diagnostic.causes.push(error.to_string());
            return Err(diagnostic
                .hint("check `--allow-dir`, or `allowDirs` in the plan")
                .fail(Exit::InvalidConfiguration));
        }
    }
    let memory = usize::try_from(plan.limits.vu_memory).unwrap_or(usize::MAX);
    let network = NetworkSettings {
        target,
        ca_file: args.grants.cacert.clone(),
        insecure: args.grants.insecure_skip_tls_verify,
        on_refused: Arc::new(|origin: &str| {
            tracing::warn!("a request to {origin} was refused; to grant it: --allow-net {origin}");
        }),
        ..NetworkSettings::new(grants)
    };
    let network = Arc::new(Network::new(network).map_err(|error| invalid(&error))?);
    let http = HttpSettings { most_kept_bytes: plan.limits.vu_memory, ..HttpSettings::default() };
    Ok(Sandbox {
        registry: Arc::clone(registry),
        http: Arc::new(HttpShared::new(http, Arc::clone(&network))),
        network,
        data: Arc::clone(&prepared.data),
        secrets: Arc::clone(&prepared.secrets),
        log: Arc::default(),
        target: plan.target.clone(),
        dirs: plan.grants.dirs.clone(),
        memory,
        stall: StallLimit::new(plan.limits.guest_stall),
        run: Some(Arc::clone(state)),
        shard: Arc::clone(shard),
        seed: plan.seed,
    })
}
