//! `bench vus`: 5,000 VUs are started and run: how long the start takes, and what a VU costs.
//!
//! Not their throughput.

use std::time::Duration;

use anyhow::{Context, Result};

use super::Bench;
use super::process::{mebibytes, watch};
use crate::project::Project;

const VUS: u32 = 5_000;

/// How long they run. Long enough for every VU to have run its first iterations and for memory to settle.
const SECONDS: u32 = 15;

/// Runs one VU for what the program itself costs, then all of them, and prints the difference.
pub(crate) fn vus(project: &Project) -> Result<()> {
    let mut rows = Vec::new();
    for vus in [1, VUS] {
        let mut bench = Bench::new(project, "sleeper")?;
        bench.command.args(["--vus", &vus.to_string(), "--duration", &format!("{SECONDS}s")]);
        let readings = watch(&mut bench.command, Duration::from_millis(250))?;
        let summary = bench.read()?;
        let iterations =
            summary["metrics"]["iterations"]["values"]["count"].as_f64().context("the summary counts no iterations")?;
        let last = readings.last().context("the run ended before its memory was read")?;
        let pss = readings.iter().map(|reading| reading.pss).max().unwrap_or_default();
        let rss = readings.iter().map(|reading| reading.rss).max().unwrap_or_default();
        // What the run took beyond its own length is start, end and compilation.
        let start = last.at.saturating_sub(Duration::from_secs(u64::from(SECONDS)));
        rows.push((vus, start, pss, rss, iterations));
    }
    println!("{:>6} {:>12} {:>12} {:>12} {:>14} {:>12}", "VUs", "start+end", "PSS", "RSS", "PSS per VU", "iterations");
    let alone = rows.first().map_or(0, |row| row.2);
    for (vus, start, pss, rss, iterations) in rows {
        let each = if vus > 1 {
            format!("{:.1} KiB", (pss.saturating_sub(alone)) as f64 / 1024.0 / f64::from(vus - 1))
        } else {
            "-".to_owned()
        };
        println!(
            "{vus:>6} {:>10.2} s {:>8.1} MiB {:>8.1} MiB {each:>14} {iterations:>12}",
            start.as_secs_f64(),
            mebibytes(pss),
            mebibytes(rss)
        );
    }
    Ok(())
}
