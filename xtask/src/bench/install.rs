//! Finding the other load generators, and installing those that are missing, each from its own registry.
//!
//! A tool that can be had in neither way is named in one line and left out: no bench fails for it.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::tool::{TOOLS, Tool};
use crate::project::Project;
use crate::{shell, tools};

/// The versions that are installed. Those of the distribution are what they are.
const OHA: &str = "1.16.0";
const K6: &str = "go.k6.io/k6@v1.8.1";

/// A tool's program, or why it is not there.
pub(super) type Found = Result<PathBuf, String>;

/// Finds the program of another load generator, without installing anything.
pub(super) fn find(tool: &Tool, project: &Project) -> Found {
    let installed = folder(project).join("bin").join(tool.program);
    let place = Some(installed).filter(|file| file.is_file()).or_else(|| tools::find(tool.program));
    place.ok_or_else(|| format!("`{}` is not installed", tool.program))
}

/// Installs what is missing, as far as that is possible here.
pub(super) fn missing(project: &Project, wanted: impl Fn(&Tool) -> bool) {
    let missing: Vec<&Tool> =
        TOOLS.iter().filter(|tool| !tool.is_ours() && wanted(tool) && find(tool, project).is_err()).collect();
    let mut packages = Vec::new();
    for tool in missing {
        let done = match tool.package {
            "oha" => cargo(project),
            "k6" => go(&folder(project)),
            package => {
                packages.push(package);
                continue;
            }
        };
        if let Err(error) = done {
            eprintln!("left out: {}, which cannot be installed ({error:#})", tool.name);
        }
    }
    if tools::find("nginx").is_none() {
        packages.push("nginx-light");
    }
    if !packages.is_empty()
        && !tools::install(&packages).unwrap_or_else(|error| {
            eprintln!("{error:#}");
            false
        })
    {
        eprintln!("left out: {}; install with `apt-get install {}`", packages.join(", "), packages.join(" "));
    }
}

fn folder(project: &Project) -> PathBuf {
    project.target.join("bench/tools")
}

fn cargo(project: &Project) -> anyhow::Result<()> {
    let mut install = project.cargo();
    install.args(["install", "oha", "--version", OHA, "--locked", "--root"]).arg(folder(project));
    shell::run(&mut install)
}

fn go(folder: &Path) -> anyhow::Result<()> {
    let go = tools::find("go").ok_or_else(|| anyhow::anyhow!("Go is not installed"))?;
    shell::run(Command::new(go).args(["install", K6]).env("GOBIN", folder.join("bin")))
}
