//! `bench samples`: ten million samples are recorded: resident memory over time, and its slope.
//!
//! Not how fast they are recorded, though it prints that too.

use std::time::Duration;

use anyhow::{Context, Result};

use super::Bench;
use super::process::{Reading, mebibytes, slope, watch};
use crate::project::Project;

const SAMPLES: u64 = 10_000_000;

/// What one iteration of the guest records: its own counter, the iteration and its duration.
const SAMPLES_PER_ITERATION: u64 = 3;

/// Runs the guest and prints a table.
pub(crate) fn samples(project: &Project) -> Result<()> {
    let mut bench = Bench::new(project, "counter_only")?;
    bench.command.args(["--vus", "2", "--iterations", &SAMPLES.div_ceil(SAMPLES_PER_ITERATION).to_string()]);
    let readings = watch(&mut bench.command, Duration::from_millis(100))?;
    let summary = bench.read()?;
    let count = |metric: &str| summary["metrics"][metric]["values"]["count"].as_f64();
    let counted: f64 = ["ticks", "iterations", "iteration_duration"].into_iter().filter_map(count).sum();
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
