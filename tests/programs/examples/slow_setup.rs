//! Its `setup` sleeps for `SETUP_MS` milliseconds (default 2000), and its `teardown` for `TEARDOWN_MS` (default 0). The host
//! must not count either as an iteration, must hand on the data, and must stop them at `setupTimeout` and `teardownTimeout`.

use wasmload_sdk::prelude::*;

struct Visitor {
    data: String,
}

impl Vu<String> for Visitor {
    fn start(data: String) -> Result<Self> {
        Ok(Self { data })
    }
}

fn prepare() -> Result<String> {
    sleep(config::parse_or("SETUP_MS", 2_000.0)? / 1000.0);
    Ok("made by setup".into())
}

fn visit(visitor: &mut Visitor) {
    check!("the data of setup arrives in a VU", visitor.data == "made by setup");
}

fn clean_up(data: String) -> Result {
    sleep(config::parse_or("TEARDOWN_MS", 0.0)? / 1000.0);
    check!("the data of setup arrives in teardown", data == "made by setup");
    Ok(())
}

scenario! { setup: prepare, vu: Visitor, functions: [visit], teardown: clean_up }
