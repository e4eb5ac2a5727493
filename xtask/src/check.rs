//! `cargo xtask ci` and `lint`: format, lints for host and guests, the dependency policy, and then all tests.
//!
//! Not the checks themselves.

use anyhow::Result;

use crate::project::{GUEST_PROFILE, GUEST_TARGET, Project};
use crate::{policy, shell, test, tools};

/// What continuous integration runs.
pub(crate) fn everything(project: &Project) -> Result<()> {
    shell::run(project.cargo().args(["fmt", "--all", "--check"]))?;
    lint(project)?;
    test::run(project, &[])
}

/// Lints and policy. Everything is checked for this machine, tests of guests included, and then guests for what they are
/// built for. The release profile, so that build scripts and procedural macros are shared with the build.
pub(crate) fn lint(project: &Project) -> Result<()> {
    policy::check(project)?;
    let mut native = project.cargo();
    native.args(["clippy", "--release", "--workspace", "--all-targets", "--", "-D", "warnings"]);
    shell::run(&mut native)?;

    tools::guest_target()?;
    let mut guests = project.cargo();
    guests.args(["clippy", "--profile", GUEST_PROFILE, "--target", GUEST_TARGET]);
    for guest in project.guests() {
        guests.args(["--package", guest]);
    }
    if project.example_guests().next().is_some() {
        guests.arg("--examples");
    }
    shell::run(guests.args(["--", "-D", "warnings"]))
}
