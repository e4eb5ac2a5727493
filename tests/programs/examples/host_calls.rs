//! Calls the host a hundred times for a number that it knows: what it costs is the price of a call. The host must show
//! iterations and no failures; each call must give the same number.

use wasmload_sdk::prelude::*;

/// How many calls an iteration makes.
const CALLS: usize = 100;

fn ask() -> Result {
    let seed = execution::random_seed();
    for _ in 1..CALLS {
        if execution::random_seed() != seed {
            fail!("the seed changed");
        }
    }
    Ok(())
}

scenario!(ask);
