//! `wasmload:metrics`: custom metrics, checks and groups.

use wasmload_sdk::metrics;
use wasmload_sdk::prelude::*;

use crate::prove;

static COUNTER: Counter = Counter::new("conformance_counter");
static BYTES: Counter = Counter::bytes("conformance_bytes");
static GAUGE: Gauge = Gauge::new("conformance_gauge");
static RATE: Rate = Rate::new("conformance_rate");
static TREND: Trend = Trend::time("conformance_trend");
static TAGS: Tags = Tags::new(&[("kind", "own"), ("scenario", "mine"), ("group", "mine")]);

/// More groups than may be open at once.
const DEPTH: usize = 18;

pub(crate) fn all() {
    kinds();
    refused();
    checks();
    groups();
}

fn kinds() {
    let registered = [COUNTER.register(), GAUGE.register(), RATE.register(), TREND.register()];
    for (name, registered) in ["kind.counter", "kind.gauge", "kind.rate", "kind.trend"].into_iter().zip(&registered) {
        prove(name, registered.is_ok());
    }
    prove("metrics.register", COUNTER.register().is_ok());
    COUNTER.add(1);
    COUNTER.add(2.5);
    // Left out, and counted in `values_rejected`.
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        COUNTER.add(value);
    }
    GAUGE.set(3);
    GAUGE.set(-2);
    GAUGE.set(7);
    RATE.add(true);
    RATE.add(true);
    RATE.add(false);
    TREND.add(10);
    TREND.add(20);
    TREND.add(30);
    prove("metrics.add", true);
    COUNTER.add_with(10, &TAGS);
    GAUGE.set_with(70, &TAGS);
    RATE.add_with(false, &TAGS);
    TREND.add_with(100, &TAGS);
    prove("metrics.register-tags", true);
    prove("unit.none", COUNTER.register().is_ok());
    prove("unit.milliseconds", TREND.register().is_ok());
    BYTES.add(1024);
    prove("unit.bytes", BYTES.register().is_ok());
}

fn refused() {
    let invalid = Counter::named("not a name").register();
    prove("metrics.error.invalid-name", matches!(invalid, Err(metrics::Error::InvalidName(why)) if !why.is_empty()));
    let conflict = Trend::named("conformance_counter").register();
    prove(
        "metrics.error.conflict",
        matches!(conflict, Err(metrics::Error::Conflict(what)) if what.contains("counter")),
    );
}

/// Registers metrics until there are too many. Last of all: no other metric can be registered after it.
pub(crate) fn too_many() {
    let refused = (0..20_000).find_map(|i| Counter::named(format!("filler_{i}")).register().err());
    prove("metrics.error.too-many", refused == Some(metrics::Error::TooMany(10_000)));
}

fn checks() {
    prove("checks.register", check::record("registered by its name", true));
    prove("checks.record", check!("with tags", true, &TAGS));
}

fn groups() {
    let path = |depth: usize| (1..=depth).map(|level| format!("::{level}")).collect::<String>();
    let current = || execution::tags().into_iter().find(|(name, _)| name == "group").map(|(_, group)| group);
    let mut open = Vec::new();
    let mut entered = true;
    for depth in 1..=DEPTH {
        open.push(group::enter(&depth.to_string()));
        entered &= current() == Some(path(depth.min(16)));
    }
    COUNTER.add(100);
    let mut left = true;
    for depth in (0..DEPTH).rev() {
        open.pop();
        left &= current() == (depth > 0).then(|| path(depth.min(16)));
    }
    prove("groups.enter", entered);
    prove("groups.leave", left);
}
