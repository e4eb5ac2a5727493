//! `bench rates`: at constant arrival rates, what each tool reports of the target beside what the target measures itself.
//!
//! Not how much load a tool can make: that is `peers`.

use anyhow::Result;

use super::Bench;
use super::figures::{Spread, count};
use super::report::Part;
use super::rounds::{Plan, Series};
use super::table::{Column, Row, Table};
use super::target::Kind;
use super::tool::{Load, Task};

const RATES: [u32; 3] = [1_000, 5_000, 10_000];

/// VUs for wasmload and k6, connections for the others: far more than are ever needed at once.
const CONNECTIONS: u32 = 200;

const COLUMNS: [Column; 12] = [
    Column { key: "p50_ms", heading: "reported p50", unit: "ms", decimals: 3 },
    Column { key: "p95_ms", heading: "reported p95", unit: "ms", decimals: 3 },
    Column { key: "p99_ms", heading: "reported p99", unit: "ms", decimals: 3 },
    Column { key: "target_p50_ms", heading: "target's p50", unit: "ms", decimals: 3 },
    Column { key: "target_p95_ms", heading: "target's p95", unit: "ms", decimals: 3 },
    Column { key: "target_p99_ms", heading: "target's p99", unit: "ms", decimals: 3 },
    Column { key: "excess_p95_ms", heading: "difference of p95", unit: "ms", decimals: 3 },
    Column { key: "requests_per_second", heading: "requests", unit: "1/s", decimals: 0 },
    Column { key: "dropped", heading: "dropped", unit: "", decimals: 0 },
    Column { key: "lateness_p50_ms", heading: "lateness p50", unit: "ms", decimals: 3 },
    Column { key: "lateness_p99_ms", heading: "lateness p99", unit: "ms", decimals: 3 },
    Column { key: "cpu_us", heading: "CPU per request", unit: "µs", decimals: 1 },
];

/// Measures each rate on `echo`.
pub(super) fn measure(bench: &Bench) -> Result<Part> {
    let (seconds, rounds) = (bench.pick(8, 3), bench.pick(3, 1));
    let (mut tables, mut notes) = (Vec::new(), Vec::new());
    let target = bench.target(Kind::Echo)?;
    for per_second in RATES {
        let plan =
            Plan { load: Load::Rate { per_second, connections: CONNECTIONS }, task: Task::Check, seconds, rounds };
        let series = bench.rounds(&plan, &bench.entrants(), &target, &mut notes)?;
        let title = format!("{} requests per second, {} ({})", count(per_second), Kind::Echo.name(), plan.extent());
        tables.push(Table {
            title,
            rows_are: "tool",
            columns: COLUMNS.to_vec(),
            rows: series.iter().filter(|series| !series.unable).map(row).collect(),
        });
    }
    let about = vec![
        format!(
            "So many requests are to begin each second, whether earlier ones are answered or not; {CONNECTIONS} VUs \
             (wasmload, k6) or connections (oha, hey) are there for them. *Reported* is the tool's own latency: \
             `http_req_duration` for wasmload and k6. *Target's* is what [examples/echo](../examples/echo) measured of the \
             same requests, from when it had read the first byte to when it had written the answer."
        ),
        "What a tool reports beyond the target's figure is the loopback, the time until the target was told of the \
         request, and the tool itself; the first two are the same for all. *Dropped* were due and did not begin. \
         *Lateness* is how long after it was due a request began: only wasmload reports it. wrk and ab know no rates; \
         hey has one rate per connection."
            .to_owned(),
    ];
    Ok(Part { name: "rates", title: "Exactness at a constant rate", about, tables, notes })
}

fn row(series: &Series) -> Row {
    if let Some(reason) = &series.missing {
        return Row::missing(&series.name, reason);
    }
    let reported = |index: usize| Spread::of(series.figures(move |run| run.reported.latency.map(|all| all[index])));
    let target = |index: usize| Spread::of(series.figures(move |run| run.service_time.map(|all| all[index])));
    let lateness = |index: usize| Spread::of(series.figures(move |run| run.reported.lateness.map(|all| all[index])));
    let excess =
        series.figures(|run| run.reported.latency.zip(run.service_time).map(|(ours, theirs)| ours[1] - theirs[1]));
    Row::new(
        &series.name,
        [
            reported(0),
            reported(1),
            reported(2),
            target(0),
            target(1),
            target(2),
            Spread::of(excess),
            Spread::of(series.figures(|run| run.reported.requests / run.reported.seconds)),
            Spread::of(series.figures(|run| run.reported.dropped)),
            lateness(0),
            lateness(1),
            Spread::of(series.figures(|run| run.cpu()[2])),
        ],
    )
}
