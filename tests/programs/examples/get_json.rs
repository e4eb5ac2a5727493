//! One GET, one check, and one field of the JSON that came: what `bench languages` runs in each
//! language. The host must show as many `http_reqs` and `checks` as iterations.

use wasmload_sdk::prelude::*;

fn visit() -> Result {
    let page = http::get("/json")?;
    let here: u32 = page.json_path("stock.here")?;
    check!("status is 200", page.status() == 200 && here == 3);
    Ok(())
}

scenario!(visit);
