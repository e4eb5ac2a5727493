//! oha: Rust on hyper and tokio, no script.

use std::process::Command;

use anyhow::Result;
use serde_json::Value;

use super::{Job, Load, Reported, Tool, number};

pub(super) const TOOL: Tool =
    Tool { name: "oha", program: "oha", package: "oha", version: &["--version"], command, read };

fn command(job: &Job) -> Result<Option<Command>> {
    let mut command = Command::new(job.program);
    command.args(["--no-tui", "--output-format", "json", "-z", &format!("{}s", job.seconds)]);
    match job.load {
        Load::Closed { connections } => command.args(["-c", &connections.to_string()]),
        Load::Rate { per_second, connections } => {
            command.args(["-c", &connections.to_string(), "-q", &per_second.to_string()])
        }
    };
    command.arg(job.url);
    Ok(Some(command))
}

fn read(_: &Job, printed: &str) -> Result<Reported> {
    let report: Value = serde_json::from_str(printed)?;
    let counts = |field: &str| {
        let fields = report[field].as_object().into_iter().flatten();
        fields.map(|(name, count)| (name.clone(), count.as_f64().unwrap_or_default())).collect::<Vec<_>>()
    };
    let statuses = counts("statusCodeDistribution");
    let requests: f64 = statuses.iter().map(|(_, count)| count).sum();
    let good: f64 = statuses.iter().filter(|(status, _)| status == "200").map(|(_, count)| count).sum();
    // Requests that were under way when time was up are no failures.
    let errors = counts("errorDistribution");
    let errors: f64 = errors.iter().filter(|(name, _)| !name.contains("deadline")).map(|(_, count)| count).sum();
    let percentile = |name: &str| number(&report, &format!("/latencyPercentiles/{name}")).map(|seconds| seconds * 1e3);
    Ok(Reported {
        requests,
        failed: requests - good + errors,
        seconds: number(&report, "/summary/total")?,
        latency: Some([percentile("p50")?, percentile("p95")?, percentile("p99")?]),
        ..Reported::default()
    })
}
