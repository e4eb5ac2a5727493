//! `cargo xtask ci` and `lint`: format, lints for host and guests, the dependency policy, and then all tests.
//!
//! Not the checks themselves.

use anyhow::Result;

use crate::project::{GUEST_PROFILE, GUEST_TARGET, Project, Side};
use crate::{policy, shell, test, tools};

/// What continuous integration runs.
pub(crate) fn everything(project: &Project) -> Result<()> {
    shell::run(project.cargo().args(["fmt", "--all", "--check"]))?;
    lint(project)?;
    test::run(project, &[])
}

/// Lints and policy, each side as it is built for the tests, in the release profile: build scripts and procedural macros are
/// shared with that build.
pub(crate) fn lint(project: &Project) -> Result<()> {
    policy::check(project)?;
    for side in [Side::Host, Side::Guest, Side::Tool] {
        let mut command = project.cargo();
        command.args(["clippy", "--release", "--all-targets"]).args(project.select(side));
        shell::run(command.args(["--", "-D", "warnings"]))?;
    }
    // Again for what guests are built for: there they have their exports.
    tools::guest_target()?;
    let mut guests = project.cargo();
    guests.args(["clippy", "--profile", GUEST_PROFILE, "--target", GUEST_TARGET, "--lib", "--examples"]);
    shell::run(guests.args(project.select(Side::Guest)).args(["--", "-D", "warnings"]))
}
