//! hey: Go, a goroutine and a connection for each worker, no script. Its rate is one per worker.

use std::process::Command;

use anyhow::{Context, Result};

use super::{Job, Load, Reported, Tool, number_after};

pub(super) const TOOL: Tool =
    Tool { name: "hey", program: "hey", package: "hey", version: &[], command, idle: None, read };

fn command(job: &Job) -> Result<Option<Command>> {
    let mut command = Command::new(job.program);
    command.args(["-z", &format!("{}s", job.seconds)]);
    match job.load {
        Load::Closed { connections } => command.args(["-c", &connections.to_string()]),
        Load::Rate { per_second, connections } => {
            command.args(["-c", &connections.to_string(), "-q", &(per_second / connections).to_string()])
        }
    };
    command.arg(job.url);
    Ok(Some(command))
}

fn read(_: &Job, printed: &str) -> Result<Reported> {
    // A line for each status and, after those, one for each kind of error: `[200]	21630 responses`.
    let (mut requests, mut failed) = (0.0, 0.0);
    for line in printed.lines() {
        let Some((kind, rest)) = line.trim().strip_prefix('[').and_then(|line| line.split_once(']')) else { continue };
        let count = rest.split_whitespace().next().and_then(|count| count.parse::<f64>().ok());
        match (kind.parse::<f64>(), count) {
            (Ok(status), Some(count)) if rest.trim_end().ends_with("responses") => {
                requests += count;
                failed += if status == 200.0 { 0.0 } else { count };
            }
            (Ok(errors), _) => failed += errors,
            _ => {}
        }
    }
    let latency = ["50% in", "95% in", "99% in"].map(|label| number_after(printed, label).map(|seconds| seconds * 1e3));
    Ok(Reported {
        requests: (requests > 0.0).then_some(requests).context("hey counts no responses")?,
        failed,
        seconds: number_after(printed, "Total:")?,
        latency: match latency {
            [Ok(p50), Ok(p95), Ok(p99)] => Some([p50, p95, p99]),
            _ => None,
        },
        ..Reported::default()
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::read_printed;
    use super::*;

    const PRINTED: &str = "\nSummary:\n  Total:\t1.0043 secs\n  Slowest:\t0.0248 secs\n  Requests/sec:\t21536.7535\n\n\
        Response time histogram:\n  0.000 [1]\t|\n  0.003 [15554]\t|■■■■\n\n\
        Latency distribution:\n  50% in 0.0014 secs\n  95% in 0.0071 secs\n  99% in 0.0145 secs\n\n\
        Status code distribution:\n  [200]\t21630 responses\n";

    #[test]
    fn a_report_is_read() {
        let reported = read_printed(&TOOL, PRINTED).unwrap();
        assert_eq!((reported.requests, reported.failed, reported.seconds), (21_630.0, 0.0, 1.0043));
        let latency = reported.latency.unwrap().map(|value| (value * 10.0).round() / 10.0);
        assert_eq!(latency, [1.4, 7.1, 14.5]);
    }

    #[test]
    fn other_statuses_and_errors_are_failures() {
        let printed = format!("{PRINTED}  [503]\t7 responses\n\nError distribution:\n  [5]\tGet \"http://…\": EOF\n");
        let reported = read_printed(&TOOL, &printed).unwrap();
        assert_eq!((reported.requests, reported.failed), (21_637.0, 12.0));
    }
}
