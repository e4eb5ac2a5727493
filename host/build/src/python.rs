//! Python: componentize-py freezes CPython, the SDK and the scenario's files into a component. It is installed once, into a
//! virtual environment of wasmload's own; packages of a project come with pip. Not which file is the scenario: `project` knows.

mod allocation;
mod lasting;
mod report;
mod tools;

use std::fs;
use std::path::{Path, PathBuf};

use crate::component::WORLD;
use crate::digest::Digest;
use crate::error::BuildError;
use crate::process::capture;
use crate::toolchain::{Compiled, Job, Toolchain};

/// The module of the SDK that componentize-py imports.
const ENTRY: &str = "wasmload._building.entry";

/// The top-level module of the bindings, as the SDK imports it.
const BINDINGS: &str = "wasmload_bindings";

/// What lies in a project's folder without belonging to the scenario.
const LEFT_OUT: &[&str] = &["__pycache__", "dist", "tests", "venv", "node_modules", "target"];

pub(crate) struct Cpython;

impl Toolchain for Cpython {
    fn compile(&self, job: &Job<'_>) -> Result<Compiled, BuildError> {
        let entry = entry(job)?;
        let module = module(entry)?;
        let folder = entry.parent().unwrap_or(&job.project.root);
        let requirements = tools::requirements(&job.project.root);
        let packages = if requirements.is_empty() { None } else { Some(tools::packages(job, &requirements)?) };

        // A copy, so that nothing but sources is frozen, and Python's caches do not appear beside them.
        let copy = job.work.join("source");
        if copy.is_dir() {
            fs::remove_dir_all(&copy).map_err(BuildError::file(&copy, "written"))?;
        }
        let mut digest = Digest::new().part(module).part(tools::COMPONENTIZE).part(&requirements);
        if job.project.loose {
            let file = Path::new(entry.file_name().unwrap_or_default());
            digest = copy_file(folder, file, &copy, digest)?;
        } else {
            digest = copy_sources(folder, Path::new(""), &copy, digest)?;
        }
        let generated = job.work.join("generated");
        let own = generated.join("wasmload_project.py");
        let written = fs::create_dir_all(&generated).and_then(|()| fs::write(&own, format!("MODULE = {module:?}\n")));
        written.map_err(BuildError::file(&own, "written"))?;
        if packages.is_none() {
            // What a former `requirements.txt` brought.
            let former = job.work.join("packages");
            if former.is_dir() {
                fs::remove_dir_all(&former).map_err(BuildError::file(&former, "written"))?;
            }
        }
        Ok(Compiled { path: copy, digest: digest.finish() })
    }

    fn componentize(&self, job: &Job<'_>, compiled: &Compiled) -> Result<Vec<u8>, BuildError> {
        let output = job.work.join("component.wasm");
        let mut tool = tools::componentize(job)?;
        tool.arg("--quiet").arg("--wit-path").arg(job.wit()).args(["--world", WORLD, "--world-module", BINDINGS]);
        tool.args(["componentize", ENTRY, "--output"]).arg(&output);
        // The SDK takes what lies in the first folder for the scenario's own files.
        for folder in
            [compiled.path.clone(), job.work.join("generated"), job.work.join("packages"), job.sdk().join("src")]
        {
            if folder.is_dir() {
                tool.arg("--python-path").arg(folder);
            }
        }
        let captured = capture(&mut tool)?;
        report::tell(&captured, job)?;
        let component = fs::read(&output).map_err(BuildError::file(&output, "read"))?;
        finished(component).map_err(|reason| BuildError::Misfit {
            project: job.project.shown(),
            reason,
            hint: format!("{} makes another component than this wasmload knows: please report it", tools::COMPONENTIZE),
        })
    }
}

/// What componentize-py made, without its leak, and with a memory that VUs can share.
fn finished(mut component: Vec<u8>) -> Result<Vec<u8>, String> {
    lasting::mark(&mut component)?;
    allocation::mend(&component)
}

fn entry<'a>(job: &'a Job<'_>) -> Result<&'a Path, BuildError> {
    job.project.entry.as_deref().ok_or_else(|| BuildError::NoProject {
        what: format!("{} does not say which file is the scenario", job.project.shown()),
        hint: "call it `scenario.py`, or give the file".to_owned(),
    })
}

/// The name by which Python imports a file.
fn module(file: &Path) -> Result<&str, BuildError> {
    let stem = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let letters = |first: char| first.is_ascii_alphabetic() || first == '_';
    let identifier = stem.starts_with(letters) && stem.chars().all(|one| one.is_ascii_alphanumeric() || one == '_');
    let taken = ["wasmload", BINDINGS, "wasmload_project"].contains(&stem);
    if identifier && !taken {
        return Ok(stem);
    }
    Err(BuildError::Invalid {
        place: file.display().to_string(),
        what: if taken {
            "the SDK has a module of this name".to_owned()
        } else {
            "Python cannot import a file of this name".to_owned()
        },
        hint: "call it `scenario.py`: letters, digits and `_`, beginning with a letter".to_owned(),
    })
}

/// Copies what a component may need: everything but hidden files, caches and the folders that tools make.
fn copy_sources(root: &Path, below: &Path, copy: &Path, mut digest: Digest) -> Result<Digest, BuildError> {
    let folder = root.join(below);
    let entries = fs::read_dir(&folder).map_err(BuildError::file(&folder, "read"))?;
    let mut names: Vec<PathBuf> = entries.flatten().map(|entry| PathBuf::from(entry.file_name())).collect();
    names.sort();
    for name in names {
        let text = name.to_string_lossy();
        if text.starts_with('.') || text.ends_with(".wasm") || LEFT_OUT.contains(&&*text) {
            continue;
        }
        let inside = below.join(&name);
        let path = root.join(&inside);
        if path.join("pyvenv.cfg").is_file() {
            continue;
        }
        digest = if path.is_dir() {
            copy_sources(root, &inside, copy, digest)?
        } else {
            copy_file(root, &inside, copy, digest)?
        };
    }
    Ok(digest)
}

fn copy_file(root: &Path, inside: &Path, copy: &Path, digest: Digest) -> Result<Digest, BuildError> {
    let (from, to) = (root.join(inside), copy.join(inside));
    let bytes = fs::read(&from).map_err(BuildError::file(&from, "read"))?;
    let written = to.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&to, &bytes));
    written.map_err(BuildError::file(&to, "written"))?;
    Ok(digest.part(inside.as_os_str().as_encoded_bytes()).part(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_imported_by_its_name() {
        assert_eq!(module(Path::new("/shop/scenario.py")).unwrap(), "scenario");
        for (file, says) in
            [("my-test.py", "cannot import"), ("7.py", "cannot import"), ("wasmload.py", "of this name")]
        {
            let error = module(Path::new(file)).unwrap_err();
            assert!(error.to_string().contains(says), "{error}");
        }
    }

    #[test]
    fn sources_are_copied_without_what_tools_make() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("shop");
        for file in [
            "scenario.py",
            "data/users.csv",
            ".venv/a.py",
            "env/pyvenv.cfg",
            "env/b.py",
            "dist/shop.wasm",
            "__pycache__/c.pyc",
        ] {
            fs::create_dir_all(root.join(file).parent().unwrap()).unwrap();
            fs::write(root.join(file), file).unwrap();
        }
        let copy = folder.path().join("copy");
        let digest = copy_sources(&root, Path::new(""), &copy, Digest::new()).unwrap().finish();
        assert!(copy.join("scenario.py").is_file() && copy.join("data/users.csv").is_file());
        assert_eq!(fs::read_dir(&copy).unwrap().count(), 2);
        fs::write(root.join("scenario.py"), "changed").unwrap();
        assert_ne!(copy_sources(&root, Path::new(""), &copy, Digest::new()).unwrap().finish(), digest);
    }
}
