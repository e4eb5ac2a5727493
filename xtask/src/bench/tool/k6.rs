//! k6: Go, JavaScript for each VU. It runs what our guest runs: one GET and one check.

use std::process::Command;

use anyhow::Result;

use super::{Job, Load, Reported, Tool, number};

pub(super) const TOOL: Tool = Tool { name: "k6", program: "k6", package: "k6", version: &["version"], command, read };

const SCRIPT: &str = "\
import http from 'k6/http';
import { check } from 'k6';

export const options = {
  scenarios: { only: SCENARIO },
  summaryTrendStats: ['min', 'med', 'p(95)', 'p(99)', 'max'],
};

export default function () {
  const page = http.get('URL');
  check(page, { 'status is 200': (page) => page.status === 200 });
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
    let script = SCRIPT.replace("SCENARIO", &scenario).replace("URL", job.url);
    let script = job.write("k6.js", &script.replace("REPORT", &job.file(REPORT).display().to_string()))?;
    let mut command = Command::new(job.program);
    command.args(["run", "--quiet", "--no-usage-report"]).arg(script);
    Ok(Some(command))
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
