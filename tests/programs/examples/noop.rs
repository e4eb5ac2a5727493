//! Does nothing. The host must show iterations and no failures; what it costs is the price of an iteration itself.

use wasmload_sdk::prelude::*;

fn noop() {}

scenario!(noop);
