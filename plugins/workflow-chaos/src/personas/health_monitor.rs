//! Health monitors: they ask at fixed times whether the engine lives, its database too, and read its counters.

use std::sync::LazyLock;

use wasmload_sdk::http::Request;
use wasmload_sdk::prelude::*;

use crate::vu::Worker;

static HEALTH: LazyLock<Params> = LazyLock::new(|| Params::new().name("health").timeout(secs(5)));
static METRICS: LazyLock<Params> = LazyLock::new(|| Params::new().name("metrics").timeout(secs(5)));

/// One probe.
pub(crate) fn probe(_: &mut Worker) -> Result {
    let health = Request::get("/health?deep=true").params(&HEALTH).send()?;
    check!("the engine is healthy", health.status() == 200);
    let metrics = Request::get("/metrics").params(&METRICS).send()?;
    check!("the engine counts", metrics.status() == 200 && metrics.body_size() > 0);
    Ok(())
}
