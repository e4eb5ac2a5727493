//! The dependency policy: crates that must not be in the tree, and who may use the heavy ones.
//!
//! Not licences or advisories.

use anyhow::{Result, bail};

use crate::project::Project;
use crate::shell;

/// Crates that no target of ours may depend on, and why.
const BANNED: &[(&str, &str)] = &[
    ("ring", "two TLS providers in one program panic at run time; ours is aws-lc-rs"),
    ("openssl-sys", "the system's OpenSSL differs from machine to machine; TLS is rustls"),
    ("native-tls", "TLS is rustls"),
    ("reqwest", "its pool hides the phases of a request; connections are ours, on hyper"),
];

/// Crates that a package of ours must not reach, not even through others, and why.
const APART: &[(&str, &str, &str)] = &[
    ("wasmload-core", "wasmtime", "what load is must be testable in seconds"),
    ("wasmload-core", "hyper", "what load is knows no protocol"),
    ("wasmload-core", "clap", "only the program reads arguments"),
    ("wasmload-runtime", "clap", "only the program reads arguments"),
    ("wasmload-runtime", "wasmload-sdk", "the host knows the WIT only"),
    ("wasmload-build", "wasmtime", "a component is made without an engine to run it"),
    ("wasmload-build", "clap", "only the program reads arguments"),
];

/// Checks both lists, and reports all that is wrong.
pub(crate) fn check(project: &Project) -> Result<()> {
    let mut faults = Vec::new();
    let all = tree(project, &["--workspace"])?;
    for (name, reason) in BANNED {
        if all.iter().any(|package| package == name) {
            faults.push(format!(
                "`{name}` is in the tree ({reason}); `cargo tree --invert {name} --target all` shows who wants it"
            ));
        }
    }
    for (package, name, reason) in APART {
        if tree(project, &["--package", package])?.iter().any(|other| other == name) {
            faults.push(format!(
                "`{package}` depends on `{name}` ({reason}); `cargo tree --package {package} --invert {name}` shows how"
            ));
        }
    }
    if !faults.is_empty() {
        bail!("the dependency policy is broken:\n  {}", faults.join("\n  "));
    }
    Ok(())
}

/// The names of all packages that those depend on, on any target, development dependencies left out.
fn tree(project: &Project, packages: &[&str]) -> Result<Vec<String>> {
    let mut command = project.cargo();
    command.args([
        "tree",
        "--quiet",
        "--locked",
        "--edges",
        "normal,build",
        "--target",
        "all",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ]);
    let lines = shell::read(command.args(packages))?;
    Ok(lines.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect())
}
