//! `bench peers`: what a request costs each load generator, in a closed loop on the same target.
//!
//! Not how exact their latencies are: that is `rates`.

use anyhow::Result;

use super::Bench;
use super::figures::Spread;
use super::process::mebibytes;
use super::report::Part;
use super::rounds::{Plan, Series};
use super::table::{Column, Row, Table};
use super::target::Kind;
use super::tool::{Load, Task};

const CONNECTIONS: u32 = 50;

pub(super) const COLUMNS: [Column; 7] = [
    Column { key: "cpu_us", heading: "CPU per request", unit: "µs", decimals: 1 },
    Column { key: "user_us", heading: "user", unit: "µs", decimals: 1 },
    Column { key: "system_us", heading: "system", unit: "µs", decimals: 1 },
    Column { key: "requests_per_second", heading: "requests", unit: "1/s", decimals: 0 },
    Column { key: "peak_mib", heading: "peak memory", unit: "MiB", decimals: 0 },
    Column { key: "ratio", heading: "wasmload ÷ this", unit: "", decimals: 2 },
    Column { key: "failed", heading: "failed requests", unit: "", decimals: 0 },
];

/// Measures on both targets.
pub(super) fn measure(bench: &Bench) -> Result<Part> {
    let seconds = bench.pick(4, 2);
    let (mut tables, mut notes) = (Vec::new(), Vec::new());
    for (kind, rounds) in [(Kind::Nginx, bench.pick(5, 3)), (Kind::Echo, bench.pick(3, 1))] {
        let plan = Plan { load: Load::Closed { connections: CONNECTIONS }, task: Task::Check, seconds, rounds };
        let title = format!("{}, {CONNECTIONS} connections ({})", kind.name(), plan.extent());
        let rows = match bench.target(kind) {
            Ok(target) => rows(&bench.rounds(&plan, &bench.entrants(), &target, &mut notes)?),
            Err(error) => vec![Row::missing(kind.name(), format!("{error:#}"))],
        };
        tables.push(Table { title, rows_are: "tool", columns: COLUMNS.to_vec(), rows });
    }
    let about = vec![
        "Each of 50 connections sends its next GET as soon as the last was answered with 80 bytes. wasmload's guest \
         ([examples/hello](../examples/hello)) and k6's script check the status of each answer; the others run no script. \
         CPU is the time that the kernel booked for the whole process tree, start and end included, by the requests that \
         the tool reported. The ratio is taken round by round."
            .to_owned(),
        "Generator and target share the machine's cores: requests per second say how much of them a generator leaves to \
         the target as much as how fast it is. CPU per request is the figure to compare. ab speaks HTTP/1.0."
            .to_owned(),
    ];
    Ok(Part { name: "peers", title: "Cost of a request", about, tables, notes })
}

fn rows(series: &[Series]) -> Vec<Row> {
    let ours = series.iter().find(|series| series.name == "wasmload");
    series.iter().map(|series| row(series, ours)).collect()
}

fn row(series: &Series, ours: Option<&Series>) -> Row {
    if let Some(reason) = &series.missing {
        return Row::missing(&series.name, reason);
    }
    let pairs = ours.into_iter().flat_map(|ours| ours.runs.iter().zip(&series.runs));
    let ratios = pairs.filter_map(|pair| match pair {
        (Some(ours), Some(theirs)) => Some(ours.cpu()[2] / theirs.cpu()[2]),
        _ => None,
    });
    Row::new(
        &series.name,
        [
            Spread::of(series.figures(|run| run.cpu()[2])),
            Spread::of(series.figures(|run| run.cpu()[0])),
            Spread::of(series.figures(|run| run.cpu()[1])),
            Spread::of(series.figures(|run| run.reported.requests / run.reported.seconds)),
            Spread::of(series.figures(|run| mebibytes(run.cost.peak))),
            Spread::of(ratios),
            Spread::of(series.figures(|run| run.reported.failed)),
        ],
    )
}
