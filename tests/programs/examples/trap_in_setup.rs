//! Panics in `setup`. The host must end the test before any iteration and show the panic's message.

use wasmload_sdk::prelude::*;

fn prepare() -> Result<()> {
    panic!("a trap in setup");
}

fn visit() {}

scenario! { setup: prepare, functions: [visit] }
