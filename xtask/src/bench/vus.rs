//! `bench vus`: the memory of VUs that do nothing but hold one open connection each.
//!
//! Not how fast they are made: that is `start`.

use std::time::Duration;

use anyhow::{Context, Result, anyhow};

use super::Bench;
use super::figures::{Spread, count};
use super::process::{Background, Memory, mebibytes, with_many_files};
use super::report::Part;
use super::rounds::Entrant;
use super::stopwatch::Stopwatch;
use super::table::{Column, Row, Table};
use super::target::Kind;
use super::tool::{Idle, Job, Load, Task};

/// How long all VUs may take to connect.
const LIMIT: Duration = Duration::from_secs(120);

/// How long memory has to settle after the last one has.
const SETTLE: Duration = Duration::from_secs(3);

const COLUMNS: [Column; 5] = [
    Column { key: "pss_mib", heading: "PSS", unit: "MiB", decimals: 1 },
    Column { key: "private_mib", heading: "private", unit: "MiB", decimals: 1 },
    Column { key: "peak_mib", heading: "peak RSS", unit: "MiB", decimals: 1 },
    Column { key: "pss_per_vu_kib", heading: "PSS for each further VU", unit: "KiB", decimals: 1 },
    Column { key: "private_per_vu_kib", heading: "private for each further VU", unit: "KiB", decimals: 1 },
];

/// Measures one VU for what the program itself needs, and then many.
pub(super) fn measure(bench: &Bench) -> Result<Part> {
    let mut rows = Vec::new();
    for entrant in bench.entrants() {
        let Some(idle) = entrant.tool.idle else { continue };
        let many: &[u32] = if entrant.tool.name == "k6" { &[1, 1_000] } else { &[1, 1_000, 10_000] };
        let mut alone = None;
        for vus in many {
            let name = format!("{}, {} VU{}", entrant.name, count(*vus), if *vus == 1 { "" } else { "s" });
            match memory(bench, &entrant, idle, *vus) {
                Err(error) => rows.push(Row::missing(name, format!("{error:#}"))),
                Ok(memory) => {
                    rows.push(row(name, &memory, alone.as_ref().map(|alone| (alone, *vus))));
                    alone.get_or_insert(memory);
                }
            }
        }
    }
    let title = format!("Idle VUs, each with one open connection to {}", Kind::Echo.name());
    let table = Table { title, rows_are: "tool", columns: COLUMNS.to_vec(), rows };
    let about = vec![
        "Each VU makes one GET in its first iteration and sleeps in the next, its connection open. Memory is read when \
         the last one has been answered and three seconds have passed. PSS counts a page that several mappings share once; \
         private pages are those that nobody else maps, clean and dirty. What one VU alone needs is taken off before the \
         rest is divided among the further ones. The kernel's memory for sockets is in none of these figures."
            .to_owned(),
    ];
    Ok(Part { name: "vus", title: "Memory of a VU", about, tables: vec![table], notes: Vec::new() })
}

fn row(name: String, memory: &Memory, alone: Option<(&Memory, u32)>) -> Row {
    let each = |figure: fn(&Memory) -> u64| {
        let (alone, vus) = alone?;
        Spread::of([(figure(memory) as f64 - figure(alone) as f64) / 1024.0 / f64::from(vus - 1)])
    };
    let figures = [memory.pss, memory.private, memory.peak].map(|bytes| Spread::of([mebibytes(bytes)]));
    let [pss, private, peak] = figures;
    Row::new(name, [pss, private, peak, each(|memory| memory.pss), each(|memory| memory.private)])
}

fn memory(bench: &Bench, entrant: &Entrant, idle: Idle, connections: u32) -> Result<Memory> {
    let target = bench.target(Kind::Echo)?;
    let program = entrant.program.as_ref().map_err(|reason| anyhow!(reason.clone()))?;
    let (url, guest) = (target.url(), bench.project.component("get_then_sleep")?);
    let load = Load::Closed { connections };
    let job = Job {
        program,
        folder: &bench.folder,
        url: &url,
        task: Task::Check,
        seconds: 300,
        load,
        guest: &guest,
        workers: entrant.workers,
    };
    let idle = idle(&job)?;
    let mut command = with_many_files(program);
    command.args(idle.get_args());
    let begun = target.begin()?;
    let mut process = Background::start(&mut command, &bench.folder)?;
    let started = Stopwatch::start();
    let mut asked = 0.0;
    // Each question of ours is a request, too.
    while begun.requests()? - asked < f64::from(connections) {
        asked += 1.0;
        process.expect_more(started.elapsed(), LIMIT).context("not all VUs have connected")?;
        std::thread::sleep(Duration::from_millis(100));
    }
    std::thread::sleep(SETTLE);
    Memory::of(process.id()).context("the process is gone")
}
