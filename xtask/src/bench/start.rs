//! `bench start`: how long passes from the start of a program to its first request, and what each further VU adds.
//!
//! Not what VUs need while they live: that is `vus`.

use std::time::Duration;

use anyhow::Result;

use super::Bench;
use super::doorbell::time_to_ring;
use super::figures::{Spread, count};
use super::report::Part;
use super::rounds::Entrant;
use super::table::{Column, Row, Table};
use super::tool::{Job, Load, Task};

const COLUMNS: [Column; 2] = [
    Column { key: "first_request_ms", heading: "start to first request", unit: "ms", decimals: 1 },
    Column { key: "per_vu_us", heading: "for each VU after the first", unit: "µs", decimals: 1 },
];

/// Measures wasmload with and without its cache, and the others, with one VU and with many.
pub(super) fn measure(bench: &Bench) -> Result<Part> {
    let (times, times_with_many) = (bench.pick(7, 3), bench.pick(3, 1));
    let mut rows = Vec::new();
    for entrant in bench.entrants() {
        let many: &[u32] = match entrant.tool.name {
            "wasmload" => &[1_000, 10_000],
            "k6" => &[1_000],
            _ => &[],
        };
        let unit = if many.is_empty() { "connection" } else { "VU" };
        if entrant.tool.name == "wasmload" {
            let name = format!("{}, 1 VU, empty cache", entrant.name);
            rows.push(row(name, figures(bench, &entrant, 1, times, true), None));
        }
        let one = figures(bench, &entrant, 1, times, false);
        let alone = one.as_ref().map(|one| one.median()).ok();
        rows.push(row(format!("{}, 1 {unit}", entrant.name), one, None));
        for vus in many {
            let name = format!("{}, {} VUs", entrant.name, count(*vus));
            rows.push(row(name, figures(bench, &entrant, *vus, times_with_many, false), alone.map(|one| (one, *vus))));
        }
    }
    let title = format!("Start ({times} times each, and {times_with_many} with many VUs)");
    let table = Table { title, rows_are: "what is started", columns: COLUMNS.to_vec(), rows };
    let about = vec![
        "From the start of the process to the moment its first request connects: a socket of the bench takes the \
         connection and the time. wasmload and k6 make all VUs before the load begins, so this is when all of them are \
         ready. With an empty cache wasmload compiles the plugin first; afterwards the machine code is in its cache."
            .to_owned(),
    ];
    Ok(Part { name: "start", title: "Time to start", about, tables: vec![table], notes: Vec::new() })
}

fn row(name: String, figures: Result<Spread>, alone: Option<(f64, u32)>) -> Row {
    match figures {
        Err(error) => Row::missing(name, format!("{error:#}")),
        Ok(figures) => {
            let each = alone.and_then(|(one, vus)| Spread::of([(figures.median() - one) * 1e3 / f64::from(vus - 1)]));
            Row::new(name, [Some(figures), each])
        }
    }
}

/// Milliseconds to the first request, so many times.
fn figures(bench: &Bench, entrant: &Entrant, connections: u32, times: u32, cold: bool) -> Result<Spread> {
    let program = entrant.program.as_ref().map_err(|reason| anyhow::anyhow!(reason.clone()))?;
    let guest = bench.project.component("hello")?;
    let mut figures = Vec::new();
    // The first one does not count: it fills caches, wasmload's own among them.
    for time in 0..=times {
        if cold && bench.folder.join("cache").is_dir() {
            std::fs::remove_dir_all(bench.folder.join("cache"))?;
        }
        let took = time_to_ring(&bench.folder, |url| {
            let load = Load::Closed { connections };
            let (folder, guest) = (bench.folder.as_path(), guest.as_path());
            let job = Job { program, folder, url, task: Task::Check, seconds: 60, load, guest, workers: None };
            (entrant.tool.command)(&job)?.ok_or_else(|| anyhow::anyhow!("cannot make such a load"))
        })?;
        if time > 0 {
            figures.push(milliseconds(took));
        }
    }
    Spread::of(figures).ok_or_else(|| anyhow::anyhow!("nothing was measured"))
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
