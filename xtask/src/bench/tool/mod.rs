//! The load generators that are compared: how each is started for a job, and what it reported.
//!
//! Not what they cost: that is measured from outside, the same for all.

mod ab;
mod hey;
mod k6;
mod oha;
mod wasmload;
mod wrk;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

/// What a tool is to do.
pub(super) struct Job<'a> {
    /// The tool's program.
    pub(super) program: &'a Path,
    /// A folder for its files: scripts, plans, reports.
    pub(super) folder: &'a Path,
    /// The target's root: what to get, unless the task says more.
    pub(super) url: &'a str,
    pub(super) task: Task,
    /// For how long, in seconds.
    pub(super) seconds: u32,
    pub(super) load: Load,
    /// The component that wasmload runs.
    pub(super) guest: &'a Path,
    /// How many threads wasmload runs VUs on, unless one for each processor.
    pub(super) workers: Option<u32>,
}

/// What is done with each answer, by tools that run a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Task {
    /// Its status is checked.
    Check,
    /// Of the document at `json`: its status is checked, and a field is read.
    CheckJson,
}

/// How much load.
#[derive(Clone, Copy, Debug)]
pub(super) enum Load {
    /// So many connections, each with its next request as soon as the last was answered.
    Closed { connections: u32 },
    /// So many requests begin each second, on at most so many connections.
    Rate { per_second: u32, connections: u32 },
}

/// What a tool said about its run.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Reported {
    /// Requests that were answered.
    pub(super) requests: f64,
    /// Requests that failed, or were answered with another status than 200.
    pub(super) failed: f64,
    /// For how long there was load, in seconds.
    pub(super) seconds: f64,
    /// p50, p95 and p99 of the latency, in milliseconds.
    pub(super) latency: Option<[f64; 3]>,
    /// Requests that were due and not begun.
    pub(super) dropped: Option<f64>,
    /// p50 and p99 of how late requests began, in milliseconds.
    pub(super) lateness: Option<[f64; 2]>,
}

/// A command for VUs that connect and then do nothing, as many as the job has connections.
pub(super) type Idle = fn(&Job) -> Result<Command>;

/// A load generator.
pub(super) struct Tool {
    pub(super) name: &'static str,
    /// The name of its program.
    pub(super) program: &'static str,
    /// What it is installed as.
    pub(super) package: &'static str,
    /// What it prints its version with.
    pub(super) version: &'static [&'static str],
    /// The command for a job; `None` when it cannot make such a load.
    pub(super) command: fn(&Job) -> Result<Option<Command>>,
    /// The command for VUs that connect and then do nothing, if it can have such.
    pub(super) idle: Option<Idle>,
    /// What it reported: in what it printed, or in the job's folder.
    pub(super) read: fn(&Job, &str) -> Result<Reported>,
}

/// All of them, ours first.
pub(super) const TOOLS: [Tool; 6] = [wasmload::TOOL, wrk::TOOL, ab::TOOL, oha::TOOL, hey::TOOL, k6::TOOL];

impl Tool {
    /// Whether it is wasmload: built here, and not installed.
    pub(super) fn is_ours(&self) -> bool {
        self.package == wasmload::TOOL.package
    }
}

impl Load {
    fn connections(self) -> u32 {
        match self {
            Self::Closed { connections } | Self::Rate { connections, .. } => connections,
        }
    }
}

impl Job<'_> {
    /// A file of the job's folder.
    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Writes a file into the job's folder.
    fn write(&self, name: &str, text: &str) -> Result<PathBuf> {
        let file = self.file(name);
        std::fs::write(&file, text).with_context(|| format!("{} cannot be written", file.display()))?;
        Ok(file)
    }

    /// Reads a report from the job's folder, and removes it, so that it is not taken for the next one.
    fn take_json(&self, name: &str) -> Result<Value> {
        let file = self.file(name);
        let text = std::fs::read_to_string(&file).with_context(|| format!("there is no report {}", file.display()))?;
        std::fs::remove_file(&file).with_context(|| format!("{} cannot be removed", file.display()))?;
        serde_json::from_str(&text).context("the report is not JSON")
    }
}

/// A number in a JSON report, by a pointer such as `/metrics/iterations/count`.
pub(super) fn number(report: &Value, pointer: &str) -> Result<f64> {
    report.pointer(pointer).and_then(Value::as_f64).with_context(|| format!("the report has no number `{pointer}`"))
}

/// The word after `label`, anywhere in a printed report.
fn word_after<'a>(printed: &'a str, label: &str) -> Option<&'a str> {
    printed[printed.find(label)? + label.len()..].split_whitespace().next()
}

/// The number after `label`.
fn number_after(printed: &str, label: &str) -> Result<f64> {
    let word = word_after(printed, label).with_context(|| format!("the report has no `{label}`"))?;
    word.parse().with_context(|| format!("`{label} {word}` is not a number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLOSED: Load = Load::Closed { connections: 50 };
    pub(super) const RATE: Load = Load::Rate { per_second: 3_000, connections: 2 };

    /// Reads a report that was printed.
    pub(super) fn read_printed(tool: &Tool, printed: &str) -> Result<Reported> {
        with_job(Path::new("/nonexistent"), CLOSED, |job| (tool.read)(job, printed))
    }

    /// Reads a report from a file, twice: the second time it must not be there any more.
    pub(super) fn read_file(tool: &Tool, load: Load, name: &str, report: &str) -> Result<Reported> {
        let folder = std::env::temp_dir().join(format!("xtask-{}-{}", tool.program, std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(name), report).unwrap();
        let read = with_job(&folder, load, |job| (tool.read)(job, ""));
        assert!(with_job(&folder, load, |job| (tool.read)(job, "")).is_err(), "an old report is taken for a new one");
        std::fs::remove_dir_all(&folder).unwrap();
        read
    }

    fn with_job<T>(folder: &Path, load: Load, work: impl FnOnce(&Job) -> T) -> T {
        let nowhere = Path::new("/nonexistent");
        let url = "http://127.0.0.1:8080/";
        let task = Task::Check;
        work(&Job { program: nowhere, folder, url, task, seconds: 1, load, guest: nowhere, workers: None })
    }

    #[test]
    fn tools_say_which_loads_they_cannot_make() {
        let folder = std::env::temp_dir().join(format!("xtask-tools-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let able = |load| {
            let command = |tool: &Tool| with_job(&folder, load, |job| (tool.command)(job)).unwrap().is_some();
            TOOLS.iter().filter(|tool| command(tool)).map(|tool| tool.name).collect::<Vec<_>>()
        };
        assert_eq!(able(CLOSED), ["wasmload", "wrk", "ab -k", "oha", "hey", "k6"]);
        assert_eq!(able(RATE), ["wasmload", "oha", "hey", "k6"]);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
