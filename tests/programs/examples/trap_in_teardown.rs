//! Panics in `teardown`. The host must show all iterations, say that `teardown` failed, and end with its exit code.

use wasmload_sdk::prelude::*;

fn visit() {}

fn clean_up() {
    panic!("a trap in teardown");
}

scenario! { functions: [visit], teardown: clean_up }
