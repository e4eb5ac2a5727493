//! Building what runs on this machine: the host and the example targets.
//!
//! Not the guests, and not the tests.

use anyhow::Result;

use crate::project::{DIST_PROFILE, Project};
use crate::shell;

/// Builds the program `wasmload` and the example targets. Always all: each selection of packages would have its own
/// wasmtime.
pub(crate) fn host(project: &Project) -> Result<()> {
    let programs = ["--package", "wasmload", "--package", "workflow-engine", "--package", "echo"];
    shell::run(project.cargo().args(["build", "--release"]).args(programs))
}

/// Builds those programs as they are shipped to users: each for itself, so that none has features that another one wants.
pub(crate) fn shipped(project: &Project, programs: &[&str]) -> Result<()> {
    programs.iter().try_for_each(|program| {
        shell::run(project.cargo().args(["build", "--profile", DIST_PROFILE, "--package", program]))
    })
}
