//! JavaScript and TypeScript: esbuild bundles the sources with the SDK, `componentize-qjs` puts them and QuickJS into a
//! component. Not a bundler, and no node at run time: both tools come from npm, in pinned versions, once.
//!
//! The bundle is made in two steps. The first keeps the SDK out and wraps the user's modules, so that their bodies run in each VU
//! at its first call. The second adds the SDK, whose modules run while the component is built and are shared by all VUs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::digest::Digest;
use crate::error::BuildError;
use crate::language::Language;
use crate::process::{capture, find, first_line, run, version};
use crate::source_map;
use crate::toolchain::{Compiled, Job, Toolchain};

/// The oldest node that both tools run on.
const NODE: (u32, u32) = (18, 0);

/// The packages from npm, and the folder's name: another version is another folder.
const ESBUILD: &str = "0.28.2";
const COMPONENTIZE: &str = "0.4.5";

/// What QuickJS does not drive by itself becomes code that the SDK drives: see its `promise.ts`.
const LOWERED: &[&str] = &[
    "--bundle",
    "--format=esm",
    "--target=es2023",
    "--supported:async-await=false",
    "--supported:async-generator=false",
    "--supported:for-await=false",
    "--external:wasmload:*",
    "--log-level=warning",
];

pub(crate) struct QuickJs;

impl Toolchain for QuickJs {
    fn compile(&self, job: &Job<'_>) -> Result<Compiled, BuildError> {
        let tools = Tools::installed(job)?;
        let Some(entry) = &job.project.entry else {
            return Err(BuildError::NoProject {
                what: format!("{} names no file to begin with", job.project.shown()),
                hint: "name it in `main` of `package.json`".to_owned(),
            });
        };
        let (begin, user, bundle) = (job.work.join("entry.js"), job.work.join("user.js"), job.work.join("main.js"));
        fs::write(&begin, entry_module(entry)).map_err(BuildError::file(&begin, "written"))?;

        let mut first = Command::new(&tools.esbuild);
        first.current_dir(&job.project.root).arg(&begin).args(LOWERED);
        first.args(["--external:wasmload", "--external:wasmload/*", "--loader:.txt=text", "--loader:.csv=text"]);
        first.arg("--sourcemap=inline").arg(option("--outfile=", &user));
        run(&mut first, &job.project.shown(), Some(HINT.to_owned()))?;

        let mut second = Command::new(&tools.esbuild);
        second.current_dir(&job.work).arg(&user).args(LOWERED).args(["--minify-whitespace", "--minify-syntax"]);
        second.arg(option("--alias:wasmload=", &job.sdk().join("src")));
        second.arg("--sourcemap=external").arg(option("--outfile=", &bundle));
        run(&mut second, &job.project.shown(), None)?;
        // The map too: a comment more leaves the bundle as it is, and moves every line below it.
        let map = source_map::beside(&bundle);
        let digest = Digest::new().part(ESBUILD).part(COMPONENTIZE).file(&bundle)?.file(&map)?.finish();
        Ok(Compiled { path: bundle, digest })
    }

    fn componentize(&self, job: &Job<'_>, compiled: &Compiled) -> Result<Vec<u8>, BuildError> {
        let tools = Tools::installed(job)?;
        let component = job.work.join("component.wasm");
        let mut command = Command::new(&tools.node);
        command.arg(&tools.componentize).arg("--sync").arg("--wit").arg(job.wit()).args(["--world", "scenario"]);
        command.arg("--module-root").arg(&job.work).arg("--js").arg(&compiled.path).arg("--output").arg(&component);
        let done = capture(&mut command)?;
        if !done.succeeded {
            return Err(BuildError::Misfit {
                project: job.project.shown(),
                reason: done.said.trim().to_owned(),
                hint: "the bundle is `main.js` in the project's `.wasmload/build`".to_owned(),
            });
        }
        let mut bytes = fs::read(&component).map_err(BuildError::file(&component, "read"))?;
        source_map::embed(&mut bytes, &compiled.path, &job.project.root)?;
        Ok(bytes)
    }
}

/// What to do about imports that cannot be resolved: esbuild has named them.
const HINT: &str = "k6's modules are called `wasmload`, `wasmload/http` and so on; packages come from the project's `node_modules`; \
    modules of node, such as `fs`, are not there, nor are packages that use them";

/// The module that the component begins with: the user's one is required in a function, and so evaluated when that is called.
fn entry_module(user: &Path) -> String {
    let user = serde_json::Value::from(user.to_string_lossy().into_owned());
    format!(
        "import \"wasmload/globals\";\nimport {{ program }} from \"wasmload/program\";\n\
        export const lifecycle = program(() => require({user}));\n"
    )
}

fn option(name: &str, path: &Path) -> std::ffi::OsString {
    let mut option = std::ffi::OsString::from(name);
    option.push(path);
    option
}

/// The tools, where they are.
struct Tools {
    node: PathBuf,
    esbuild: PathBuf,
    componentize: PathBuf,
}

impl Tools {
    /// Finds node, and installs the packages when they are not there.
    fn installed(job: &Job<'_>) -> Result<Self, BuildError> {
        let language = job.project.language;
        let (node, npm) = node(language)?;
        let folder = job.folders.tool(&format!("javascript-esbuild-{ESBUILD}-componentize-qjs-{COMPONENTIZE}"));
        if !folder.is_dir() {
            install(&folder, &npm, language)?;
        }
        let modules = folder.join("node_modules");
        let esbuild = native_esbuild(&modules.join("@esbuild")).ok_or_else(|| BuildError::Toolchain {
            language,
            what: format!("esbuild {ESBUILD} for this system, and npm did not install it"),
            hint: format!("remove `{}` and try again; npm must not leave out optional packages", folder.display()),
        })?;
        Ok(Self { node, esbuild, componentize: modules.join("componentize-qjs/bin/componentize-qjs") })
    }
}

fn node(language: Language) -> Result<(PathBuf, PathBuf), BuildError> {
    let missing = |what: String| BuildError::Toolchain {
        language,
        what,
        hint: "install node 20 or newer, with npm, from https://nodejs.org".to_owned(),
    };
    let node = find("node").ok_or_else(|| missing("node".to_owned()))?;
    let said = first_line(&node, &["--version"]).unwrap_or_default();
    if version(&said).is_none_or(|found| found < NODE) {
        return Err(missing(format!("node {} or newer, and this is {said:?}", NODE.0)));
    }
    let npm = find("npm").ok_or_else(|| missing("npm".to_owned()))?;
    Ok((node, npm))
}

/// Installs both packages into a folder that appears only when it is complete.
fn install(folder: &Path, npm: &Path, language: Language) -> Result<(), BuildError> {
    let part = folder.with_extension(format!("part-{}", std::process::id()));
    let manifest = format!(
        "{{ \"private\": true, \"dependencies\": {{ \"esbuild\": \"{ESBUILD}\", \"componentize-qjs\": \"{COMPONENTIZE}\" }} }}\n"
    );
    let begun = fs::create_dir_all(&part).and_then(|()| fs::write(part.join("package.json"), manifest));
    begun.map_err(BuildError::file(&part, "written"))?;
    let mut command = Command::new(npm);
    // No scripts: esbuild's only puts the binary where its own wrapper looks for it.
    command.current_dir(&part).args(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"]);
    let done = capture(&mut command)?;
    if !done.succeeded {
        drop(fs::remove_dir_all(&part));
        return Err(BuildError::Toolchain {
            language,
            what: format!(
                "esbuild {ESBUILD} and componentize-qjs {COMPONENTIZE}, and npm cannot install them:\n{}",
                done.said.trim()
            ),
            hint: "check that npm reaches its registry; they are installed once".to_owned(),
        });
    }
    match fs::rename(&part, folder) {
        // Another process was first.
        Err(_) if folder.is_dir() => fs::remove_dir_all(&part),
        renamed => renamed,
    }
    .map_err(BuildError::file(folder, "written"))
}

/// The binary in the one package for this system that npm has chosen.
fn native_esbuild(packages: &Path) -> Option<PathBuf> {
    let mut found = fs::read_dir(packages).ok()?.filter_map(Result::ok).map(|entry| entry.path());
    found.find_map(|package| {
        ["bin/esbuild", "esbuild.exe"].map(|file| package.join(file)).into_iter().find(|file| file.is_file())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_users_module_is_required_by_its_whole_path() {
        let module = entry_module(Path::new("/shop/a \"b\".ts"));
        assert!(module.contains(r#"program(() => require("/shop/a \"b\".ts"))"#), "{module}");
    }

    #[test]
    fn the_binary_for_this_system_is_found() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(native_esbuild(folder.path()), None);
        let binary = folder.path().join("linux-x64/bin/esbuild");
        fs::create_dir_all(binary.parent().unwrap()).unwrap();
        fs::write(&binary, "").unwrap();
        assert_eq!(native_esbuild(folder.path()), Some(binary));
    }
}
