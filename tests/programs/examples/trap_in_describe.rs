//! Panics when it is asked what it is. The host must refuse to run it (exit code 107) and show the panic's message.

use wasmload_sdk::prelude::*;

fn plan() -> Plan {
    panic!("a trap in describe");
}

fn visit() {}

scenario! { plan: plan, functions: [visit] }
