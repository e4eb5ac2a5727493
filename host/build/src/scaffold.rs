//! `wasmload new`: a project that builds and runs at once, out of a template. Not the templates: they lie in `templates/`,
//! a folder for each language and kind.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::embedded;
use crate::error::BuildError;
use crate::folders::Folders;
use crate::language::Language;
use crate::sdk::Sdks;

/// What a new project shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// One function: requests, checks, a threshold.
    Http,
    /// Several kinds of users, in a mix.
    Personas,
    /// Load that grows in stages.
    Stages,
    /// Users who stay connected: one socket each, over which they ask again and again.
    WebSocket,
}

impl Template {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Http, Self::Personas, Self::Stages, Self::WebSocket];

    /// The word for it on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Personas => "personas",
            Self::Stages => "stages",
            Self::WebSocket => "websocket",
        }
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Template {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let known = Self::ALL.map(Self::word);
        Self::ALL
            .into_iter()
            .find(|template| template.word() == word)
            .ok_or_else(|| format!("there is no template `{word}`; the templates are {}", known.join(", ")))
    }
}

/// A project that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scaffold {
    /// Its folder.
    pub folder: PathBuf,
    /// Its files, by their path in it, sorted.
    pub files: Vec<String>,
}

/// Makes a project in a new folder, or in one that is empty. Its name is the folder's.
///
/// # Errors
/// The name cannot be one, the folder is not empty, or files cannot be written.
pub fn new(folder: &Path, language: Language, template: Template, folders: &Folders) -> Result<Scaffold, BuildError> {
    let name = check_name(folder)?;
    check_empty(folder)?;
    let sdks = Sdks::unpack(folders)?;
    let mut files = Vec::new();
    // What all projects of the language have, and then what the template brings.
    let language_word = language.word();
    let common = embedded::template(language_word, "base");
    for (path, contents) in common.chain(embedded::template(language_word, template.word())) {
        let path = fill(path.strip_suffix(".in").unwrap_or(path), &name);
        let file = folder.join(&path);
        let text =
            std::str::from_utf8(contents).map_or_else(|_| contents.to_vec(), |text| fill(text, &name).into_bytes());
        let written = file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&file, text));
        written.map_err(BuildError::file(&file, "written"))?;
        files.push(path);
    }
    sdks.link(folder)?;
    files.sort();
    Ok(Scaffold { folder: folder.to_owned(), files })
}

/// Puts the project's name where a template asks for it: as it is, and as an identifier.
fn fill(text: &str, name: &str) -> String {
    text.replace("{{name}}", name).replace("{{identifier}}", &name.replace('-', "_"))
}

/// A name that every language's manifest takes: letters, digits, `-` and `_`, beginning with a letter.
fn check_name(folder: &Path) -> Result<String, BuildError> {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let fits = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .chars()
            .all(|character| character.is_ascii_lowercase() || character.is_ascii_digit() || "-_".contains(character));
    if fits {
        return Ok(name);
    }
    Err(BuildError::NoProject {
        what: format!("`{name}` cannot be the name of a project"),
        hint: "use lower-case letters, digits, `-` and `_`, and begin with a letter".to_owned(),
    })
}

fn check_empty(folder: &Path) -> Result<(), BuildError> {
    match fs::read_dir(folder).map(|mut entries| entries.next().is_some()) {
        Ok(true) => Err(BuildError::NoProject {
            what: format!("`{}` is there already, and not empty", folder.display()),
            hint: "choose another name, or empty the folder".to_owned(),
        }),
        Ok(false) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(BuildError::file(folder, "read")(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folders(root: &Path) -> Folders {
        Folders::new(root.join("data"), root.join("cache"))
    }

    #[test]
    fn every_language_has_every_template() {
        for language in Language::ALL {
            for template in Template::ALL {
                let root = tempfile::tempdir().unwrap();
                let made = new(&root.path().join("my-shop"), language, template, &folders(root.path())).unwrap();
                for needed in ["README.md", ".gitignore", language.manifest()] {
                    assert!(made.files.iter().any(|file| file == needed), "{language} {template}: {needed}");
                }
                for file in &made.files {
                    let text = fs::read_to_string(made.folder.join(file)).unwrap();
                    assert!(!text.contains("{{"), "{language} {template}: {file} has an open place");
                }
                assert!(made.folder.join(".wasmload/sdk").join(language.sdk()).is_dir());
            }
        }
    }

    #[test]
    fn nothing_that_is_there_is_overwritten() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("shop")).unwrap();
        fs::write(root.path().join("shop/notes"), "mine").unwrap();
        let error = new(&root.path().join("shop"), Language::Rust, Template::Http, &folders(root.path())).unwrap_err();
        assert!(error.to_string().ends_with("is there already, and not empty"), "{error}");
    }

    #[test]
    fn a_name_is_one_in_every_language() {
        for name in ["Shop", "1shop", "my shop", ""] {
            assert!(check_name(Path::new(name)).is_err(), "{name}");
        }
        assert_eq!(check_name(Path::new("a/b/my-shop2")).unwrap(), "my-shop2");
    }
}
