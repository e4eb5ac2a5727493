//! `bench samples`: ten million samples are recorded: resident memory over time, and its slope.
//!
//! Not how fast they are recorded, though it prints that too.

use std::time::Duration;

use anyhow::{Context, Result};

use super::Bench;
use super::process::{Reading, mebibytes, slope, watch};
use crate::project::Project;

const SAMPLES: u64 = 10_000_000;

/// Samples that one iteration of the guest records.
const SAMPLES_PER_ITERATION: u64 = 1_000;

/// Runs the guest and prints a table.
pub(crate) fn samples(project: &Project) -> Result<()> {
    let mut bench = Bench::new(project, "many_samples")?;
    bench.command.args(["--vus", "2", "--iterations", &(SAMPLES / SAMPLES_PER_ITERATION).to_string()]);
    bench.command.args(["--env", &format!("SAMPLES={SAMPLES_PER_ITERATION}")]);
    let readings = watch(&mut bench.command, Duration::from_millis(250))?;
    let summary = bench.read()?;
    let counted =
        summary["metrics"]["samples"]["values"]["count"].as_f64().context("the summary has no metric `samples`")?;
    let last = readings.last().context("the run ended before its memory was read")?;

    println!("{:>8} {:>12} {:>12}", "at", "RSS", "PSS");
    for reading in readings.iter().step_by((readings.len() / 16).max(1)) {
        println!(
            "{:>6.2} s {:>8.1} MiB {:>8.1} MiB",
            reading.at.as_secs_f64(),
            mebibytes(reading.rss),
            mebibytes(reading.pss)
        );
    }
    // The second half only: the first holds the start, in which memory must grow.
    let half: Vec<(f64, f64)> = readings[readings.len() / 2..].iter().map(point).collect();
    println!(
        "{counted} samples in {:.1} s; resident memory over the second half: {:+.3} MiB/s",
        last.at.as_secs_f64(),
        slope(&half)
    );
    Ok(())
}

fn point(reading: &Reading) -> (f64, f64) {
    (reading.at.as_secs_f64(), mebibytes(reading.rss))
}
