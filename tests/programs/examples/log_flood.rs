//! Logs `LINES` messages (default 10,000) in each iteration, and a tenth of that to the standard output and error each. The
//! host must show some, count those that it leaves out, and go on at speed.

use std::io::{Write, stderr, stdout};

use wasmload_sdk::prelude::*;

fn flood() -> Result {
    let lines: u32 = config::parse_or("LINES", 10_000)?;
    for line in 0..lines {
        log::warn(format_args!("message {line}"));
    }
    for line in 0..lines / 10 {
        writeln!(stdout(), "output {line}")?;
        writeln!(stderr(), "error {line}")?;
    }
    Ok(())
}

scenario!(flood);
