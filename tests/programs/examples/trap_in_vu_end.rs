//! Panics when a VU is retired. The host must log it, and keep the iterations and the end of the test as they would be.

use wasmload_sdk::prelude::*;

struct Visitor;

impl Vu for Visitor {
    fn start(_: ()) -> Result<Self> {
        Ok(Self)
    }

    fn end(self) {
        panic!("a trap in vu-end");
    }
}

fn visit() {}

scenario! { vu: Visitor, functions: [visit] }
