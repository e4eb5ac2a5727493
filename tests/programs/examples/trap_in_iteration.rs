//! Panics in each third iteration of VU 1, counted from when its instance was made. The host must show those as
//! `iterations_failed` with the reason `trap`, replace the VU, and leave the others' iterations alone.

use wasmload_sdk::prelude::*;

#[derive(Default)]
struct Visitor {
    iterations: u32,
}

impl Vu for Visitor {
    fn start(_: ()) -> Result<Self> {
        Ok(Self::default())
    }
}

fn visit(visitor: &mut Visitor) {
    visitor.iterations += 1;
    assert!(execution::vu().id_in_test != 1 || visitor.iterations < 3, "a trap in iteration");
}

scenario! { vu: Visitor, functions: [visit] }
