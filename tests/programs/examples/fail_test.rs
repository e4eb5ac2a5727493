//! Marks the test as failed in its first iteration, and goes on. The host must show all iterations, and end with exit code
//! 110 and the first reason.

use wasmload_sdk::prelude::*;

fn visit() {
    if execution::iteration().in_test == 0 {
        execution::fail_test("the first reason");
        execution::fail_test("the second reason");
    }
}

scenario!(visit);
