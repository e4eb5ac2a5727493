//! What each language does for a build. Not the order of the steps: that is `job`.

use std::path::PathBuf;

use crate::error::BuildError;
use crate::folders::Folders;
use crate::go;
use crate::javascript;
use crate::language::Language;
use crate::project::Project;
use crate::python;
use crate::rust;
use crate::sdk::Sdks;

/// What a build works with.
#[derive(Debug)]
pub(crate) struct Job<'a> {
    pub(crate) project: &'a Project,
    pub(crate) folders: &'a Folders,
    pub(crate) sdks: &'a Sdks,
    /// A folder for intermediate files, which is there.
    pub(crate) work: PathBuf,
}

impl Job<'_> {
    /// The SDK of the project's language.
    pub(crate) fn sdk(&self) -> PathBuf {
        self.sdks.root.join(self.project.language.sdk())
    }

    /// The WIT packages.
    pub(crate) fn wit(&self) -> PathBuf {
        self.sdks.root.join("wit")
    }
}

/// What a language's own tool made of the sources.
#[derive(Debug)]
pub(crate) struct Compiled {
    /// The file, or the folder, that the component is made of.
    pub(crate) path: PathBuf,
    /// A digest of all that the component depends on, beside the SDK and wasmload: when it is the same, so is the component.
    pub(crate) digest: String,
}

/// The part of a language in a build.
pub(crate) trait Toolchain {
    /// Checks the tools, and lets the language's own one compile. It is called for each build and decides by itself what there is
    /// to do: it knows its inputs best.
    fn compile(&self, job: &Job<'_>) -> Result<Compiled, BuildError>;

    /// Makes a component, when something has changed.
    fn componentize(&self, job: &Job<'_>, compiled: &Compiled) -> Result<Vec<u8>, BuildError>;
}

/// The part of that language.
pub(crate) fn of(language: Language) -> &'static dyn Toolchain {
    match language {
        Language::Rust => &rust::Cargo,
        Language::Go => &go::Go,
        Language::JavaScript | Language::TypeScript => &javascript::QuickJs,
        Language::Python => &python::Cpython,
    }
}
