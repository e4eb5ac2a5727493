//! `cargo xtask test`: every test, with all that they need built before.
//!
//! Not format and lints: those are `check`.

use anyhow::Result;

use crate::project::{Project, Side};
use crate::{bench, generate, guests, projects, sdks, shell, tools};

/// Builds guests and host, then runs every test that the filter lets through.
pub(crate) fn run(project: &Project, filter: &[&str]) -> Result<()> {
    tools::for_tests()?;
    guests::build(project)?;
    // The program and its tests at once: built for itself it would be another one, without what its tests want of tokio.
    let host = project.select(Side::Host);
    shell::run(project.cargo().args(["build", "--release", "--bins", "--tests"]).args(&host))?;
    projects::build(project, &project.program("wasmload"))?;
    shell::run(project.cargo().args(["test", "--release"]).args(&host).args(filter))?;

    // Only libraries: components that are cargo examples would all be linked for this machine too, for nothing.
    let guests = project.select(Side::Guest);
    shell::run(project.cargo().args(["test", "--release", "--lib"]).args(&guests).args(filter))?;
    shell::run(project.cargo().args(["test", "--release", "--doc"]).args(&guests).args(filter))?;
    shell::run(project.cargo().args(["test", "--release"]).args(project.select(Side::Tool)).args(filter))?;
    if filter.is_empty() {
        sdks::test(project)?;
        bench::instructions_gate(project)?;
        generate::check(project)?;
    }
    Ok(())
}
