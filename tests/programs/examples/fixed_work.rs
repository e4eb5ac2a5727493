//! Computes: so many multiplications (`WORK`, default 1,000,000) in each iteration, counted in `multiplications`. The host
//! must show iterations that scale with its workers.

use std::hint::black_box;

use wasmload_sdk::prelude::*;

static MULTIPLICATIONS: Counter = Counter::new("multiplications");

struct Worker {
    work: u32,
}

impl Vu for Worker {
    fn start(_: ()) -> Result<Self> {
        Ok(Self { work: config::parse_or("WORK", 1_000_000)? })
    }
}

fn compute(worker: &mut Worker) {
    let mut state = 1_u64;
    for _ in 0..worker.work {
        state = black_box(state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1));
    }
    MULTIPLICATIONS.add(worker.work);
}

scenario! { vu: Worker, functions: [compute] }
