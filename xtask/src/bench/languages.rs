//! `bench languages`: what the language of a scenario costs: CPU per request, beside k6, and memory over time.
//!
//! Not how languages compare elsewhere: each guest does one GET, one check and reads one field of JSON.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;

use super::Bench;
use super::figures::{Spread, count, slope};
use super::install;
use super::process::{Memory, mebibytes, watch};
use super::report::Part;
use super::rounds::{Entrant, Plan, Series};
use super::table::{Column, Row, Table};
use super::target::{Kind, Target};
use super::tool::{Load, TOOLS, Task, Tool, number};
use crate::projects;

/// The languages, by their folder, and as they are shown.
const LANGUAGES: [(&str, &str); 4] = [("rust", "Rust"), ("go", "Go"), ("js", "JavaScript"), ("python", "Python")];

const CONNECTIONS: u32 = 50;

const COST: [Column; 5] = [
    Column { key: "cpu_us", heading: "CPU per request", unit: "µs", decimals: 1 },
    Column { key: "user_us", heading: "user", unit: "µs", decimals: 1 },
    Column { key: "requests_per_second", heading: "requests", unit: "1/s", decimals: 0 },
    Column { key: "k6_ratio", heading: "k6 ÷ this", unit: "", decimals: 2 },
    Column { key: "failed", heading: "failed requests", unit: "", decimals: 0 },
];

const MEMORY: [Column; 6] = [
    Column { key: "component_mib", heading: "component", unit: "MiB", decimals: 2 },
    Column { key: "iterations_per_vu", heading: "iterations of each VU", unit: "", decimals: 0 },
    Column { key: "private_per_vu_kib", heading: "private for each VU", unit: "KiB", decimals: 0 },
    Column { key: "half_mib", heading: "resident at half time", unit: "MiB", decimals: 1 },
    Column { key: "end_mib", heading: "at the end", unit: "MiB", decimals: 1 },
    Column { key: "slope_kib_per_minute", heading: "slope for each VU", unit: "KiB/min", decimals: 2 },
];

pub(super) fn measure(bench: &Bench) -> Result<Part> {
    let mut notes = Vec::new();
    let target = bench.target(Kind::Echo)?;
    let load = Load::Closed { connections: CONNECTIONS };
    let plan = Plan { load, task: Task::CheckJson, seconds: bench.pick(4, 2), rounds: bench.pick(5, 1) };
    let series = bench.rounds(&plan, &entrants(bench), &target, &mut notes)?;
    let title = format!("{}, {CONNECTIONS} VUs ({})", Kind::Echo.name(), plan.extent());
    let mut tables = vec![Table { title, rows_are: "language", columns: COST.to_vec(), rows: cost(&series) }];
    let seconds = bench.pick(60, 4);
    for vus in [1_000, 100] {
        let rows = LANGUAGES.iter().map(|(language, name)| {
            memory(bench, &target, language, vus, seconds)
                .map_or_else(|error| Row::missing(*name, format!("{error:#}")), |figures| Row::new(*name, figures))
        });
        let title = format!("{} VUs for {seconds} s", count(vus));
        tables.push(Table { title, rows_are: "language", columns: MEMORY.to_vec(), rows: rows.collect() });
    }
    let about = vec![
        "Each guest, and k6's script, asks for a JSON document of 80 bytes, checks the status, and reads one number out \
         of the document. The guests are `get_json` under `tests/languages` and `tests/programs`."
            .to_owned(),
        "Memory is that of the whole process; what one VU alone needs is taken off before the rest is divided. The slope is \
         that of a straight line through the readings of the second half."
            .to_owned(),
    ];
    Ok(Part { name: "languages", title: "Cost of a language", about, tables, notes })
}

fn guest(bench: &Bench, language: &str) -> Result<PathBuf> {
    match language {
        "rust" => bench.project.component("get_json"),
        _ => projects::built(bench.project, &format!("languages/{language}/get_json")),
    }
}

fn entrants(bench: &Bench) -> Vec<Entrant> {
    let tool = |name: &str| TOOLS.into_iter().find(|tool| tool.name == name);
    let ours = LANGUAGES.iter().filter_map(|(language, name)| {
        let tool: Tool = tool("wasmload")?;
        let guest = guest(bench, language);
        let program = guest.as_ref().map_err(|error| format!("{error:#}")).and_then(|_| bench.built());
        Some(Entrant { name: (*name).to_owned(), tool, program, guest: guest.ok(), workers: None })
    });
    let k6 = tool("k6").filter(|tool| bench.arguments.wants_tool(tool.name)).map(|tool| {
        let program = install::find(&tool, bench.project);
        Entrant { name: tool.name.to_owned(), tool, program, guest: None, workers: None }
    });
    ours.chain(k6).collect()
}

fn cost(series: &[Series]) -> Vec<Row> {
    let k6 = series.iter().find(|series| series.name == "k6");
    let rows = series.iter().map(|series| {
        if let Some(reason) = &series.missing {
            return Row::missing(&series.name, reason);
        }
        let pairs = k6.into_iter().flat_map(|k6| k6.runs.iter().zip(&series.runs));
        let ratios = pairs.filter_map(|pair| match pair {
            (Some(k6), Some(this)) => Some(k6.cpu()[2] / this.cpu()[2]),
            _ => None,
        });
        Row::new(
            &series.name,
            [
                Spread::of(series.figures(|run| run.cpu()[2])),
                Spread::of(series.figures(|run| run.cpu()[0])),
                Spread::of(series.figures(|run| run.reported.requests / run.reported.seconds)),
                Spread::of(ratios),
                Spread::of(series.figures(|run| run.reported.failed)),
            ],
        )
    });
    rows.collect()
}

/// Runs that many VUs, and one alone, and reads the memory of both.
fn memory(
    bench: &Bench,
    target: &Target,
    language: &str,
    vus: u32,
    seconds: u32,
) -> Result<[Option<Spread>; MEMORY.len()]> {
    let guest = guest(bench, language)?;
    let (alone, _) = readings(bench, target, &guest, 1, bench.pick(5, 2))?;
    let (many, iterations) = readings(bench, target, &guest, vus, seconds)?;
    let half = &many[many.len() / 2..];
    let ([.., (_, alone)], [(_, first), .., (_, last)]) = (&alone[..], half) else {
        anyhow::bail!("the run ended before its memory was read")
    };
    let each = (last.private as f64 - alone.private as f64) / 1024.0 / f64::from(vus - 1);
    let line: Vec<(f64, f64)> = half
        .iter()
        .map(|(age, memory)| (age.as_secs_f64() / 60.0, memory.rss as f64 / 1024.0 / f64::from(vus)))
        .collect();
    let size = std::fs::metadata(&guest)?.len();
    Ok([
        Spread::of([mebibytes(size)]),
        Spread::of([iterations / f64::from(vus)]),
        Spread::of([each]),
        Spread::of([mebibytes(first.rss)]),
        Spread::of([mebibytes(last.rss)]),
        Spread::of([slope(&line)]),
    ])
}

/// The memory of a run, twice a second, without its end; and how many iterations there were.
fn readings(
    bench: &Bench,
    target: &Target,
    guest: &std::path::Path,
    vus: u32,
    seconds: u32,
) -> Result<(Vec<(Duration, Memory)>, f64)> {
    let (mut command, summary) = bench.wasmload_with(guest);
    command.args(["--vus", &vus.to_string(), "--duration", &format!("{seconds}s")]);
    command.args(["--target", &target.url()]);
    let mut readings = Vec::new();
    watch(&mut command, &bench.folder, Duration::from_millis(500), |process, age| {
        // Before and after the load it is another figure.
        if let Some(memory) = Memory::of(process)
            && age.as_secs_f64() < f64::from(seconds)
        {
            readings.push((age, memory));
        }
    })?;
    let summary: Value = serde_json::from_str(&std::fs::read_to_string(summary)?).context("the summary")?;
    Ok((readings, number(&summary, "/metrics/iterations/values/count")?))
}
