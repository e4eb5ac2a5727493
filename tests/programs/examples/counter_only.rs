//! Adds 1 to the counter `ticks`. The host must show as many ticks as iterations.

use wasmload_sdk::prelude::*;

static TICKS: Counter = Counter::new("ticks");

fn tick() {
    TICKS.add(1);
}

scenario!(tick);
