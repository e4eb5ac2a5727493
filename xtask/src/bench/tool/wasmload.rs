//! wasmload: the program under development, with a guest in Rust.

use std::process::Command;

use anyhow::Result;

use super::{Job, Load, Reported, Tool, number};

pub(super) const TOOL: Tool = Tool {
    name: "wasmload",
    program: "wasmload",
    package: "wasmload",
    version: &["--version"],
    command,
    idle: Some(idle),
    read,
};

const REPORT: &str = "wasmload.json";

fn command(job: &Job) -> Result<Option<Command>> {
    let mut command = run(job);
    let seconds = job.seconds;
    match job.load {
        Load::Closed { connections } => {
            command.args(["--vus", &connections.to_string(), "--duration", &format!("{seconds}s")])
        }
        Load::Rate { per_second, connections } => {
            let plan = format!(
                "[scenarios.only]\nexecutor = 'constant-arrival-rate'\nrate = {per_second}\nduration = '{seconds}s'\n\
                 preAllocatedVUs = {connections}\nmaxVUs = {connections}\n"
            );
            command.arg("--config").arg(job.write("wasmload.toml", &plan)?)
        }
    };
    Ok(Some(command))
}

fn idle(job: &Job) -> Result<Command> {
    let connections = job.load.connections();
    let mut command = run(job);
    command.args(["--vus", &connections.to_string(), "--duration", &format!("{}s", job.seconds)]);
    Ok(command)
}

/// `wasmload run` of the job's guest, without the load.
fn run(job: &Job) -> Command {
    let mut command = Command::new(job.program);
    command.arg("run").arg(job.guest).args(["--quiet", "--target", job.url, "--summary-export"]).arg(job.file(REPORT));
    command.arg("--cache-dir").arg(job.file("cache"));
    if let Some(workers) = job.workers {
        command.args(["--workers", &workers.to_string()]);
    }
    command
}

fn read(job: &Job, _: &str) -> Result<Reported> {
    let report = job.take_json(REPORT)?;
    let metric = |metric: &str, figure: &str| number(&report, &format!("/metrics/{metric}/values/{figure}"));
    let latency = |figure| metric("http_req_duration", figure);
    let rate = matches!(job.load, Load::Rate { .. });
    let lateness = |figure| metric("iteration_lateness", figure);
    Ok(Reported {
        requests: metric("http_reqs", "count")?,
        failed: metric("checks", "fails")?,
        seconds: number(&report, "/duration_ms")? / 1e3,
        latency: Some([latency("med")?, latency("p(95)")?, latency("p(99)")?]),
        // The metric is there only when something was dropped.
        dropped: rate.then(|| metric("dropped_iterations", "count").unwrap_or_default()),
        lateness: if rate { Some([lateness("med")?, lateness("p(99)")?]) } else { None },
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{RATE, read_file};
    use super::*;

    #[test]
    fn a_report_is_read() {
        let trend = |p50, p95, p99| format!("{{\"values\": {{\"med\": {p50}, \"p(95)\": {p95}, \"p(99)\": {p99}}}}}");
        let (duration, lateness) = (trend(0.12, 0.31, 0.64), trend(0.05, 0.4, 1.3));
        let report = |dropped: &str| {
            format!(
                r#"{{"metrics": {{ {dropped} "http_reqs": {{"values": {{"count": 2990, "rate": 2990}}}},
                "checks": {{"values": {{"rate": 1, "passes": 2989, "fails": 1}}}},
                "http_req_duration": {duration}, "iteration_lateness": {lateness}}}, "duration_ms": 1002.5}}"#
            )
        };
        let some = report(r#""dropped_iterations": {"values": {"count": 10, "rate": 10}},"#);
        let reported = read_file(&TOOL, RATE, REPORT, &some).unwrap();
        assert_eq!((reported.requests, reported.failed, reported.dropped), (2990.0, 1.0, Some(10.0)));
        assert_eq!((reported.latency, reported.lateness), (Some([0.12, 0.31, 0.64]), Some([0.05, 1.3])));
        assert_eq!(read_file(&TOOL, RATE, REPORT, &report("")).unwrap().dropped, Some(0.0));
    }
}
