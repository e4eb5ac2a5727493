//! Why a project cannot be built or made: each kind names the thing, and has a way out.

use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::language::Language;

/// Why a project cannot be built or made.
#[derive(Debug, Error)]
pub enum BuildError {
    /// There is nothing at this path that could be built.
    #[error("{what}")]
    NoProject {
        /// What was looked at, and what is missing there.
        what: String,
        /// The way out.
        hint: String,
    },
    /// A tool of the language is not on this machine, or too old.
    #[error("building {language} needs {what}")]
    Toolchain {
        /// The language.
        language: Language,
        /// What is missing, and what is there instead.
        what: String,
        /// How to install it.
        hint: String,
    },
    /// The language's own tool found a fault in the project. It has said which, on standard error.
    #[error("`{tool}` could not build {project}")]
    Failed {
        /// The tool, as it is called.
        tool: String,
        /// The project.
        project: String,
        /// The way out, where we know one.
        hint: Option<String>,
    },
    /// What the tool built does not fit the world.
    #[error("{project} cannot become a component: {reason}")]
    Misfit {
        /// The project.
        project: String,
        /// What does not fit.
        reason: String,
        /// The way out.
        hint: String,
    },
    /// The project says something that it must not.
    #[error("{place}: {what}")]
    Invalid {
        /// The file, and the line if it is known.
        place: String,
        /// What is wrong.
        what: String,
        /// The way out.
        hint: String,
    },
    /// A file cannot be read or written.
    #[error("`{path}` cannot be {verb}")]
    File {
        /// The file.
        path: String,
        /// `read`, `written` …
        verb: &'static str,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// A tool cannot be started.
    #[error("`{program}` cannot be started")]
    Start {
        /// The tool.
        program: String,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
}

impl BuildError {
    /// The way out.
    pub fn hint(&self) -> Option<&str> {
        match self {
            Self::NoProject { hint, .. }
            | Self::Toolchain { hint, .. }
            | Self::Misfit { hint, .. }
            | Self::Invalid { hint, .. } => Some(hint),
            Self::Failed { hint, .. } => hint.as_deref(),
            Self::File { .. } | Self::Start { .. } => None,
        }
    }

    /// For `map_err` of a file operation.
    pub(crate) fn file(path: &Path, verb: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        let path: PathBuf = path.to_owned();
        move |source| Self::File { path: path.display().to_string(), verb, source }
    }
}
