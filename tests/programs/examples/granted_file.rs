//! Reads `/data/known` and tries to change it, and to leave the folder. The host must show the folder that was granted, let it
//! be written only when that was granted too (`WRITABLE`), and nothing beside it.

use std::fs;

use wasmload_sdk::prelude::*;

fn look() -> Result {
    let writable: bool = config::parse_or("WRITABLE", false)?;
    check!("the file is read", fs::read_to_string("/data/known").is_ok_and(|text| text == "as it was"));
    check!("there is no way out of the folder", fs::read("/data/../secret").is_err());
    check!("there is no other folder", fs::read_dir("/").map_or(true, |mut entries| entries.next().is_none()));
    let name = format!("/data/vu-{}", execution::vu().id_in_test);
    check!("it is written as granted", fs::write(&name, "new").is_ok() == writable);
    check!("and found again", fs::read_to_string(&name).is_ok() == writable);
    Ok(())
}

scenario!(look);
