//! What a path given to `wasmload build` or `run` means: a folder with a manifest, or a source file, with a project around it
//! or none. Nothing is built here.

use std::path::{Path, PathBuf};

use crate::error::BuildError;
use crate::language::Language;

/// Entry files of JavaScript and TypeScript projects whose manifest names none, in the order in which they are looked for.
const ENTRIES: &[&str] = &[
    "scenario.ts",
    "main.ts",
    "index.ts",
    "src/scenario.ts",
    "src/main.ts",
    "src/index.ts",
    "scenario.js",
    "main.js",
    "index.js",
    "src/scenario.js",
    "src/main.js",
    "src/index.js",
];

/// Something that can be built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// The folder that the language's tool works in, absolute.
    pub root: PathBuf,
    /// The language.
    pub language: Language,
    /// The file that the component begins with, absolute; none where the language's tool finds it itself.
    pub entry: Option<PathBuf>,
    /// What the component is called: the folder's name, or the file's without its ending.
    pub name: String,
    /// A source file without a project around it.
    pub loose: bool,
    /// The path as it was given.
    given: PathBuf,
}

/// Whether a path is something to be built, and not a component that is there: a folder, or a source file.
pub fn is_source(path: &Path) -> bool {
    path.is_dir() || Language::of(path).is_some()
}

impl Project {
    /// Finds out what is at that path.
    ///
    /// # Errors
    /// Nothing is there, nothing that could be built, or several things.
    pub fn find(path: &Path) -> Result<Self, BuildError> {
        let absolute = path.canonicalize().map_err(|_| missing(path))?;
        if absolute.is_dir() { Self::of_folder(path, absolute) } else { Self::of_file(path, &absolute) }
    }

    /// For messages: the path as it was given.
    pub(crate) fn shown(&self) -> String {
        format!("`{}`", self.given.display())
    }

    fn of_folder(given: &Path, root: PathBuf) -> Result<Self, BuildError> {
        // TypeScript has JavaScript's manifest.
        let languages = [Language::Rust, Language::Go, Language::JavaScript, Language::Python];
        let found: Vec<Language> =
            languages.into_iter().filter(|language| root.join(language.manifest()).is_file()).collect();
        let name = name_of(root.file_name());
        let given = given.to_owned();
        match found[..] {
            [Language::JavaScript] => {
                let entry = javascript_entry(&root)?;
                let language = Language::of(&entry).unwrap_or(Language::JavaScript);
                Ok(Self { root, language, entry: Some(entry), name, loose: false, given })
            }
            [Language::Python] => {
                let entry = python_entry(&root)?;
                Ok(Self { root, language: Language::Python, entry: Some(entry), name, loose: false, given })
            }
            [language] => Ok(Self { root, language, entry: None, name, loose: false, given }),
            [] => Err(BuildError::NoProject {
                what: format!(
                    "`{}` holds no project: there is no `Cargo.toml`, `go.mod`, `package.json` or `pyproject.toml`",
                    given.display()
                ),
                hint: "make one with `wasmload new NAME --lang LANGUAGE`, or give a source file".to_owned(),
            }),
            _ => {
                let manifests: Vec<&str> = found.iter().map(|language| language.manifest()).collect();
                Err(BuildError::NoProject {
                    what: format!("`{}` holds several projects: `{}`", given.display(), manifests.join("`, `")),
                    hint: "give the source file that is meant".to_owned(),
                })
            }
        }
    }

    fn of_file(given: &Path, file: &Path) -> Result<Self, BuildError> {
        let Some(language) = Language::of(file) else {
            return Err(BuildError::NoProject {
                what: format!("`{}` is no source file of a language with an SDK", given.display()),
                hint: "the endings are .rs, .go, .js, .mjs, .ts, .mts and .py".to_owned(),
            });
        };
        let around = file.ancestors().skip(1).find(|folder| folder.join(language.manifest()).is_file());
        let name = match around {
            // Their tools build what is in the folder, not one file.
            Some(root) if matches!(language, Language::Rust | Language::Go) => name_of(root.file_name()),
            _ => name_of(file.file_stem()),
        };
        if around.is_none() && language == Language::Rust {
            return Err(BuildError::NoProject {
                what: format!("`{}` has no `Cargo.toml` around it", given.display()),
                hint: "make a project with `wasmload new NAME --lang rust`".to_owned(),
            });
        }
        let root = around.or(file.parent()).unwrap_or(file).to_owned();
        let (entry, loose) = (Some(file.to_owned()), around.is_none());
        Ok(Self { root, language, entry, name, loose, given: given.to_owned() })
    }
}

fn missing(path: &Path) -> BuildError {
    BuildError::NoProject {
        what: format!("`{}` does not exist", path.display()),
        hint: "give a `.wasm` file, a project's folder, or a source file".to_owned(),
    }
}

fn name_of(part: Option<&std::ffi::OsStr>) -> String {
    part.map_or_else(|| "scenario".to_owned(), |part| part.to_string_lossy().into_owned())
}

/// What `main` of `package.json` names, or one of the usual files.
fn javascript_entry(root: &Path) -> Result<PathBuf, BuildError> {
    let manifest = root.join("package.json");
    let text = std::fs::read_to_string(&manifest).map_err(BuildError::file(&manifest, "read"))?;
    let invalid = |what: String, hint: &str| BuildError::Invalid {
        place: manifest.display().to_string(),
        what,
        hint: hint.to_owned(),
    };
    let parsed: serde_json::Value =
        serde_json::from_str(&text).map_err(|error| invalid(error.to_string(), "mend the JSON"))?;
    if let Some(main) = parsed["main"].as_str() {
        let entry = root.join(main);
        return if entry.is_file() {
            Ok(entry)
        } else {
            Err(invalid(format!("`main` names `{main}`, which does not exist"), "name the scenario's file"))
        };
    }
    let entry = ENTRIES.iter().map(|entry| root.join(entry)).find(|entry| entry.is_file());
    entry.ok_or_else(|| invalid("there is no `main`".to_owned(), "name the scenario's file, such as `scenario.ts`"))
}

/// `scenario.py` or `main.py`, or the only file that there is.
fn python_entry(root: &Path) -> Result<PathBuf, BuildError> {
    if let Some(usual) = ["scenario.py", "main.py"].iter().map(|file| root.join(file)).find(|file| file.is_file()) {
        return Ok(usual);
    }
    let entries = std::fs::read_dir(root).map_err(BuildError::file(root, "read"))?;
    let files = entries.flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = files.filter(|file| Language::of(file) == Some(Language::Python)).collect();
    match (files.pop(), files.is_empty()) {
        (Some(only), true) => Ok(only),
        _ => Err(BuildError::NoProject {
            what: format!("`{}` does not say which file is the scenario", root.display()),
            hint: "call it `scenario.py`, or give the file".to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    #[test]
    fn a_manifest_tells_the_language() {
        for (manifest, language) in [("Cargo.toml", Language::Rust), ("go.mod", Language::Go)] {
            let folder = folder(&[(manifest, "")]);
            let project = Project::find(folder.path()).unwrap();
            assert_eq!((project.language, project.loose, project.entry), (language, false, None));
        }
    }

    #[test]
    fn typescript_is_told_by_the_entry() {
        let folder = folder(&[("package.json", r#"{"main": "load/shop.ts"}"#), ("load/shop.ts", "")]);
        let project = Project::find(folder.path()).unwrap();
        assert_eq!(project.language, Language::TypeScript);
        assert!(project.entry.unwrap().ends_with("load/shop.ts"));
    }

    #[test]
    fn a_file_belongs_to_the_project_around_it() {
        let folder = folder(&[("package.json", "{}"), ("load/spike.js", ""), ("loose/visit.py", "")]);
        let spike = Project::find(&folder.path().join("load/spike.js")).unwrap();
        assert_eq!((spike.root, spike.loose), (folder.path().canonicalize().unwrap(), false));
        let visit = Project::find(&folder.path().join("loose/visit.py")).unwrap();
        assert_eq!((visit.name.as_str(), visit.loose), ("visit", true));
    }

    #[test]
    fn what_cannot_be_built_is_named_with_a_way_out() {
        let refused = |files: &[(&str, &str)], path: &str, says: &str| {
            let folder = folder(files);
            let error = Project::find(&folder.path().join(path)).unwrap_err();
            assert!(error.to_string().contains(says), "{error}");
            assert!(error.hint().is_some(), "{error}");
        };
        refused(&[], ".", "holds no project");
        refused(&[("go.mod", ""), ("package.json", "{}")], ".", "holds several projects: `go.mod`, `package.json`");
        refused(&[("package.json", r#"{"main": "shop.ts"}"#)], ".", "`main` names `shop.ts`, which does not exist");
        refused(&[("notes.txt", "")], "notes.txt", "is no source file");
        refused(&[("alone.rs", "")], "alone.rs", "has no `Cargo.toml` around it");
        refused(&[], "nowhere", "does not exist");
    }
}
