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
    // Guests do not link on this machine. Their logic is tested by running them.
    for guest in project.guests() {
        command.args(["--exclude", guest]);
    }
    shell::run(command.args(filter))?;
    if filter.is_empty() {
        generate::check(project)?;
    }
    Ok(())
}
