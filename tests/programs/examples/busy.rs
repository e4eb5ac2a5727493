//! Computes for `BUSY_MS` milliseconds (default 100) without waiting. The host must give
//! other VUs of the same worker their turn meanwhile, and show its own lag.

use std::hint::black_box;
use std::time::Duration;

use wasmload_sdk::prelude::*;

struct Worker {
    length: Duration,
}

impl Vu for Worker {
    fn start(_: ()) -> Result<Self> {
        Ok(Self { length: millis(config::parse_or("BUSY_MS", 100)?) })
    }
}

fn compute(worker: &mut Worker) {
    let end = execution::elapsed() + worker.length;
    let mut state = 1_u64;
    while execution::elapsed() < end {
        // Long enough for the calls for the time not to count, short enough to end in time.
        for _ in 0..10_000 {
            state = black_box(state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1));
        }
    }
}

scenario! { vu: Worker, functions: [compute] }
