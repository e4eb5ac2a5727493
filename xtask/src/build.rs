//! Building what runs on this machine: the host and the example target, in one profile.
//!
//! Not the guests.

use anyhow::Result;

use crate::project::Project;
use crate::shell;

/// Builds the host: the program `wasmload`.
pub(crate) fn host(project: &Project) -> Result<()> {
    programs(project, &["wasmload"])
}

/// Builds packages in the release profile, the one that tests use too: wasmtime is compiled once.
pub(crate) fn programs(project: &Project, packages: &[&str]) -> Result<()> {
    let mut command = project.cargo();
    command.args(["build", "--release"]);
    for package in packages {
        command.args(["--package", package]);
    }
    shell::run(&mut command)
}
