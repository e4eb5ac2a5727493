//! oha: Rust on hyper and tokio, no script.

use std::process::Command;

use anyhow::Result;
use serde_json::Value;

use super::{Job, Load, Reported, Tool, number};

pub(super) const TOOL: Tool =
    Tool { name: "oha", program: "oha", package: "oha", version: &["--version"], command, idle: None, read };

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

#[cfg(test)]
mod tests {
    use super::super::tests::read_printed;
    use super::*;

    fn printed(statuses: &str, errors: &str) -> String {
        format!(
            r#"{{"summary":{{"successRate":1.0,"total":1.001974079,"requestsPerSec":17458.535471754454}},
            "latencyPercentiles":{{"p10":0.00003992,"p50":0.000058958,"p95":0.000111445,"p99":0.003874551}},
            "statusCodeDistribution":{{{statuses}}},"errorDistribution":{{{errors}}}}}"#
        )
    }

    #[test]
    fn a_report_is_read() {
        let reported = read_printed(&TOOL, &printed(r#""200":17490"#, r#""aborted due to deadline":3"#)).unwrap();
        assert_eq!((reported.requests, reported.failed, reported.seconds), (17_490.0, 0.0, 1.001974079));
        let latency = reported.latency.unwrap().map(|value| (value * 1e3).round() / 1e3);
        assert_eq!(latency, [0.059, 0.111, 3.875]);
    }

    #[test]
    fn other_statuses_and_errors_are_failures() {
        let faulty = printed(r#""200":10,"503":7"#, r#""connection closed before message completed":2"#);
        let reported = read_printed(&TOOL, &faulty).unwrap();
        assert_eq!((reported.requests, reported.failed), (17.0, 9.0));
        assert!(read_printed(&TOOL, "").is_err());
    }
}
