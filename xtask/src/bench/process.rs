//! Watching a process: its memory over time, from `/proc`.
//!
//! Linux only, as the figures of interest are.

use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// Memory at one moment.
pub(super) struct Reading {
    /// When, after the process was started.
    pub(super) at: Duration,
    /// Resident memory in bytes; pages that several mappings share are counted in each.
    pub(super) rss: u64,
    /// Proportional memory in bytes: shared pages are counted once.
    pub(super) pss: u64,
}

/// Runs the command to its end and reads its memory at that interval. Fails when the command does.
#[expect(clippy::disallowed_types, reason = "no test pauses this clock, and a build tool needs no async runtime")]
pub(super) fn watch(command: &mut Command, interval: Duration) -> Result<Vec<Reading>> {
    let started = std::time::Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn().context("the process cannot be started")?;
    let file = format!("/proc/{}/smaps_rollup", child.id());
    let mut readings = Vec::new();
    loop {
        std::thread::sleep(interval);
        if let Some(status) = child.try_wait()? {
            if !status.success() {
                bail!("the run failed ({status})");
            }
            return Ok(readings);
        }
        // The process may end between the two lines; then there is nothing to read.
        if let Ok(text) = std::fs::read_to_string(&file)
            && let (Some(rss), Some(pss)) = (field(&text, "Rss:"), field(&text, "Pss:"))
        {
            readings.push(Reading { at: started.elapsed(), rss, pss });
        }
    }
}

/// The value of a line such as `Pss:     1234 kB`, in bytes.
fn field(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

/// Bytes as mebibytes, for display.
pub(super) fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

/// The slope of a straight line through the points, by least squares: units of `y` for each unit of `x`.
pub(super) fn slope(points: &[(f64, f64)]) -> f64 {
    let count = points.len() as f64;
    let (mean_x, mean_y) = points.iter().fold((0.0, 0.0), |(x, y), point| (x + point.0 / count, y + point.1 / count));
    let (over, under) = points.iter().fold((0.0, 0.0), |(over, under), point| {
        let off = point.0 - mean_x;
        (over + off * (point.1 - mean_y), under + off * off)
    });
    if under == 0.0 { 0.0 } else { over / under }
}

#[cfg(test)]
mod tests {
    use super::{field, slope};

    #[test]
    fn the_slope_of_a_line_is_its_slope() {
        let line: Vec<(f64, f64)> = (0..10).map(|x| (f64::from(x), 3.0 + 0.5 * f64::from(x))).collect();
        assert!((slope(&line) - 0.5).abs() < 1e-12);
        assert_eq!(slope(&line[..1]), 0.0);
    }

    #[test]
    fn a_field_is_read_in_bytes() {
        let text = "55d0-7ffc ---p 00000000 00:00 0 [rollup]\nRss:    2000 kB\nPss:    1000 kB\nPss_Dirty:  1 kB\n";
        assert_eq!((field(text, "Rss:"), field(text, "Pss:")), (Some(2_048_000), Some(1_024_000)));
        assert_eq!(field(text, "Swap:"), None);
    }
}
