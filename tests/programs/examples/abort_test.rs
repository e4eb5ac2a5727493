//! Aborts the test in the iteration with the number `AT` in the test (default 10), and goes on for ever in that iteration. The
//! host must interrupt all iterations, run `teardown` (it adds to `torn_down`), print the summary, and end with exit code 108
//! and the first reason.

use wasmload_sdk::prelude::*;

static TORN_DOWN: Counter = Counter::new("torn_down");

fn visit() -> Result {
    if execution::iteration().in_test == config::parse_or("AT", 10)? {
        execution::abort("the first reason");
        execution::abort("the second reason");
        loop {
            sleep(1.0);
        }
    }
    sleep(0.01);
    Ok(())
}

fn clean_up() {
    TORN_DOWN.add(1);
}

scenario! { functions: [visit], teardown: clean_up }
