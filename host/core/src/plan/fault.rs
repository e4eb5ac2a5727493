//! What is wrong with a plan, and where: the place is a path in the layer that has the mistake.
//!
//! Not lines and columns: whoever read the file knows those, and maps a path to them.

use std::fmt;
use std::sync::Arc;

use thiserror::Error;

use crate::threshold::ParseError;

/// Where a layer of the plan comes from, lowest first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// The component's own plan.
    Component,
    /// A file, by the name that the person gave.
    File(String),
    /// `WASMLOAD_*` variables.
    Environment,
    /// Command-line flags.
    Flags,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Component => f.write_str("the component's plan"),
            Self::File(name) => f.write_str(name),
            Self::Environment => f.write_str("the environment"),
            Self::Flags => f.write_str("the command line"),
        }
    }
}

/// One step of the way from the root of a document to a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PathSegment {
    /// A key of an object.
    Key(String),
    /// An index of a list, from 0.
    Index(usize),
}

/// One mistake in a plan. Displays its message only.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct Fault {
    /// The layer that has the mistake.
    pub origin: Origin,
    /// Where it is in the layer's document. Something missing has the path of what it is missing from; an unknown
    /// environment variable has its name as the only key.
    pub path: Vec<PathSegment>,
    /// What is wrong, in one line, lower case, without a final period.
    pub message: String,
    /// The way out, in one line.
    pub hint: Option<String>,
    /// The character of the text at `path` where reading failed, from 0.
    pub offset_in_value: Option<usize>,
    /// Whether it is the last key of `path` that is wrong, and `offset_in_value` counts in it, instead of the value.
    pub in_key: bool,
}

/// Something about a plan that its author may not expect, but that is no mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The layer that it is about.
    pub origin: Origin,
    /// Where it is in the layer's document.
    pub path: Vec<PathSegment>,
    /// What is to be known, in one line, lower case, without a final period.
    pub message: String,
}

/// A text that cannot be read. Displays its message only.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct SyntaxError {
    /// What is wrong, without naming the text itself.
    pub message: String,
    /// The character where reading failed, from 0.
    pub offset: usize,
    /// The way out.
    pub hint: Option<String>,
}

impl SyntaxError {
    pub(super) fn new(offset: usize, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), offset, hint: Some(hint.into()) }
    }
}

impl From<ParseError> for SyntaxError {
    fn from(error: ParseError) -> Self {
        Self { offset: error.column() - 1, message: error.message, hint: Some(error.hint) }
    }
}

/// Writes a path as people do: `scenarios.devs.stages[0].target`.
pub fn path_text(path: &[PathSegment]) -> String {
    let mut text = String::new();
    for segment in path {
        match segment {
            PathSegment::Key(key) => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(key);
            }
            PathSegment::Index(index) => text.push_str(&format!("[{index}]")),
        }
    }
    text
}

/// Where a value stands: its layer, and its path in it.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) origin: Arc<Origin>,
    pub(super) path: Vec<PathSegment>,
}

impl Place {
    pub(super) fn root(origin: Origin) -> Self {
        Self { origin: Arc::new(origin), path: Vec::new() }
    }

    pub(super) fn key(&self, key: &str) -> Self {
        self.then(PathSegment::Key(key.to_owned()))
    }

    pub(super) fn index(&self, index: usize) -> Self {
        self.then(PathSegment::Index(index))
    }

    /// The last key, with the indices behind it: what a message calls the value.
    pub(super) fn name(&self) -> String {
        let from = self.path.iter().rposition(|segment| matches!(segment, PathSegment::Key(_))).unwrap_or(0);
        path_text(&self.path[from..])
    }

    pub(super) fn note(&self, message: impl Into<String>) -> Note {
        Note { origin: Origin::clone(&self.origin), path: self.path.clone(), message: message.into() }
    }

    fn then(&self, segment: PathSegment) -> Self {
        let mut path = self.path.clone();
        path.push(segment);
        Self { origin: Arc::clone(&self.origin), path }
    }
}

/// Collects faults, each once.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<Fault>);

impl Faults {
    pub(super) fn add(&mut self, place: &Place, message: impl Into<String>, hint: impl Into<Option<String>>) {
        self.push(place, message.into(), hint.into(), None, false);
    }

    /// A fault of the value's text.
    pub(super) fn add_syntax(&mut self, place: &Place, message: String, offset: usize, hint: Option<String>) {
        self.push(place, message, hint, Some(offset), false);
    }

    /// A fault of the last key itself.
    pub(super) fn add_key(&mut self, place: &Place, message: String, offset: Option<usize>, hint: Option<String>) {
        self.push(place, message, hint, offset, true);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn into_inner(self) -> Vec<Fault> {
        self.0
    }

    fn push(&mut self, place: &Place, message: String, hint: Option<String>, offset: Option<usize>, in_key: bool) {
        let (origin, path) = (Origin::clone(&place.origin), place.path.clone());
        let fault = Fault { origin, path, message, hint, offset_in_value: offset, in_key };
        if !self.0.contains(&fault) {
            self.0.push(fault);
        }
    }
}
