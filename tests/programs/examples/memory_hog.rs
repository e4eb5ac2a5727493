//! VU 1 takes a mebibyte after the other until it gets no more; the others do nothing. The host must stop it at `vuMemory`,
//! show `iterations_failed` with the reason `memory` (or `trap`: Rust aborts when an allocation fails), give the memory back,
//! and leave the others' iterations alone.

use std::hint::black_box;

use wasmload_sdk::prelude::*;

const MEBIBYTE: usize = 1 << 20;

fn visit() {
    if execution::vu().id_in_test != 1 {
        return;
    }
    let mut taken = Vec::new();
    loop {
        // Written to, so that it is memory and not a promise.
        taken.push(black_box(vec![1_u8; MEBIBYTE]));
        black_box(&taken);
    }
}

scenario!(visit);
