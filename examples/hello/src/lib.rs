//! The smallest scenario: get a page, check that it is there. Not a test of anything in particular: `--target` says of what.

use wasmload_sdk::prelude::*;

fn visit() -> Result {
    let page = http::get("/")?;
    check!(page.status() == 200);
    Ok(())
}

scenario!(visit);
