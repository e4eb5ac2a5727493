//! Fails each iteration in good order. The host must show as many `iterations_failed` with the reason `failure` as
//! iterations, log the message at a limited rate, keep the VUs (`kept` counts iterations on one instance), and end with the
//! exit code for failed iterations.

use wasmload_sdk::prelude::*;

static KEPT: Gauge = Gauge::new("kept");

#[derive(Default)]
struct Visitor {
    iterations: u32,
}

impl Vu for Visitor {
    fn start(_: ()) -> Result<Self> {
        Ok(Self::default())
    }
}

fn visit(visitor: &mut Visitor) -> Result {
    visitor.iterations += 1;
    KEPT.set(visitor.iterations);
    fail!("iteration {} failed on purpose", visitor.iterations);
}

scenario! { vu: Visitor, functions: [visit] }
