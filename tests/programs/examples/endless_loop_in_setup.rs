//! Loops for ever in `setup`. The host must stop it after `guestStall`, and end the test before any iteration.

use std::hint::black_box;

use wasmload_sdk::prelude::*;

fn prepare() -> Result<()> {
    let mut turns = 0_u64;
    while black_box(true) {
        turns = black_box(turns.wrapping_add(1));
    }
    Ok(())
}

fn visit() {}

scenario! { setup: prepare, functions: [visit] }
