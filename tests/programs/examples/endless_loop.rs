//! VU 1 loops for ever in each iteration; the others do nothing. The host must stop it after `guestStall`, show
//! `iterations_failed` with the reason `stalled`, replace it, and leave the others' iterations alone.

use std::hint::black_box;

use wasmload_sdk::prelude::*;

fn visit() {
    if execution::vu().id_in_test == 1 {
        spin();
    }
}

fn spin() {
    let mut turns = 0_u64;
    while black_box(true) {
        turns = black_box(turns.wrapping_add(1));
    }
}

scenario!(visit);
