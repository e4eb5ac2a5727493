//! Gets a JSON document (`URL`, default `/json`) and takes the value at a path (`PATH`, default `items.0.id`), which must be
//! `EXPECTED` (JSON text) when that is set. The host must show the check `there is a value`, and log the value at the level info.

use wasmload_sdk::prelude::*;

fn look() -> Result {
    let page = http::get(config::var("URL").unwrap_or("/json".into()))?;
    let path = config::var("PATH").unwrap_or("items.0.id".into());
    let found: Option<serde_json::Value> = page.json_path(&path)?;
    check!("there is a value", found.is_some());
    let found = found.unwrap_or_default().to_string();
    if let Some(expected) = config::var("EXPECTED") {
        check!("the value is the expected one", found == expected);
    }
    log::info(format_args!("{path} is {found}"));
    Ok(())
}

scenario!(look);
