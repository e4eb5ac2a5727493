//! Fails in `setup` in good order. The host must end the test before any iteration, and show the message and its line.

use wasmload_sdk::prelude::*;

fn prepare() -> Result<()> {
    fail!("setup failed on purpose");
}

fn visit() {}

scenario! { setup: prepare, functions: [visit] }
