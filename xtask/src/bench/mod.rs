//! `cargo xtask bench`: what wasmload itself costs, measured from outside by running the program.
//!
//! Not a comparison with other tools, and not a test: figures of a machine are not right or wrong.

mod instructions;
mod process;
mod samples;
mod vus;

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::project::Project;
use crate::{build, guests};

pub(crate) use self::instructions::{instructions, instructions_gate};
pub(crate) use self::samples::samples;
pub(crate) use self::vus::vus;

/// A run of the host under measurement: the command, and where its summary will be.
struct Bench {
    command: Command,
    summary: PathBuf,
}

impl Bench {
    /// Builds host and guests, and prepares `wasmload run` of that guest program.
    fn new(project: &Project, guest: &str) -> Result<Self> {
        build::host(project)?;
        guests::rust(project, &["wasmload-test-programs"])?;
        let folder = project.target.join("bench");
        std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        let summary = folder.join(format!("{guest}.json"));
        let mut command = Command::new(project.program("wasmload"));
        command.arg("run").arg(project.component(guest)?).args(["--quiet", "--summary-export"]).arg(&summary);
        Ok(Self { command, summary })
    }

    /// What the run exported.
    fn read(&self) -> Result<Value> {
        let text = std::fs::read_to_string(&self.summary)
            .with_context(|| format!("{} cannot be read", self.summary.display()))?;
        serde_json::from_str(&text).context("the summary is not JSON")
    }
}
