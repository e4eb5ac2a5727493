//! Building the guests of the workspace with cargo: scenarios in Rust.
//!
//! Not those in other languages: they are projects, which `projects` builds. Not running them: the tests do.

use anyhow::Result;

use crate::project::{GUEST_PROFILE, GUEST_TARGET, Project};
use crate::{shell, tools};

/// Builds all of them.
pub(crate) fn build(project: &Project) -> Result<()> {
    let guests: Vec<&str> = project.guests().collect();
    rust(project, &guests)
}

/// Builds those Rust guests as components.
pub(crate) fn rust(project: &Project, packages: &[&str]) -> Result<()> {
    tools::guest_target()?;
    let mut command = project.cargo();
    command.args(["build", "--profile", GUEST_PROFILE, "--target", GUEST_TARGET]);
    for package in packages {
        command.args(["--package", package]);
    }
    shell::run(&mut command)?;
    let mut examples = project.cargo();
    examples.args(["build", "--profile", GUEST_PROFILE, "--target", GUEST_TARGET, "--examples"]);
    let with_examples: Vec<&str> = project.example_guests().filter(|package| packages.contains(package)).collect();
    for package in &with_examples {
        examples.args(["--package", package]);
    }
    if with_examples.is_empty() { Ok(()) } else { shell::run(&mut examples) }
}
