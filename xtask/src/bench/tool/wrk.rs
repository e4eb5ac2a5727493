//! wrk: C, one epoll loop per thread, no script. It cannot hold a rate.

use std::process::Command;

use anyhow::{Context, Result};

use super::{Job, Load, Reported, Tool, word_after};

pub(super) const TOOL: Tool =
    Tool { name: "wrk", program: "wrk", package: "wrk", version: &["-v"], command, idle: None, read };

fn command(job: &Job) -> Result<Option<Command>> {
    let Load::Closed { connections } = job.load else { return Ok(None) };
    let mut command = Command::new(job.program);
    // It refuses more threads than connections.
    command.args([
        &format!("-t{}", connections.min(2)),
        &format!("-c{connections}"),
        &format!("-d{}s", job.seconds),
        job.url,
    ]);
    Ok(Some(command))
}

fn read(_: &Job, printed: &str) -> Result<Reported> {
    let line = printed.lines().find(|line| line.contains(" requests in ")).context("wrk counts no requests")?;
    let (requests, rest) = line.trim().split_once(" requests in ").context("wrk counts no requests")?;
    let other = word_after(printed, "Non-2xx or 3xx responses:").map_or(Ok(0.0), str::parse)?;
    let errors = printed.lines().find(|line| line.contains("Socket errors:")).unwrap_or_default();
    let errors: f64 = errors.split([' ', ',']).filter_map(|word| word.parse::<f64>().ok()).sum();
    Ok(Reported {
        requests: requests.parse().context("wrk's number of requests")?,
        failed: other + errors,
        seconds: seconds(rest.split(',').next().unwrap_or_default()).context("wrk's length")?,
        ..Reported::default()
    })
}

/// A length such as `612.00us`, `1.10s` or `2.00m`, in seconds.
fn seconds(text: &str) -> Option<f64> {
    let unit = text.find(|c: char| c.is_ascii_alphabetic())?;
    let factor = match &text[unit..] {
        "us" => 1e-6,
        "ms" => 1e-3,
        "s" => 1.0,
        "m" => 60.0,
        _ => return None,
    };
    text[..unit].parse::<f64>().ok().map(|value| value * factor)
}

#[cfg(test)]
mod tests {
    use super::super::tests::read_printed;
    use super::*;

    #[test]
    fn a_report_is_read() {
        let printed = "  2 threads and 50 connections\n  Thread Stats   Avg      Stdev     Max   +/- Stdev\n    \
            Latency   659.09us  558.33us   9.36ms   96.86%\n  77070 requests in 1.10s, 11.25MB read\nRequests/sec:  70055.93\n";
        let reported = read_printed(&TOOL, printed).unwrap();
        assert_eq!((reported.requests, reported.failed, reported.seconds), (77_070.0, 0.0, 1.1));

        let faulty = format!(
            "{printed}  Socket errors: connect 1, read 2, write 0, timeout 4\n  Non-2xx or 3xx responses: 10\n"
        );
        assert_eq!(read_printed(&TOOL, &faulty).unwrap().failed, 17.0);
        assert!(read_printed(&TOOL, "unable to connect to 127.0.0.1:18182 Connection refused\n").is_err());
    }
}
