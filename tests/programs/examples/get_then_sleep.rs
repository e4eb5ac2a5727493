//! Gets `/` in its first iteration, and sleeps for `SLEEP_MS` milliseconds (default 60,000) in each that follows: an idle VU
//! with an open connection. The host must show one request for each VU, and keep the connection while it sleeps.

use wasmload_sdk::prelude::*;

struct Sleeper {
    seconds: f64,
    connected: bool,
}

impl Vu for Sleeper {
    fn start(_: ()) -> Result<Self> {
        Ok(Self { seconds: config::parse_or("SLEEP_MS", 60_000.0)? / 1000.0, connected: false })
    }
}

fn connect_or_doze(sleeper: &mut Sleeper) -> Result {
    if sleeper.connected {
        sleep(sleeper.seconds);
        return Ok(());
    }
    let page = http::get("/")?;
    check!(page.status() == 200);
    sleeper.connected = true;
    Ok(())
}

scenario! { vu: Sleeper, functions: [connect_or_doze] }
