//! The tools of a Python build: a Python that is new enough, componentize-py in an environment of its own, and pip for the
//! packages of a project. Not what they build.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::digest::Digest;
use crate::error::BuildError;
use crate::language::Language;
use crate::lock;
use crate::process::{capture, find, first_line, version};
use crate::toolchain::Job;

/// Exactly this one: its runtime goes into the component, and the SDK knows its ways.
pub(super) const COMPONENTIZE: &str = "componentize-py==0.25.1";

const OLDEST: (u32, u32) = (3, 10);

/// componentize-py, ready to be called.
pub(super) fn componentize(job: &Job<'_>) -> Result<Command, BuildError> {
    let venv = environment(job)?;
    let mut tool = Command::new(program(&venv, "componentize-py"));
    // It packs what it finds in an active environment, and in Python's own folder without one: an empty one keeps both out.
    let empty = job.work.join("no-packages");
    let lib = empty.join("lib/python3/site-packages");
    fs::create_dir_all(&lib).map_err(BuildError::file(&lib, "written"))?;
    tool.env("VIRTUAL_ENV", &empty).env_remove("PYTHONPATH").env_remove("PYTHONHOME");
    Ok(tool)
}

/// What `requirements.txt` asks for, without comments; empty when there is none.
pub(super) fn requirements(root: &Path) -> String {
    let text = fs::read_to_string(root.join("requirements.txt")).unwrap_or_default();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.collect::<Vec<_>>().join("\n")
}

/// The folder with what `requirements.txt` asks for.
pub(super) fn packages(job: &Job<'_>, requirements: &str) -> Result<PathBuf, BuildError> {
    let folder = job.work.join("packages");
    let record = job.work.join("packages-of");
    let wanted = Digest::new().part(requirements).finish();
    if folder.is_dir() && fs::read_to_string(&record).is_ok_and(|known| known == wanted) {
        return Ok(folder);
    }
    if folder.is_dir() {
        fs::remove_dir_all(&folder).map_err(BuildError::file(&folder, "written"))?;
    }
    let venv = environment(job)?;
    let file = job.project.root.join("requirements.txt");
    let mut pip = Command::new(program(&venv, "python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target"]).arg(&folder);
    pip.arg("--requirement").arg(&file);
    install(&mut pip, &format!("the packages of `{}`", file.display()), "see what pip says above")?;
    if let Some(compiled) = compiled(&folder) {
        let name = compiled.strip_prefix(&folder).unwrap_or(&compiled).display().to_string();
        fs::remove_dir_all(&folder).map_err(BuildError::file(&folder, "written"))?;
        return Err(BuildError::Invalid {
            place: file.display().to_string(),
            what: format!("a package has a compiled part, `{name}`, which cannot run in a component"),
            hint: "use a package of pure Python".to_owned(),
        });
    }
    fs::write(&record, wanted).map_err(BuildError::file(&record, "written"))?;
    Ok(folder)
}

/// The virtual environment with componentize-py, made when it is not there.
fn environment(job: &Job<'_>) -> Result<PathBuf, BuildError> {
    let venv = job.folders.tool(&COMPONENTIZE.replace("==", "-"));
    if venv.join("complete").is_file() {
        return Ok(venv);
    }
    let python = python()?;
    // An environment knows its own path: it cannot be made elsewhere and moved, so others wait.
    let _alone = lock::hold(&venv.with_extension("lock"))?;
    if venv.join("complete").is_file() {
        return Ok(venv);
    }
    if venv.is_dir() {
        fs::remove_dir_all(&venv).map_err(BuildError::file(&venv, "written"))?;
    }
    let venv_hint = "install Python's `venv` and `pip`: on Debian and Ubuntu `apt install python3-venv`";
    install(Command::new(&python).args(["-m", "venv"]).arg(&venv), "a virtual environment (`venv`)", venv_hint)?;
    let mut pip = Command::new(program(&venv, "python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", COMPONENTIZE]);
    install(&mut pip, COMPONENTIZE, "it is installed once with pip, which needs the network")?;
    let complete = venv.join("complete");
    fs::write(&complete, "").map_err(BuildError::file(&complete, "written"))?;
    Ok(venv)
}

fn install(command: &mut Command, what: &str, hint: &str) -> Result<(), BuildError> {
    let captured = capture(command)?;
    if captured.succeeded {
        return Ok(());
    }
    let reason = captured.said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("no reason given").trim();
    Err(BuildError::Toolchain { language: Language::Python, what: format!("{what}: {reason}"), hint: hint.to_owned() })
}

/// A Python that is new enough.
fn python() -> Result<PathBuf, BuildError> {
    let missing = |what: String| BuildError::Toolchain {
        language: Language::Python,
        what,
        hint: "install it from https://www.python.org/downloads/, or with the system's package manager".to_owned(),
    };
    let wanted = format!("Python {}.{} or newer", OLDEST.0, OLDEST.1);
    let mut old = None;
    for name in ["python3", "python"] {
        let Some(program) = find(name) else { continue };
        let said = first_line(&program, &["--version"]).unwrap_or_default();
        match version(&said) {
            Some(found) if found >= OLDEST => return Ok(program),
            _ => old = Some(said),
        }
    }
    Err(missing(old.map_or(wanted.clone(), |said| format!("{wanted}, and there is `{said}`"))))
}

fn program(venv: &Path, name: &str) -> PathBuf {
    if cfg!(windows) { venv.join("Scripts").join(format!("{name}.exe")) } else { venv.join("bin").join(name) }
}

/// A compiled part of a package.
fn compiled(folder: &Path) -> Option<PathBuf> {
    fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path()).find_map(|path| {
        let library = path.extension().is_some_and(|end| end == "so" || end == "pyd" || end == "dylib");
        if path.is_dir() { compiled(&path) } else { library.then_some(path) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_compiled_part_is_found_below() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("fast/inner");
        fs::create_dir_all(&inner).unwrap();
        fs::write(inner.join("plain.py"), "").unwrap();
        assert_eq!(compiled(folder.path()), None);
        fs::write(inner.join("speed.cpython-311-x86_64-linux-gnu.so"), "").unwrap();
        assert!(compiled(folder.path()).unwrap().ends_with("speed.cpython-311-x86_64-linux-gnu.so"));
    }
}
