//! From what is given as a plugin to a component: sources are built first. Not how: that is `wasmload-build`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::time::Instant;
use wasmload_build::{BuildError, Built, Language, Project, is_source};

use crate::diagnostics::{Diagnostic, Failure, Outcome};
use crate::exit_code::Exit;
use crate::folders;

/// A build that succeeded.
pub(crate) struct Build {
    pub(crate) built: Built,
    pub(crate) language: Language,
    pub(crate) took: Duration,
}

/// Builds what is at that path.
pub(crate) fn build(path: &Path, output: Option<&Path>) -> Outcome<Build> {
    let started = Instant::now();
    let project = Project::find(path).map_err(failure)?;
    let built = wasmload_build::build(&project, output, &folders::for_builds()?).map_err(failure)?;
    Ok(Build { built, language: project.language, took: started.elapsed() })
}

/// The component to run: the file itself, or what is built of a folder or a source file.
pub(crate) fn component(path: &Path) -> Outcome<PathBuf> {
    if !is_source(path) {
        return Ok(path.to_owned());
    }
    let Build { built, took, .. } = build(path, None)?;
    if !built.unchanged {
        tracing::info!("built {} in {:.1} s", path.display(), took.as_secs_f64());
    }
    Ok(built.component)
}

/// A failed build, as it is shown.
pub(crate) fn failure(error: BuildError) -> Failure {
    let mut diagnostic = Diagnostic::of(&error);
    diagnostic.hint = error.hint().map(str::to_owned);
    diagnostic.fail(Exit::BuildFailed)
}
