//! `bench scaling`: two workers against one: what they do together, and what it costs.
//!
//! Not other tools: they have no workers.

use anyhow::Result;
use serde_json::Value;

use super::Bench;
use super::figures::Spread;
use super::process::{Finished, run};
use super::report::Part;
use super::rounds::{Entrant, Plan, extent};
use super::table::{Column, Row, Table};
use super::target::Kind;
use super::tool::{Load, TOOLS, Task, number};

const WORKERS: [u32; 2] = [1, 2];

/// VUs that compute: enough for each worker to have a choice.
const VUS: u32 = 8;

const REQUESTS: [Column; 3] = [
    Column { key: "requests_per_second", heading: "requests", unit: "1/s", decimals: 0 },
    Column { key: "cpu_us", heading: "CPU per request", unit: "µs", decimals: 1 },
    Column { key: "speedup", heading: "of one worker's rate", unit: "", decimals: 2 },
];

const ITERATIONS: [Column; 3] = [
    Column { key: "iterations_per_second", heading: "iterations", unit: "1/s", decimals: 0 },
    Column { key: "cpu_us", heading: "CPU per iteration", unit: "µs", decimals: 0 },
    Column { key: "speedup", heading: "of one worker's rate", unit: "", decimals: 2 },
];

/// What one run came to: things per second, and CPU microseconds for each.
type Outcome = (f64, f64);

/// Measures requests, which share the processors with the target, and computing, which does not.
pub(super) fn measure(bench: &Bench) -> Result<Part> {
    let (seconds, rounds) = (bench.pick(4, 2), bench.pick(3, 1));
    let mut notes = Vec::new();
    let requests = requests(bench, seconds, rounds, &mut notes)?;
    let mut computing = WORKERS.map(|_| Vec::new());
    for _ in 0..rounds {
        for (workers, outcomes) in WORKERS.iter().zip(&mut computing) {
            outcomes.push(compute(bench, *workers, seconds)?);
        }
    }
    let title = |what: &str| format!("{what} ({})", extent(rounds, seconds));
    let table = |title: String, columns: [Column; 3], outcomes: [Vec<Outcome>; 2]| Table {
        title,
        rows_are: "workers",
        columns: columns.to_vec(),
        rows: rows(&outcomes),
    };
    let tables = vec![
        table(title(&format!("Requests, 50 VUs, {}", Kind::Nginx.name())), REQUESTS, requests),
        table(
            title(&format!("Computing, {VUS} VUs, a million multiplications in each iteration")),
            ITERATIONS,
            computing,
        ),
    ];
    let about = vec![
        "A worker is a thread that VUs run on; each VU stays on its own. In the first table the target needs processors \
         too: on a machine with two of them a second worker competes with it. In the second nothing but wasmload runs."
            .to_owned(),
    ];
    Ok(Part { name: "scaling", title: "Two workers against one", about, tables, notes })
}

fn requests(bench: &Bench, seconds: u32, rounds: u32, notes: &mut Vec<String>) -> Result<[Vec<Outcome>; 2]> {
    let entrants = WORKERS.map(|workers| {
        let [tool, ..] = TOOLS;
        Entrant { name: workers.to_string(), program: bench.built(), guest: None, tool, workers: Some(workers) }
    });
    let plan = Plan { load: Load::Closed { connections: 50 }, task: Task::Check, seconds, rounds };
    let series = bench.rounds(&plan, &entrants, &bench.target(Kind::Nginx)?, notes)?;
    let mut series = series.into_iter().map(|series| {
        let runs = series.runs.iter().flatten();
        runs.map(|run| (run.reported.requests / run.reported.seconds, run.cpu()[2])).collect()
    });
    Ok([series.next().unwrap_or_default(), series.next().unwrap_or_default()])
}

fn compute(bench: &Bench, workers: u32, seconds: u32) -> Result<Outcome> {
    let (mut command, summary) = bench.wasmload("fixed_work")?;
    command.args(["--vus", &VUS.to_string(), "--duration", &format!("{seconds}s")]);
    let cost: Finished = run(command.args(["--workers", &workers.to_string()]), &bench.folder)?;
    let summary: Value = serde_json::from_str(&std::fs::read_to_string(summary)?)?;
    let iterations = number(&summary, "/metrics/iterations/values/count")?;
    let seconds = number(&summary, "/duration_ms")? / 1e3;
    let [_, _, cpu] = cost.cpu_per(iterations);
    Ok((iterations / seconds, cpu))
}

fn rows(outcomes: &[Vec<Outcome>; 2]) -> Vec<Row> {
    let [one, _] = outcomes;
    let row = |(workers, outcomes): (&u32, &Vec<Outcome>)| {
        let rates = outcomes.iter().map(|(rate, _)| *rate);
        let speedups = rates.clone().zip(one).map(|(rate, (alone, _))| rate / alone);
        let costs = outcomes.iter().map(|(_, cost)| *cost);
        Row::new(workers.to_string(), [Spread::of(rates), Spread::of(costs), Spread::of(speedups)])
    };
    WORKERS.iter().zip(outcomes).map(row).collect()
}
