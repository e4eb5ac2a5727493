//! `bench instructions`: what the hot paths cost in instructions, against the expected counts that are checked in.
//!
//! Not times: those differ from one run to the next by more than most changes do. A count does not, so it can fail a build.

mod callgrind;
mod expected;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use self::expected::{Basis, Count, Expected, Verdict};
use crate::project::{Project, Side};
use crate::{guests, shell, tools};

/// The expected counts, beside what is counted.
const EXPECTED: &str = "host/runtime/benches/instructions.json";

/// Counts are of this platform's instructions.
const HAS_COUNTS: bool = cfg!(all(target_arch = "x86_64", target_os = "linux"));

/// The command: counts, and compares or blesses.
pub(crate) fn instructions(project: &Project, bless: bool) -> Result<()> {
    if !HAS_COUNTS {
        bail!("the expected counts are those of x86-64 on Linux");
    }
    if tools::find("valgrind").is_none() {
        bail!("missing: valgrind (counting instructions); install with `apt-get install valgrind`");
    }
    let all: Vec<&str> = project.guests().collect();
    // All, as for the tests: for a part of them cargo may build their dependencies in another way.
    guests::rust(project, &all)?;
    let counts = count(project)?;
    let file = project.root.join(EXPECTED);
    let basis = basis()?;
    if bless {
        let mut expected = Expected::read(&file).unwrap_or_default();
        show(&counts, &expected.compare(&basis, &counts));
        expected.bless(basis, &counts);
        return expected.write(&file);
    }
    let expected = Expected::read(&file)?;
    if expected.basis != basis {
        eprintln!("the expected counts are of {}, these of {basis}: more is tolerated", expected.basis);
    }
    let verdicts = expected.compare(&basis, &counts);
    show(&counts, &verdicts);
    let failed: Vec<String> = verdicts.iter().filter_map(Verdict::fault).collect();
    if failed.is_empty() {
        return Ok(());
    }
    bail!(
        "the instruction counts are not as expected:\n  {}\nif that is meant to be, accept it with `cargo xtask bench instructions --bless`, and say why in the commit message",
        failed.join("\n  ")
    )
}

/// The same as a part of the tests: where there is nothing to count with it is left out, except in continuous integration.
pub(crate) fn instructions_gate(project: &Project) -> Result<()> {
    if !HAS_COUNTS || tools::find("valgrind").is_none() && !tools::in_ci() {
        eprintln!("left out: the instruction counts, which need valgrind on x86-64 Linux");
        return Ok(());
    }
    instructions(project, false)
}

/// What this machine's counts depend on.
fn basis() -> Result<Basis> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let rustc = shell::read(Command::new(rustc).arg("--version"))?;
    // Other C libraries do not know the question.
    let libc = shell::read(Command::new("getconf").arg("GNU_LIBC_VERSION")).unwrap_or_else(|_| "other".to_owned());
    let vectors = if has_avx2() { "avx2" } else { "none" };
    Ok(Basis { rustc: rustc.trim().to_owned(), libc: libc.trim().to_owned(), vectors: vectors.to_owned() })
}

#[cfg(target_arch = "x86_64")]
fn has_avx2() -> bool {
    std::arch::is_x86_feature_detected!("avx2")
}

#[cfg(not(target_arch = "x86_64"))]
fn has_avx2() -> bool {
    false
}

/// Builds and runs the benchmarks.
fn count(project: &Project) -> Result<Vec<Count>> {
    let program = build(project)?;
    let folder = project.target.join("bench").join("instructions");
    let guests = project.component("noop")?;
    let guests = guests.parent().context("a component stands in no folder")?;
    let list = shell::read(Command::new(&program).arg("list"))?;
    list.lines()
        .map(|line| {
            let (name, operations) = line.split_once(' ').context("a benchmark has no number of operations")?;
            let region = callgrind::count(&program, name, guests, &folder)?;
            Ok(Count { name: name.to_owned(), instructions: region / operations.parse::<f64>()? })
        })
        .collect()
}

/// Builds the benchmarks, with the same selection of packages as the tests, and so with the same wasmtime.
fn build(project: &Project) -> Result<PathBuf> {
    let mut command = project.cargo();
    // Built incrementally, other functions would be inlined. It is not what cargo does by itself in the release profile.
    command.env("CARGO_INCREMENTAL", "0");
    command.args(["build", "--release", "--bench", "instructions"]).args(project.select(Side::Host));
    eprintln!("$ {}", shell::show(&command));
    let messages = shell::read(command.args(["--message-format", "json-render-diagnostics"]))?;
    let program = messages.lines().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        let is_it = message["target"]["name"] == "instructions" && message["reason"] == "compiler-artifact";
        is_it.then(|| message["executable"].as_str().map(|path| Path::new(path).to_path_buf()))?
    });
    program.context("cargo names no program for the benchmarks")
}

fn show(counts: &[Count], verdicts: &[Verdict]) {
    println!("{:<24} {:>14} {:>14} {:>9}", "instructions per", "expected", "counted", "change");
    for count in counts {
        let verdict = verdicts.iter().find(|verdict| verdict.name == count.name);
        let expected = verdict.and_then(|verdict| verdict.expected);
        let text = expected.map_or_else(|| "-".to_owned(), |expected| format!("{expected:.1}"));
        let change =
            verdict.and_then(Verdict::change).map_or_else(|| "-".to_owned(), |change| format!("{change:+.2} %"));
        println!("{:<24} {text:>14} {:>14.1} {change:>9}", count.name, count.instructions);
    }
    for verdict in verdicts.iter().filter(|verdict| verdict.is_saving()) {
        println!("`{}` became cheaper: `--bless` keeps it so", verdict.name);
    }
}
