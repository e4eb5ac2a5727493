//! Two personas for one worker: `hot` computes for `BUSY_MS` milliseconds (default 1,000) without waiting, `light` gets `/`
//! and checks for the status 200. The host must let the light one go on beside the hot one, and show its own lag.

use std::hint::black_box;
use std::time::Duration;

use wasmload_sdk::prelude::*;

struct Persona {
    length: Duration,
}

impl Vu for Persona {
    fn start(_: ()) -> Result<Self> {
        Ok(Self { length: millis(config::parse_or("BUSY_MS", 1000)?) })
    }
}

fn hot(persona: &mut Persona) {
    let end = execution::elapsed() + persona.length;
    let mut state = 1_u64;
    while execution::elapsed() < end {
        // Long enough for the calls for the time not to count, short enough to end in time.
        for _ in 0..10_000 {
            state = black_box(state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1));
        }
    }
}

fn light(_: &mut Persona) -> Result {
    let page = http::get("/")?;
    check!("status is 200", page.status() == 200);
    Ok(())
}

scenario! { vu: Persona, functions: [hot, light] }
