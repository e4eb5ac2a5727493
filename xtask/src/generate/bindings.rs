//! The generated parts of the SDKs, which are checked in so that users need no generator: made anew, in a folder of their own.
//!
//! Not the generators: those are the program `bindings`, and componentize-py.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::project::Project;
use crate::{shell, tools};

/// A language: where its files belong, and the tool without which they cannot be made.
struct Generated {
    language: &'static str,
    place: &'static str,
    tool: &'static str,
}

const GENERATED: [Generated; 3] = [
    Generated { language: "go", place: "guest-sdk/go/internal/bindings", tool: "gofmt" },
    Generated { language: "js", place: "guest-sdk/js/src", tool: "cargo" },
    Generated { language: "python", place: "guest-sdk/python/src/wasmload/_bindings", tool: "python3" },
];

/// Every file with its text. Outside of continuous integration a language whose tool is not there is left out.
pub(super) fn files(project: &Project) -> Result<Vec<(PathBuf, String)>> {
    let mut files = Vec::new();
    for Generated { language, place, tool } in GENERATED {
        if tools::find(tool).is_none() {
            if tools::in_ci() {
                bail!("missing: {tool}");
            }
            eprintln!("left out: the bindings for `{language}`, since `{tool}` is not on this machine");
            continue;
        }
        let made = project.target.join("bindings").join(language);
        drop(std::fs::remove_dir_all(&made));
        make(project, language, &made)?;
        for path in below(&made)? {
            let text = std::fs::read_to_string(&path).with_context(|| format!("{} is not text", path.display()))?;
            files.push((project.root.join(place).join(path.strip_prefix(&made)?), text));
        }
    }
    Ok(files)
}

fn make(project: &Project, language: &str, folder: &Path) -> Result<()> {
    let wit = project.root.join("wit");
    if language == "python" {
        let search = std::env::var_os("PATH").unwrap_or_default();
        let path = [componentize_py(project)?].into_iter().chain(std::env::split_paths(&search));
        let mut command = Command::new("bash");
        command.arg(project.root.join("guest-sdk/python/bindings.sh")).arg(wit).arg(folder);
        return shell::run(command.env("PATH", std::env::join_paths(path)?));
    }
    let mut command = project.cargo();
    command.args(["run", "--quiet", "--release", "--package", "bindings", "--", language]).arg(wit).arg(folder);
    shell::run(&mut command)?;
    if language == "go" {
        shell::run(Command::new("gofmt").arg("-w").arg(folder))?;
    }
    Ok(())
}

/// The folder of the tool that `wasmload build` has installed for the tests' projects.
fn componentize_py(project: &Project) -> Result<PathBuf> {
    let tools = project.target.join("wasmload/cache/wasmload/tools");
    let entries = std::fs::read_dir(&tools).into_iter().flatten().flatten().map(|entry| entry.path().join("bin"));
    let mut found = entries.filter(|folder| folder.join("componentize-py").is_file());
    found
        .next()
        .with_context(|| format!("there is no componentize-py in {}; `cargo xtask test` installs it", tools.display()))
}

/// All files below a folder.
fn below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() { files.extend(below(&path)?) } else { files.push(path) }
    }
    files.sort();
    Ok(files)
}
