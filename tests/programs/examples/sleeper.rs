//! Sleeps for `SLEEP_MS` milliseconds (default 100). The host must show iterations that last as long, cost no computing time,
//! and end at once when they are interrupted.

use wasmload_sdk::prelude::*;

struct Sleeper {
    seconds: f64,
}

impl Vu for Sleeper {
    fn start(_: ()) -> Result<Self> {
        Ok(Self { seconds: config::parse_or("SLEEP_MS", 100.0)? / 1000.0 })
    }
}

fn doze(sleeper: &mut Sleeper) {
    sleep(sleeper.seconds);
}

scenario! { vu: Sleeper, functions: [doze] }
