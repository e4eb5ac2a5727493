//! Looks for the host's environment. The host must show `GRANTED` (which the test hands in) and nothing else: neither through
//! `wasmload:scenario/configuration` nor through `wasi:cli/environment`; and no arguments beyond the program's name.

use wasmload_sdk::prelude::*;

fn look() {
    check!("PATH is not visible", config::var("PATH").is_none() && std::env::var_os("PATH").is_none());
    check!("HOME is not visible", config::var("HOME").is_none() && std::env::var_os("HOME").is_none());
    check!("what was granted is visible", config::var("GRANTED").is_some());
    check!("only what was granted is listed", config::vars().iter().all(|(name, _)| name == "GRANTED"));
    check!("WASI shows nothing more", std::env::vars_os().all(|(name, _)| name == "GRANTED"));
    check!("there are no arguments", std::env::args_os().count() <= 1);
}

scenario!(look);
