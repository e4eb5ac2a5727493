//! Reads `/etc/passwd`, lists `/`, and writes to `/tmp` and to the working directory. The host must show nothing of the
//! machine: each is an error of the guest's standard library.

use std::fs;

use wasmload_sdk::prelude::*;

fn trespass() {
    check!("a file is not there", fs::read("/etc/passwd").is_err());
    check!("a relative path is not there", fs::read("../../../etc/passwd").is_err());
    check!("the root is not listed", fs::read_dir("/").map_or(true, |mut entries| entries.next().is_none()));
    check!("nothing is written to a folder", fs::write("/tmp/wasmload-trespass", "x").is_err());
    check!("nothing is written here", fs::write("wasmload-trespass", "x").is_err());
}

scenario!(trespass);
