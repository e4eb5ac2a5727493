//! Never drops what the host hands out: `PARAMS` settings (default 100,000) and, when `URL` is set, `RESPONSES` responses
//! (default 1,000) in each iteration. The host must bound what one VU may hold, as a trap of that VU if need be, and give it
//! all back with the VU.

use std::mem::forget;

use wasmload_sdk::prelude::*;
use wasmload_sdk::wit::wasmload::http::client;

fn leak() -> Result {
    for _ in 0..config::parse_or("PARAMS", 100_000_u32)? {
        forget(client::Params::new());
    }
    if let Some(url) = config::var("URL") {
        for _ in 0..config::parse_or("RESPONSES", 1_000_u32)? {
            forget(http::get(&url)?);
        }
    }
    Ok(())
}

scenario!(leak);
