//! Running a program to its end and saying what it cost: CPU time and memory.
//!
//! Linux only, as the figures of interest are. Not what the program itself reports.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use wait4::Wait4 as _;

use super::stopwatch::Stopwatch;

/// How often a process is asked for its memory, and whether it still runs.
const ASK_EVERY: Duration = Duration::from_millis(20);

/// What a program cost that has ended.
#[derive(Clone, Debug)]
pub(super) struct Finished {
    /// CPU time outside of the kernel, of the process and of those it started and waited for.
    pub(super) user: Duration,
    /// CPU time in the kernel, of the same.
    pub(super) system: Duration,
    /// The most resident memory of the process, in bytes.
    pub(super) peak: u64,
    /// What it printed to standard output.
    pub(super) stdout: String,
}

impl Finished {
    /// CPU time for each of so many things in microseconds: outside of the kernel, in it, and together.
    pub(super) fn cpu_per(&self, count: f64) -> [f64; 3] {
        let each = |time: Duration| time.as_secs_f64() * 1e6 / count;
        let (user, system) = (each(self.user), each(self.system));
        [user, system, user + system]
    }
}

/// Runs the command to its end. Fails when the command does, with the end of what it said.
pub(super) fn run(command: &mut Command, folder: &Path) -> Result<Finished> {
    watch(command, folder, Duration::MAX, |_, _| {})
}

/// Runs the command to its end, and calls `look` with its id and its age at that interval.
pub(super) fn watch(
    command: &mut Command,
    folder: &Path,
    interval: Duration,
    mut look: impl FnMut(u32, Duration),
) -> Result<Finished> {
    // Files and not pipes: nobody has to empty them while the program runs.
    let (out, err) = (folder.join("stdout"), folder.join("stderr"));
    let create = |file: &Path| File::create(file).with_context(|| format!("{} cannot be written", file.display()));
    command.stdin(Stdio::null()).stdout(create(&out)?).stderr(create(&err)?);
    let shown = crate::shell::show(command);
    let started = Stopwatch::start();
    let child = command.spawn().with_context(|| format!("`{shown}` cannot be started"))?;
    let (mut peak, mut next) = (0, interval);
    // The figure is gone as soon as the process has ended, before anybody has waited for it.
    while let Some(most) = peak_memory(child.id()) {
        peak = peak.max(most);
        let age = started.elapsed();
        if age >= next {
            next += interval;
            look(child.id(), age);
        }
        std::thread::sleep(ASK_EVERY);
    }
    let ended = child.wait4().context("the process cannot be waited for")?;
    let read = |file: &Path| std::fs::read(file).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    if !ended.status.success() {
        let said = read(&err)?;
        let end: Vec<&str> = said.lines().rev().take(3).collect();
        bail!("`{shown}` failed ({}): {}", ended.status, end.into_iter().rev().collect::<Vec<_>>().join(" · "));
    }
    Ok(Finished { user: ended.rusage.utime, system: ended.rusage.stime, peak, stdout: read(&out)? })
}

/// A process that does not outlive this value.
pub(super) struct Running(pub(super) Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to do.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// A process in the background that should go on until nobody needs it any more.
pub(super) struct Background {
    process: Running,
    /// Where its standard error goes.
    errors: PathBuf,
}

impl Background {
    /// Starts it, with nothing to read and nobody to read what it prints.
    pub(super) fn start(command: &mut Command, folder: &Path) -> Result<Self> {
        let errors = folder.join("stderr");
        let written = File::create(&errors).with_context(|| format!("{} cannot be written", errors.display()))?;
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(written);
        let child = command.spawn().with_context(|| format!("`{}` cannot be started", crate::shell::show(command)))?;
        Ok(Self { process: Running(child), errors })
    }

    pub(super) fn id(&self) -> u32 {
        self.process.0.id()
    }

    /// Fails when it has ended, or has had longer than the limit, with the last line that it said.
    pub(super) fn expect_more(&mut self, waited: Duration, limit: Duration) -> Result<()> {
        if waited <= limit && self.process.0.try_wait()?.is_none() {
            return Ok(());
        }
        let said = std::fs::read_to_string(&self.errors).unwrap_or_default();
        bail!("{}", said.lines().last().unwrap_or("it said nothing"))
    }
}

/// The program, with as many open files as the system lets it have: the soft limit is often 1,024, too few for connections.
pub(super) fn with_many_files(program: &Path) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -n \"$(ulimit -Hn)\"; exec \"$0\" \"$@\""]).arg(program);
    command
}

/// The memory of a living process, in bytes.
pub(super) struct Memory {
    /// Resident; pages that several mappings share are counted in each.
    pub(super) rss: u64,
    /// The same with shared pages counted once.
    pub(super) pss: u64,
    /// What no other process maps.
    pub(super) private: u64,
    /// The most that was ever resident.
    pub(super) peak: u64,
}

impl Memory {
    /// Reads it; `None` when the process has ended.
    pub(super) fn of(id: u32) -> Option<Self> {
        let text = std::fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok()?;
        let private = field(&text, "Private_Clean:")? + field(&text, "Private_Dirty:")?;
        Some(Self { rss: field(&text, "Rss:")?, pss: field(&text, "Pss:")?, private, peak: peak_memory(id)? })
    }
}

/// The most resident memory that a living process has had, in bytes.
fn peak_memory(id: u32) -> Option<u64> {
    field(&std::fs::read_to_string(format!("/proc/{id}/status")).ok()?, "VmHWM:")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_read_in_bytes() {
        let text = "55d0-7ffc ---p 00000000 00:00 0 [rollup]\nRss:    2000 kB\nPss:    1000 kB\nPss_Dirty:  1 kB\n";
        assert_eq!((field(text, "Rss:"), field(text, "Pss:")), (Some(2_048_000), Some(1_024_000)));
        assert_eq!(field(text, "Swap:"), None);
    }

    #[test]
    fn a_run_counts_the_cpu_time_of_what_it_started_too() {
        let folder = std::env::temp_dir();
        let folder = folder.join(format!("xtask-process-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let script = "sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done'; echo done";
        let finished = run(Command::new("sh").args(["-c", script]), &folder).unwrap();
        assert_eq!(finished.stdout, "done\n");
        assert!(finished.user > Duration::from_millis(10) && finished.peak > 100_000, "{finished:?}");
        let failed = run(Command::new("sh").args(["-c", "echo no such luck >&2; exit 3"]), &folder).unwrap_err();
        assert!(failed.to_string().contains("no such luck"), "{failed}");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
