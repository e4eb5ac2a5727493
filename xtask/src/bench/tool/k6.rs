//! k6: Go, JavaScript for each VU. It runs what our guest runs: one GET and one check, and a field of JSON where that is asked for.

use std::process::Command;

use anyhow::Result;

use super::{Job, Load, Reported, Task, Tool, number};

pub(super) const TOOL: Tool =
    Tool { name: "k6", program: "k6", package: "k6", version: &["version"], command, idle: Some(idle), read };

const SCRIPT: &str = "\
import http from 'k6/http';
import { check, sleep } from 'k6';

export const options = {
  scenarios: { only: SCENARIO },
  summaryTrendStats: ['min', 'med', 'p(95)', 'p(99)', 'max'],
};

export default function () {
  const page = http.get('URL');
  check(page, { 'status is 200': (page) => page.status === 200CONDITION });
  AFTERWARDS
}

export function handleSummary(data) {
  return { 'REPORT': JSON.stringify(data) };
}
";

const REPORT: &str = "k6.json";

fn command(job: &Job) -> Result<Option<Command>> {
    let seconds = job.seconds;
    let scenario = match job.load {
        Load::Closed { connections } => {
            format!("{{ executor: 'constant-vus', vus: {connections}, duration: '{seconds}s' }}")
        }
        Load::Rate { per_second, connections } => format!(
            "{{ executor: 'constant-arrival-rate', rate: {per_second}, duration: '{seconds}s', \
             preAllocatedVUs: {connections}, maxVUs: {connections} }}"
        ),
    };
    run(job, &scenario, "").map(Some)
}

fn idle(job: &Job) -> Result<Command> {
    let connections = job.load.connections();
    let scenario = format!("{{ executor: 'constant-vus', vus: {connections}, duration: '{}s' }}", job.seconds);
    run(job, &scenario, &format!("sleep({});", job.seconds))
}

/// `k6 run` of a script with that scenario, which does that after each request.
fn run(job: &Job, scenario: &str, afterwards: &str) -> Result<Command> {
    let (path, condition) = match job.task {
        Task::Check => ("", ""),
        Task::CheckJson => ("json", " && page.json('stock.here') === 3"),
    };
    let script = SCRIPT.replace("SCENARIO", scenario).replace("CONDITION", condition);
    let script = script.replace("AFTERWARDS", afterwards).replace("URL", &format!("{}{path}", job.url));
    let script = job.write("k6.js", &script.replace("REPORT", &job.file(REPORT).display().to_string()))?;
    let mut command = Command::new(job.program);
    command.args(["run", "--quiet", "--no-usage-report"]).arg(script);
    Ok(command)
}

fn read(job: &Job, _: &str) -> Result<Reported> {
    let report = job.take_json(REPORT)?;
    let metric = |metric: &str, figure: &str| number(&report, &format!("/metrics/{metric}/values/{figure}"));
    let latency = |figure| metric("http_req_duration", figure);
    let rate = matches!(job.load, Load::Rate { .. });
    Ok(Reported {
        requests: metric("http_reqs", "count")?,
        failed: metric("checks", "fails")?,
        seconds: number(&report, "/state/testRunDurationMs")? / 1e3,
        latency: Some([latency("med")?, latency("p(95)")?, latency("p(99)")?]),
        // The metric is there only when something was dropped.
        dropped: rate.then(|| metric("dropped_iterations", "count").unwrap_or_default()),
        lateness: None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{RATE, read_file};
    use super::*;

    #[test]
    fn a_report_is_read() {
        let report = r#"{"state":{"testRunDurationMs":1008.9865,"isStdOutTTY":false},"metrics":{
            "dropped_iterations":{"type":"counter","contains":"default","values":{"count":2507,"rate":2484.6714995691223}},
            "http_req_duration":{"type":"trend","contains":"time","values":{"min":0.041261,"med":0.170899,
                "p(95)":5.448076699999971,"p(99)":11.929839,"max":25.688014}},
            "http_reqs":{"type":"counter","contains":"default","values":{"count":494,"rate":489.60020773320554}},
            "checks":{"type":"rate","contains":"default","values":{"fails":0,"rate":1,"passes":494}}}}"#;
        let reported = read_file(&TOOL, RATE, REPORT, report).unwrap();
        assert_eq!((reported.requests, reported.failed, reported.dropped), (494.0, 0.0, Some(2507.0)));
        assert_eq!(reported.latency, Some([0.170899, 5.448076699999971, 11.929839]));
        assert!((reported.seconds - 1.0089865).abs() < 1e-9 && reported.lateness.is_none());
    }
}
