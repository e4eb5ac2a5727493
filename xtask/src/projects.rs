//! Projects in the languages with an SDK, under `tests/`: built by the program `wasmload`, as users build theirs.
//!
//! Not guests of the workspace: those are cargo's.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::project::Project;
use crate::{shell, tools};

/// A folder with a project for each language, and where their components go in the target folder.
const SETS: [&str; 1] = ["conformance"];

/// The languages whose projects cargo does not build, and a program that each of them needs.
const LANGUAGES: [(&str, &str); 3] = [("go", "go"), ("js", "node"), ("python", "python3")];

/// Builds all of them with that program. Outside of continuous integration a language whose tools are not there is left out, and its tests
/// say so.
pub(crate) fn build(project: &Project, wasmload: &Path) -> Result<()> {
    for (language, tool) in LANGUAGES {
        if tools::find(tool).is_none() {
            if tools::in_ci() {
                bail!("missing: {tool}");
            }
            eprintln!("left out: projects in `{language}`, since `{tool}` is not on this machine");
            continue;
        }
        for source in sources(&project.root.join("tests"), language)? {
            let component = component(project, &source)?;
            let mut command = Command::new(wasmload);
            command.arg("build").arg(&source).arg("--output").arg(&component).envs(environment(project));
            shell::run(&mut command)?;
        }
    }
    Ok(())
}

/// Where SDKs and tools are kept: in the target folder, as for the tests that build projects.
fn environment(project: &Project) -> [(&'static str, PathBuf); 3] {
    let own = project.target.join("wasmload");
    [
        ("WASMLOAD_DATA_DIR", own.join("data")),
        ("XDG_CACHE_HOME", own.join("cache")),
        ("WASMLOAD_CACHE_DIR", project.target.join("tests-cache")),
    ]
}

/// The projects in a language: that of each set, and all of `languages/LANGUAGE`, folders and single source files. What is
/// in `faults` does not build, or does not run: tests show that.
fn sources(tests: &Path, language: &str) -> Result<Vec<PathBuf>> {
    let mut sources: Vec<PathBuf> = SETS.iter().map(|set| tests.join(set).join(language)).collect();
    let programs = tests.join("languages").join(language);
    let entries = std::fs::read_dir(&programs).with_context(|| format!("{} cannot be read", programs.display()))?;
    let is_source = |path: &PathBuf| match path.extension() {
        Some(ending) => ending == "js",
        None => path.is_dir() && !path.ends_with("faults"),
    };
    sources.extend(entries.flatten().map(|entry| entry.path()).filter(is_source));
    sources.sort();
    Ok(sources)
}

/// Where the component of a project goes: the same path below the target folder.
fn component(project: &Project, source: &Path) -> Result<PathBuf> {
    let inside = source.strip_prefix(project.root.join("tests"))?;
    Ok(project.target.join(inside).with_extension("wasm"))
}

/// The component of a project, such as `languages/go/get_json`.
pub(crate) fn built(project: &Project, name: &str) -> Result<PathBuf> {
    let component = project.target.join(name).with_extension("wasm");
    if !component.is_file() {
        bail!("{} is not built", component.display());
    }
    Ok(component)
}
