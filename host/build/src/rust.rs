//! Rust: cargo builds a component by itself, for the target `wasm32-wasip2`. Not its profile: that is the project's.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::digest::Digest;
use crate::error::BuildError;
use crate::language::Language;
use crate::process::{find, first_line, run};
use crate::toolchain::{Compiled, Job, Toolchain};

const TARGET: &str = "wasm32-wasip2";

pub(crate) struct Cargo;

impl Toolchain for Cargo {
    fn compile(&self, job: &Job<'_>) -> Result<Compiled, BuildError> {
        check()?;
        let root = &job.project.root;
        let mut cargo = Command::new("cargo");
        cargo.current_dir(root).args(["build", "--release", "--target", TARGET]);
        cargo.arg("--message-format=json-render-diagnostics");
        let messages = run(&mut cargo, &job.project.shown(), None)?;
        let path = component(&messages, &root.join("Cargo.toml"))?;
        let digest = Digest::new().file(&path)?.finish();
        Ok(Compiled { path, digest })
    }

    fn componentize(&self, _job: &Job<'_>, compiled: &Compiled) -> Result<Vec<u8>, BuildError> {
        std::fs::read(&compiled.path).map_err(BuildError::file(&compiled.path, "read"))
    }
}

fn check() -> Result<(), BuildError> {
    let missing = |what: &str, hint: &str| BuildError::Toolchain {
        language: Language::Rust,
        what: what.to_owned(),
        hint: hint.to_owned(),
    };
    if find("cargo").is_none() {
        return Err(missing("cargo", "install Rust from https://rustup.rs"));
    }
    let folder = first_line(Path::new("rustc"), &["--print", "target-libdir", "--target", TARGET]);
    let Some(folder) = folder else {
        return Err(missing("rustc, which does not run", "see what `rustc --version` says"));
    };
    if std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Ok(());
    }
    Err(missing(&format!("the target `{TARGET}`"), &format!("run `rustup target add {TARGET}`")))
}

/// The component among what cargo says that it built.
fn component(messages: &str, manifest: &Path) -> Result<PathBuf, BuildError> {
    let manifest_of = |message: &Value| message["manifest_path"].as_str().map(PathBuf::from);
    let is_component = |message: &Value| {
        let kinds = message["target"]["crate_types"].as_array();
        message["reason"] == "compiler-artifact"
            && manifest_of(message).is_some_and(|path| same_file(&path, manifest))
            && kinds.is_some_and(|kinds| kinds.iter().any(|kind| kind == "cdylib"))
    };
    let artifacts = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let files = artifacts.filter(is_component).flat_map(|message| {
        let files = message["filenames"].as_array().cloned().unwrap_or_default();
        files.into_iter().filter_map(|file| file.as_str().map(PathBuf::from))
    });
    let mut components: Vec<PathBuf> = files.filter(|file| file.extension().is_some_and(|end| end == "wasm")).collect();
    components.pop().ok_or_else(|| BuildError::Invalid {
        place: manifest.display().to_string(),
        what: "the package builds no component".to_owned(),
        hint: "add `[lib]` with `crate-type = [\"cdylib\"]`; in a workspace, build the folder of the member".to_owned(),
    })
}

fn same_file(one: &Path, other: &Path) -> bool {
    one == other || matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_component_is_the_cdylib_of_the_package_itself() {
        let line = |manifest: &str, kind: &str, file: &str| {
            format!(
                r#"{{"reason":"compiler-artifact","manifest_path":"{manifest}","target":{{"crate_types":["{kind}"]}},"filenames":["{file}"]}}"#
            )
        };
        let messages = [
            line("/dep/Cargo.toml", "cdylib", "/t/dep.wasm"),
            line("/shop/Cargo.toml", "bin", "/t/tool.wasm"),
            line("/shop/Cargo.toml", "cdylib", "/t/shop.wasm"),
            r#"{"reason":"build-finished","success":true}"#.to_owned(),
        ];
        let manifest = Path::new("/shop/Cargo.toml");
        assert_eq!(component(&messages.join("\n"), manifest).unwrap(), Path::new("/t/shop.wasm"));
        let error = component(&messages[1], manifest).unwrap_err();
        assert!(error.hint().unwrap().contains("cdylib"), "{error}");
    }
}
