//! The SDKs' own tests, each with its language's tools: types, and the parts that need no host.
//!
//! Not what needs a component: the tests of the program do that. And not Rust's, which are cargo's.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::project::Project;
use crate::{shell, tools};

/// The tests of one SDK.
type Suite = fn(&Project) -> Result<()>;

/// All of them, each with the tool that it needs.
const SUITES: [(&str, Suite); 3] = [("go", go), ("npm", javascript), ("python3", python)];

/// Runs them. Outside of continuous integration a language whose tool is not there is left out.
pub(crate) fn test(project: &Project) -> Result<()> {
    for (tool, suite) in SUITES {
        if tools::find(tool).is_some() {
            suite(project)?;
        } else if tools::in_ci() {
            bail!("missing: {tool}");
        } else {
            eprintln!("left out: the tests of an SDK, since `{tool}` is not on this machine");
        }
    }
    Ok(())
}

fn go(project: &Project) -> Result<()> {
    let sdk = project.root.join("guest-sdk/go");
    shell::run(Command::new("go").current_dir(&sdk).args(["vet", "./..."]))?;
    let mut component = Command::new("go");
    shell::run(component.current_dir(&sdk).args(["vet", "./..."]).env("GOOS", "wasip1").env("GOARCH", "wasm"))?;
    shell::run(Command::new("go").current_dir(&sdk).args(["test", "./..."]))
}

/// In a copy: npm installs beside the manifest.
fn javascript(project: &Project) -> Result<()> {
    let copy = project.target.join("sdk-js");
    copy_all(&project.root.join("guest-sdk/js"), &copy)?;
    let npm = |words: &[&str]| shell::run(Command::new("npm").current_dir(&copy).args(words));
    npm(&["install", "--silent", "--no-audit", "--no-fund", "--no-package-lock"])?;
    npm(&["run", "--silent", "build"])?;
    npm(&["test", "--silent"])
}

fn python(project: &Project) -> Result<()> {
    let mut tests = Command::new("python3");
    tests
        .current_dir(project.root.join("guest-sdk/python"))
        .env("PYTHONPATH", "src")
        .env("PYTHONDONTWRITEBYTECODE", "1");
    shell::run(tests.args(["-m", "unittest", "discover", "--start-directory", "tests"]))
}

fn copy_all(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            // What somebody has installed or built beside the sources.
            true if entry.file_name() == "node_modules" || entry.file_name() == "dist" => {}
            true => copy_all(&entry.path(), &to)?,
            false => drop(std::fs::copy(entry.path(), to)?),
        }
    }
    Ok(())
}
