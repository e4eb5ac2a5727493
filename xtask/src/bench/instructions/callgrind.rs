//! One benchmark under Callgrind: runs it, and reads from the files what its regions cost.
//!
//! Callgrind runs a program on a processor of its own making, so the variants of `memcpy` that libraries choose, and the
//! instructions that wasmtime compiles to, are the same on all machines with AVX2.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::shell;

/// The thread whose instructions count: the first one. Others tick, or measure their own lateness.
const THREAD: &str = "thread: 1";

/// What one region of that benchmark executes: the median of its rounds.
pub(super) fn count(program: &Path, name: &str, guests: &Path, folder: &Path) -> Result<f64> {
    let folder = folder.join(name);
    // What an earlier run left must not be counted.
    drop(std::fs::remove_dir_all(&folder));
    std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--separate-threads=yes"]);
    command.args(["--zero-before=*region_begins*", "--dump-before=*region_ends*"]);
    command.arg(format!("--callgrind-out-file={}", folder.join("out").display()));
    command.arg(program).args(["run", name]).arg(guests);
    // The environment lies on the stack and may be asked for: it is no part of what is counted.
    let search = std::env::var_os("PATH").unwrap_or_default();
    let output = command.env_clear().env("PATH", search).stdin(Stdio::null()).output();
    let output = output.with_context(|| format!("`{}` cannot be run", shell::show(&command)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed ({}):\n{said}", shell::show(&command), output.status);
    }
    let mut regions = Vec::new();
    for entry in std::fs::read_dir(&folder)? {
        let text = std::fs::read_to_string(entry?.path())?;
        regions.extend(region(&text));
    }
    median(regions).with_context(|| format!("Callgrind wrote no region of `{name}` to {}", folder.display()))
}

/// The instructions in a file of Callgrind, if they are those of a region.
fn region(text: &str) -> Option<u64> {
    let has = |line: &str| text.lines().any(|other| other == line);
    let ends = text.lines().any(|line| line.starts_with("desc: Trigger:") && line.contains("region_ends"));
    let total = text.lines().find_map(|line| line.strip_prefix("totals: "))?;
    if ends && has(THREAD) { total.trim().parse().ok() } else { None }
}

fn median(mut values: Vec<u64>) -> Option<f64> {
    values.sort_unstable();
    values.get(values.len() / 2).map(|&value| value as f64)
}

#[cfg(test)]
mod tests {
    use super::{median, region};

    const FILE: &str = "# callgrind format\nversion: 1\npid: 7\ncmd: x\npart: 1\nthread: 1\n\n\
        desc: Trigger: --dump-before=instructions::region::region_ends\n\nevents: Ir\nsummary: 12\n\nfn=(1) a\n1 12\n\ntotals: 12\n";

    #[test]
    fn only_regions_of_the_first_thread_count() {
        assert_eq!(region(FILE), Some(12));
        assert_eq!(region(&FILE.replace("thread: 1", "thread: 2")), None);
        assert_eq!(
            region(&FILE.replace("--dump-before=instructions::region::region_ends", "Program termination")),
            None
        );
    }

    #[test]
    fn the_median_is_no_outlier() {
        assert_eq!(median(vec![900, 10, 11]), Some(11.0));
        assert_eq!(median(Vec::new()), None);
    }
}
