//! What a VU of any persona keeps: the login, and what there is to work on. Not what it did: the engine knows.

use wasmload_sdk::prelude::*;

use crate::api::Api;
use crate::seed::Seed;

/// A VU.
pub(crate) struct Worker {
    pub(crate) api: Api,
    pub(crate) seed: Seed,
    /// By what its pauses are multiplied, from the variable `THINK_TIME`.
    pace: f64,
}

impl Vu<Seed> for Worker {
    fn start(seed: Seed) -> Result<Self> {
        Ok(Self { api: Api::new(&seed.token), seed, pace: config::parse_or("THINK_TIME", 1.0)? })
    }
}

impl Worker {
    /// One of the workflows, by id.
    pub(crate) fn any_workflow(&self) -> Result<&str> {
        Ok(random::pick(&self.seed.workflows).ok_or("there are no workflows")?)
    }

    /// Pauses as people do.
    pub(crate) fn think(&self) {
        think_time(0.5 * self.pace..2.0 * self.pace);
    }
}
