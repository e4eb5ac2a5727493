//! `cargo xtask test`: every test, with all that they need built before.
//!
//! Not format and lints: those are `check`.

use anyhow::Result;

use crate::project::Project;
use crate::{build, generate, guests, shell, tools};

/// Builds guests and host, then runs every test that the filter lets through.
pub(crate) fn run(project: &Project, filter: &[&str]) -> Result<()> {
    tools::for_tests()?;
    guests::build(project)?;
    build::host(project)?;
    let mut command = project.cargo();
    command.args(["test", "--release", "--workspace"]);
    // Components that are cargo examples would all be linked for this machine too, for nothing.
    for package in project.example_guests() {
        command.args(["--exclude", package]);
    }
    shell::run(command.args(filter))?;
    for package in project.example_guests() {
        shell::run(project.cargo().args(["test", "--release", "--lib", "--package", package]).args(filter))?;
    }
    if filter.is_empty() {
        generate::check(project)?;
    }
    Ok(())
}
