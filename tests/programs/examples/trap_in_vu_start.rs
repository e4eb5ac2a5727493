//! Panics when VU 1 starts; the others start. The host must say so, and must not disturb the others' iterations.

use wasmload_sdk::prelude::*;

struct Visitor;

impl Vu for Visitor {
    fn start(_: ()) -> Result<Self> {
        assert!(execution::vu().id_in_test != 1, "a trap in vu-start");
        Ok(Self)
    }
}

fn visit() {}

scenario! { vu: Visitor, functions: [visit] }
