//! ab: Apache's benchmark program, C, one thread, HTTP/1.0 with keep-alive. It cannot hold a rate.

use std::process::Command;

use anyhow::Result;

use super::{Job, Load, Reported, Tool, number_after};

pub(super) const TOOL: Tool =
    Tool { name: "ab -k", program: "ab", package: "apache2-utils", version: &["-V"], command, idle: None, read };

/// More requests than it will make: `-t` alone would end it after 50,000. It keeps 40 bytes for each that it does make.
const REQUESTS_PER_SECOND: u32 = 500_000;

fn command(job: &Job) -> Result<Option<Command>> {
    let Load::Closed { connections } = job.load else { return Ok(None) };
    let mut command = Command::new(job.program);
    command.args(["-k", "-q", "-c", &connections.to_string(), "-t", &job.seconds.to_string()]);
    command.args(["-n", &(job.seconds * REQUESTS_PER_SECOND).to_string(), job.url]);
    Ok(Some(command))
}

fn read(_: &Job, printed: &str) -> Result<Reported> {
    let other = if printed.contains("Non-2xx responses:") { number_after(printed, "Non-2xx responses:")? } else { 0.0 };
    Ok(Reported {
        requests: number_after(printed, "Complete requests:")?,
        failed: number_after(printed, "Failed requests:")? + other,
        seconds: number_after(printed, "Time taken for tests:")?,
        ..Reported::default()
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::read_printed;
    use super::*;

    #[test]
    fn a_report_is_read() {
        let printed = "Concurrency Level:      50\nTime taken for tests:   1.001 seconds\nComplete requests:      67949\n\
            Failed requests:        3\nKeep-Alive requests:    67949\n";
        let reported = read_printed(&TOOL, printed).unwrap();
        assert_eq!((reported.requests, reported.failed, reported.seconds), (67_949.0, 3.0, 1.001));
        let other = format!("{printed}Non-2xx responses:      67949\n");
        assert_eq!(read_printed(&TOOL, &other).unwrap().failed, 67_952.0);
        assert!(read_printed(&TOOL, "apr_socket_recv: Connection refused (111)\n").is_err());
    }
}
