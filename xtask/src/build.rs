//! Building what runs on this machine: the host and the example targets.
//!
//! Not the guests, and not the tests.

use anyhow::Result;

use crate::project::Project;
use crate::shell;

/// Builds the program `wasmload` and the example targets. Always all: each selection of packages would have its own
/// wasmtime.
pub(crate) fn host(project: &Project) -> Result<()> {
    let programs = ["--package", "wasmload", "--package", "workflow-engine", "--package", "echo"];
    shell::run(project.cargo().args(["build", "--release"]).args(programs))
}
