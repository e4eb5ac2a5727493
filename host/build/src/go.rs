//! Go: the stock toolchain compiles a core module for WASI preview 1, which becomes a component here. Not how `main` comes to
//! run in it: the SDK sees to that.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::component;
use crate::digest::Digest;
use crate::error::BuildError;
use crate::language::Language;
use crate::process::{capture, find, first_line, run, version};
use crate::toolchain::{Compiled, Job, Toolchain};

/// The SDK's module, which a project's `go.mod` requires, and replaces by the SDK that came with wasmload.
const SDK: &str = "github.com/wasmload/wasmload/guest-sdk/go";
const SDK_VERSION: &str = "v0.1.0";
/// The oldest version that compiles the SDK.
const OLDEST: (u32, u32) = (1, 25);

pub(crate) struct Go;

impl Toolchain for Go {
    fn compile(&self, job: &Job<'_>) -> Result<Compiled, BuildError> {
        let there = find("go").map(|go| first_line(&go, &["env", "GOVERSION"]).unwrap_or_default());
        check(there.as_deref())?;
        let folder = match &job.project.entry {
            Some(file) if job.project.loose => loose(job, file)?,
            _ => {
                requires_the_sdk(&job.project.root.join("go.mod"))?;
                &job.project.root
            }
        };
        let path = job.work.join("core.wasm");
        let mut go = go(folder);
        go.args(["build", "-buildmode=c-shared", "-buildvcs=false", "-trimpath"]);
        // The SDK calls `main`, which the linker forbids all packages but the runtime. Tables of symbols are for debuggers.
        go.args(["-ldflags=-checklinkname=0 -s -w", "-o"]).arg(&path).arg(".");
        run(&mut go, &job.project.shown(), None).map_err(|error| explained(error, folder))?;
        let digest = Digest::new().file(&path)?.finish();
        Ok(Compiled { path, digest })
    }

    fn componentize(&self, job: &Job<'_>, compiled: &Compiled) -> Result<Vec<u8>, BuildError> {
        let module = fs::read(&compiled.path).map_err(BuildError::file(&compiled.path, "read"))?;
        component::of_module(&module, &job.wit()).map_err(|reason| BuildError::Misfit {
            project: job.project.shown(),
            reason,
            hint: format!("`main` has to call `wasmload.Run`, of the package `{SDK}`"),
        })
    }
}

/// The toolchain, told to make modules for WASI.
fn go(folder: &Path) -> Command {
    let mut go = Command::new("go");
    go.current_dir(folder).env("GOOS", "wasip1").env("GOARCH", "wasm").env("GOWORK", "off");
    go
}

/// Takes a version such as `go1.26.8`, or none when there is no toolchain.
fn check(there: Option<&str>) -> Result<(), BuildError> {
    if there.and_then(version).is_some_and(|version| version >= OLDEST) {
        return Ok(());
    }
    let (major, minor) = OLDEST;
    let instead =
        there.filter(|there| !there.is_empty()).map_or_else(String::new, |there| format!(", and not {there}"));
    Err(BuildError::Toolchain {
        language: Language::Go,
        what: format!("go {major}.{minor} or newer{instead}"),
        hint: "install Go from https://go.dev/dl".to_owned(),
    })
}

fn requires_the_sdk(manifest: &Path) -> Result<(), BuildError> {
    let text = fs::read_to_string(manifest).map_err(BuildError::file(manifest, "read"))?;
    if text.contains(SDK) {
        return Ok(());
    }
    Err(BuildError::Invalid {
        place: manifest.display().to_string(),
        what: "the module does not require the SDK".to_owned(),
        hint: format!("add the lines `require {SDK} {SDK_VERSION}` and `replace {SDK} => ./.wasmload/sdk/go`"),
    })
}

/// Puts a module around a source file that has none.
fn loose<'a>(job: &'a Job<'_>, file: &Path) -> Result<&'a Path, BuildError> {
    let text = fs::read(file).map_err(BuildError::file(file, "read"))?;
    let name = file.file_name().unwrap_or_default();
    for (path, contents) in [(job.work.join(name), text), (job.work.join("go.mod"), module(&job.sdk()).into_bytes())] {
        // What is written anew would be compiled anew.
        if fs::read(&path).ok().as_ref() != Some(&contents) {
            fs::write(&path, contents).map_err(BuildError::file(&path, "written"))?;
        }
    }
    Ok(&job.work)
}

fn module(sdk: &Path) -> String {
    let (major, minor) = OLDEST;
    format!(
        "module scenario\n\ngo {major}.{minor}\n\nrequire {SDK} {SDK_VERSION}\n\nreplace {SDK} => {:?}\n",
        sdk.display().to_string()
    )
}

/// Adds the way out when a package was not made for WebAssembly, which Go says in words that do not name it.
fn explained(error: BuildError, folder: &Path) -> BuildError {
    let BuildError::Failed { tool, project, hint } = error else { return error };
    let listed = capture(go(folder).args(["list", "-e", "-deps", "-f", "{{with .Error}}{{.}}{{end}}", "."]));
    let excluded = listed.is_ok_and(|listed| listed.said.contains("build constraints exclude all Go files"));
    let hint = match excluded {
        true => {
            Some("a package that needs cgo, or an operating system of its own, cannot be part of a scenario".to_owned())
        }
        false => hint,
    };
    BuildError::Failed { tool, project, hint }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_toolchain_is_named_and_a_missing_one_is_not() {
        check(Some("go1.25.0")).unwrap();
        check(Some("go1.27rc1")).unwrap();
        let old = check(Some("go1.24.9")).unwrap_err();
        assert_eq!(old.to_string(), "building Go needs go 1.25 or newer, and not go1.24.9");
        let missing = check(None).unwrap_err();
        assert_eq!(missing.to_string(), "building Go needs go 1.25 or newer");
        assert_eq!(missing.hint(), Some("install Go from https://go.dev/dl"));
    }

    #[test]
    fn a_file_without_a_module_gets_one_that_finds_the_sdk() {
        let text = module(Path::new("/data/sdk 1/go"));
        assert!(text.contains("\nrequire github.com/wasmload/wasmload/guest-sdk/go v0.1.0\n"), "{text}");
        assert!(text.ends_with("=> \"/data/sdk 1/go\"\n"), "{text}");
    }

    #[test]
    fn a_module_without_the_sdk_is_told_which_lines_are_missing() {
        let folder = tempfile::tempdir().unwrap();
        let manifest = folder.path().join("go.mod");
        fs::write(&manifest, "module shop\n").unwrap();
        let error = requires_the_sdk(&manifest).unwrap_err();
        assert!(error.hint().unwrap().contains("replace github.com/wasmload"), "{error}");
        fs::write(&manifest, module(Path::new("sdk"))).unwrap();
        requires_the_sdk(&manifest).unwrap();
    }
}
