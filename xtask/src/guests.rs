//! Building guests: the Rust ones with cargo, the contract guests of other languages with their own scripts.
//!
//! Not running them: the tests do.

use std::process::Command;

use anyhow::{Result, bail};

use crate::project::{GUEST_PROFILE, GUEST_TARGET, Project};
use crate::{shell, tools};

/// The languages other than Rust that the contract is proved in: folders of `tests/contract`.
const LANGUAGES: [&str; 3] = ["go", "js", "python"];

/// What a contract guest's script exits with when its language's tools are not on this machine. It has named them.
const TOOLS_MISSING: i32 = 42;

/// Builds all of them.
pub(crate) fn build(project: &Project) -> Result<()> {
    let guests: Vec<&str> = project.guests().collect();
    rust(project, &guests)?;
    contract(project)
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

/// Builds the contract guests into `contract/` of the target folder. Outside of continuous integration a language whose
/// tools are not there is left out, and its tests say so.
fn contract(project: &Project) -> Result<()> {
    let folder = project.target.join("contract");
    for language in LANGUAGES {
        let component = folder.join(language).with_extension("wasm");
        let script = project.root.join("tests/contract").join(language).join("build.sh");
        let mut command = Command::new("bash");
        command.arg(script).arg(&component).env("WASMLOAD_CACHE", &folder);
        match shell::status(&mut command)?.code() {
            Some(0) => {}
            Some(TOOLS_MISSING) if !tools::in_ci() => {
                // An old component must not be tested in place of the one that cannot be built.
                drop(std::fs::remove_file(&component));
                eprintln!("left out: the contract guest in `{language}`");
            }
            _ => bail!("the contract guest in `{language}` cannot be built"),
        }
    }
    Ok(())
}
