//! `bench samples`: whether memory grows with the number of recorded samples.
//!
//! Not how fast they are recorded, though it says that too.

use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;

use super::Bench;
use super::figures::{Spread, slope};
use super::process::{Memory, mebibytes, watch};
use super::report::Part;
use super::table::{Column, Row, Table};
use super::tool::number;

const COLUMNS: [Column; 5] = [
    Column { key: "samples_millions", heading: "samples", unit: "millions", decimals: 1 },
    Column { key: "samples_per_second", heading: "rate", unit: "1/s", decimals: 0 },
    Column { key: "half_mib", heading: "memory at half time", unit: "MiB", decimals: 2 },
    Column { key: "end_mib", heading: "at the end", unit: "MiB", decimals: 2 },
    Column { key: "slope_kib_per_minute", heading: "slope", unit: "KiB/min", decimals: 2 },
];

/// Records as many samples as the machine can, and reads resident memory every second.
pub(super) fn measure(bench: &Bench) -> Result<Part> {
    let seconds = bench.pick(600, 10);
    let (mut command, summary) = bench.wasmload("counter_only")?;
    command.args(["--vus", "2", "--duration", &format!("{seconds}s")]);
    let mut readings = Vec::new();
    watch(&mut command, &bench.folder, Duration::from_millis(500), |process, age| {
        if let Some(memory) = Memory::of(process) {
            readings.push((age.as_secs_f64() / 60.0, memory.rss as f64 / 1024.0));
        }
    })?;
    let summary: Value = serde_json::from_str(&std::fs::read_to_string(summary)?)?;
    // What one iteration of the guest records: its own counter, the iteration, and its duration.
    let recorded = ["ticks", "iterations", "iteration_duration"];
    let recorded = recorded.map(|metric| number(&summary, &format!("/metrics/{metric}/values/count")));
    let recorded: f64 = recorded.into_iter().sum::<Result<f64>>()?;
    // The end is not the load's: VUs go.
    readings.pop();
    let half = &readings[readings.len() / 2..];
    let [first, .., last] = half else { anyhow::bail!("the run ended before its memory was read") };
    let kibibytes = |reading: &(f64, f64)| Spread::of([mebibytes((reading.1 * 1024.0) as u64)]);
    let row = Row::new(
        format!("{seconds} s"),
        [
            Spread::of([recorded / 1e6]),
            Spread::of([recorded / (number(&summary, "/duration_ms").context("no length")? / 1e3)]),
            kibibytes(first),
            kibibytes(last),
            Spread::of([slope(half)]),
        ],
    );
    let title = "A counter and an iteration, as fast as two VUs can".to_owned();
    let table = Table { title, rows_are: "for", columns: COLUMNS.to_vec(), rows: vec![row] };
    let about = vec![
        "Resident memory is read twice a second while samples are recorded; the slope is that of a straight line through \
         the readings of the second half, by least squares. The first half is left out: it holds the start."
            .to_owned(),
    ];
    Ok(Part { name: "samples", title: "Memory over time", about, tables: vec![table], notes: Vec::new() })
}
