//! `cargo xtask bench`: what wasmload costs and how exact it is, beside other load generators on the same target.
//!
//! Not a test: figures of a machine are not right or wrong. One part for each question; all that is measured goes into one
//! report, from which the tables, the JSON file and the published page are made.

mod arguments;
mod doorbell;
mod figures;
mod goals;
mod install;
mod instructions;
mod languages;
mod machine;
mod noise;
mod page;
mod peers;
mod process;
mod rates;
mod report;
mod rounds;
mod samples;
mod scaling;
mod start;
mod stopwatch;
mod table;
mod target;
mod tool;
mod vus;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use self::arguments::Arguments;
pub(crate) use self::arguments::HELP;
use self::noise::Watch;
use self::report::{Part, Report};
use self::stopwatch::Stopwatch;
use self::target::{Kind, Target};
use crate::project::Project;
use crate::{build, guests, projects};

pub(crate) use self::instructions::{instructions, instructions_gate};

/// What all parts need.
struct Bench<'a> {
    project: &'a Project,
    arguments: Arguments,
    /// Where files of the benches are: scripts, plans, reports, installed tools.
    folder: PathBuf,
}

/// A part: the word that asks for it alone, and how it is measured.
type Measure = fn(&Bench) -> Result<Part>;

/// All of them, in the order of the report.
const PARTS: [(&str, Measure); 7] = [
    ("peers", peers::measure),
    ("rates", rates::measure),
    ("start", start::measure),
    ("vus", vus::measure),
    ("scaling", scaling::measure),
    ("languages", languages::measure),
    ("samples", samples::measure),
];

/// Measures the parts that are asked for, all by default.
pub(crate) fn run(project: &Project, words: &[&str]) -> Result<()> {
    let arguments = Arguments::read(words, &PARTS.map(|(name, _)| name))?;
    let folder = project.target.join("bench");
    std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let bench = Bench { project, arguments, folder };
    if !bench.arguments.as_built {
        build::shipped(project, &["wasmload", "echo"])?;
        guests::rust(project, &["wasmload-test-programs", "hello"])?;
        if bench.arguments.wants_part("languages") {
            projects::build(project, &project.shipped("wasmload"))?;
        }
        install::missing(project, |tool| bench.arguments.wants_tool(tool.name));
    }
    let started = Stopwatch::start();
    let mut report = Report::new(&bench)?;
    for (name, measure) in PARTS {
        if !bench.arguments.wants_part(name) {
            continue;
        }
        eprintln!("measuring: {name}");
        let watch = Watch::start();
        let mut part = measure(&bench).with_context(|| format!("`bench {name}` cannot be measured"))?;
        part.notes.push(watch.note());
        println!("{}", part.text());
        report.parts.push(part);
        // After each part, so that what was measured is kept when a later one fails.
        report.write(&bench)?;
    }
    eprintln!("measured in {:.0} s", started.elapsed().as_secs_f64());
    Ok(())
}

impl Bench<'_> {
    /// A length in seconds, or a number of rounds: the second one with `--quick`.
    fn pick<T>(&self, full: T, quick: T) -> T {
        if self.arguments.quick { quick } else { full }
    }

    /// One of our programs: as it is shipped, or as the last build for the tests left it.
    fn program(&self, name: &str) -> PathBuf {
        if self.arguments.as_built { self.project.program(name) } else { self.project.shipped(name) }
    }

    /// `wasmload run` of that guest without any load yet, and where its summary will be.
    fn wasmload(&self, guest: &str) -> Result<(Command, PathBuf)> {
        Ok(self.wasmload_with(&self.project.component(guest)?))
    }

    /// The same with a component from anywhere.
    fn wasmload_with(&self, component: &Path) -> (Command, PathBuf) {
        let summary = self.folder.join("wasmload.json");
        let mut command = Command::new(self.program("wasmload"));
        command.arg("run").arg(component).args(["--quiet", "--summary-export"]).arg(&summary);
        command.arg("--cache-dir").arg(self.folder.join("cache"));
        (command, summary)
    }

    fn target(&self, kind: Kind) -> Result<Target> {
        Target::start(kind, &self.program("echo"), &self.folder)
    }
}
