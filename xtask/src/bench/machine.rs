//! What was measured on and with: the machine, and the versions of everything that takes part.

use std::process::Command;

use anyhow::Result;
use serde_json::{Map, Value};

use super::Bench;
use super::rounds::Entrant;
use crate::tools;

/// Facts by their names, in the order in which they are shown.
pub(super) struct Machine {
    pub(super) facts: Vec<(String, String)>,
}

impl Machine {
    /// Looks. What cannot be found out is said to be unknown.
    pub(super) fn look(bench: &Bench) -> Result<Self> {
        let processors = std::thread::available_parallelism()?;
        let read = |file: &str| std::fs::read_to_string(file).unwrap_or_default();
        let (processor, memory) =
            (field(&read("/proc/cpuinfo"), "model name"), field(&read("/proc/meminfo"), "MemTotal"));
        let system = read("/etc/os-release");
        let system = system.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
        let mut facts = vec![
            ("date".to_owned(), line(Command::new("date").args(["-u", "+%Y-%m-%d"]))),
            ("processor".to_owned(), format!("{}, {processors} cores", processor.as_deref().unwrap_or("unknown"))),
            ("memory".to_owned(), memory.as_deref().and_then(gibibytes).unwrap_or_else(unknown)),
            ("system".to_owned(), system.map_or_else(unknown, |name| name.trim_matches('"').to_owned())),
            (
                "kernel".to_owned(),
                read("/proc/sys/kernel/osrelease").trim().split('-').next().unwrap_or_default().to_owned(),
            ),
            ("rustc".to_owned(), line(Command::new("rustc").arg("--version"))),
            ("commit".to_owned(), commit(bench)),
            ("build of wasmload and echo".to_owned(), build(bench).to_owned()),
            ("target: nginx".to_owned(), nginx()),
            ("target: echo".to_owned(), "`examples/echo`, of the same commit".to_owned()),
        ];
        for entrant in bench.entrants() {
            facts.push((entrant.name.clone(), version(&entrant)));
        }
        Ok(Self { facts })
    }

    pub(super) fn json(&self) -> Value {
        self.facts.iter().map(|(name, value)| (name.clone(), Value::from(value.clone()))).collect::<Map<_, _>>().into()
    }
}

/// A size such as `24684084 kB` in a unit for people.
fn gibibytes(size: &str) -> Option<String> {
    let kibibytes: f64 = size.strip_suffix("kB")?.trim().parse().ok()?;
    Some(format!("{:.1} GiB", kibibytes / f64::from(1 << 20)))
}

fn unknown() -> String {
    "unknown".to_owned()
}

/// The value of a line such as `model name : AMD EPYC`.
fn field(text: &str, name: &str) -> Option<String> {
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// The first line that the command prints with a digit in it, wherever it prints it and however it ends.
fn line(command: &mut Command) -> String {
    let Ok(output) = command.output() else { return unknown() };
    let printed = [output.stdout, output.stderr].concat();
    let printed = String::from_utf8_lossy(&printed);
    printed
        .lines()
        .find(|line| line.contains(|c: char| c.is_ascii_digit()))
        .map_or_else(unknown, |line| line.trim().to_owned())
}

fn commit(bench: &Bench) -> String {
    let git = |words: &[&str]| Command::new("git").current_dir(&bench.project.root).args(words).output();
    let Ok(output) = git(&["rev-parse", "--short=12", "HEAD"]) else { return unknown() };
    let changed = git(&["status", "--porcelain"]).is_ok_and(|output| !output.stdout.is_empty());
    let id = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if changed { format!("{id}, with changes") } else { id }
}

fn build(bench: &Bench) -> &'static str {
    if bench.arguments.as_built { "as for the tests (`--release`)" } else { "as it is shipped (`--profile dist`)" }
}

fn nginx() -> String {
    tools::find("nginx").map_or_else(|| "not installed".to_owned(), |program| line(Command::new(program).arg("-v")))
}

fn version(entrant: &Entrant) -> String {
    match &entrant.program {
        Err(reason) => format!("missing: {reason}"),
        // It cannot say its version itself.
        Ok(_) if entrant.tool.version.is_empty() => {
            line(Command::new("dpkg-query").args(["--show", "--showformat=${Version}\n", entrant.tool.package]))
        }
        Ok(program) => line(Command::new(program).args(entrant.tool.version)),
    }
}
