//! What all VUs of a run share, and the WASI context that each of them gets: the walls of the sandbox.
//!
//! Deny by default: no variable, no file, no socket, no origin unless it was granted.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use wasmload_core::metric::{Registry, Shard};
use wasmload_core::plan::DirGrant;
use wasmload_core::run::RunState;
use wasmtime_wasi::{FsPerms, WasiCtx, WasiCtxBuilder};

use crate::capability::data::SharedData;
use crate::capability::http::{HttpSettings, HttpShared};
use crate::capability::log::{GuestLog, VuLog};
use crate::network::Network;
use crate::vu::stall::StallLimit;

/// What all instances of a component share.
#[derive(Clone)]
pub struct Sandbox {
    /// Where names of metrics and tags become numbers.
    pub registry: Arc<Registry>,
    /// The granted origins, and how connections to them are made.
    pub network: Arc<Network>,
    /// The HTTP capability's shared part.
    pub http: Arc<HttpShared>,
    /// Rows that all VUs share.
    pub data: Arc<SharedData>,
    /// Granted secrets, by name.
    pub secrets: Arc<BTreeMap<String, String>>,
    /// Where guests' messages go.
    pub log: Arc<GuestLog>,
    /// The base URL for relative requests.
    pub target: Option<String>,
    /// Granted directories.
    pub dirs: Vec<DirGrant>,
    /// The linear memory of one instance, in bytes.
    pub memory: usize,
    /// How long a guest may compute without waiting.
    pub stall: StallLimit,
    /// The run, once there is one.
    pub run: Option<Arc<RunState>>,
    /// Where samples go that belong to no worker: those of `setup` and `teardown`.
    pub shard: Arc<Shard>,
    /// Where all random numbers begin.
    pub seed: u64,
}

impl Sandbox {
    /// A sandbox that nothing leaves, for asking a component what it is. `memory` is what it has from the start, in bytes;
    /// how much each VU may have is decided later.
    pub fn closed(memory: u64) -> Self {
        let registry = Registry::new(1);
        let network = Arc::new(Network::closed());
        Self {
            shard: Shard::new(Arc::clone(&registry)),
            registry,
            http: Arc::new(HttpShared::new(HttpSettings::default(), Arc::clone(&network))),
            network,
            data: Arc::default(),
            secrets: Arc::default(),
            log: Arc::default(),
            target: None,
            dirs: Vec::new(),
            memory: usize::try_from(memory).unwrap_or(usize::MAX).saturating_add(64 << 20),
            stall: StallLimit::new(Duration::from_secs(5)),
            run: None,
            seed: 0,
        }
    }

    /// The WASI context of one instance.
    ///
    /// # Errors
    /// A granted directory cannot be opened.
    pub(crate) fn wasi(&self, variables: &BTreeMap<String, String>, log: &Arc<VuLog>) -> wasmtime::Result<WasiCtx> {
        let mut builder = WasiCtxBuilder::new();
        builder
            .stdout(VuLog::stdout(log))
            .stderr(VuLog::stderr(log))
            .allow_tcp(false)
            .allow_udp(false)
            .allow_ip_name_lookup(false);
        for (name, value) in variables {
            builder.env(name, value);
        }
        for dir in &self.dirs {
            let permissions = if dir.writable { FsPerms::ReadWrite } else { FsPerms::ReadOnly };
            builder.preopened_dir(&dir.host, &dir.guest, permissions)?;
        }
        Ok(builder.build())
    }
}
