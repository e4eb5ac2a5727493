//! What a build of a Python project has to say: the SDK's own reports, and not the words that componentize-py puts around them.

use crate::error::BuildError;
use crate::process::Captured;
use crate::toolchain::Job;

/// What a line of the SDK begins with (`_building/_report.py`).
const MARK: &str = "WASMLOAD-REPORT ";

/// Passes errors on.
///
/// # Errors
/// The build failed.
#[expect(
    clippy::print_stderr,
    reason = "messages of a language's tool are for the user, as those of the other languages"
)]
pub(super) fn tell(captured: &Captured, job: &Job<'_>) -> Result<(), BuildError> {
    if captured.succeeded {
        return Ok(());
    }
    let reports = reports(&captured.said);
    for report in &reports {
        eprintln!("{report}");
    }
    if reports.is_empty() {
        eprintln!("{}", captured.said.trim_end());
    }
    Err(BuildError::Failed {
        tool: "componentize-py".to_owned(),
        project: job.project.shown(),
        hint: hint(&captured.said),
    })
}

fn reports(said: &str) -> Vec<String> {
    let mut reports: Vec<String> = Vec::new();
    for (_, json) in said.lines().filter_map(|line| line.split_once(MARK)) {
        let Ok(report) = serde_json::from_str::<String>(json) else { continue };
        // componentize-py repeats what the program said when it fails.
        if !reports.contains(&report) {
            reports.push(report);
        }
    }
    reports
}

fn hint(said: &str) -> Option<String> {
    let compiled =
        [".so", "native extension", "_speedups", "No module named '_"].iter().any(|word| said.contains(word));
    let hint = "a package with compiled parts (C, Rust) cannot run in a component: use a pure Python one";
    compiled.then(|| hint.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_are_found_once_among_other_text() {
        let line = r#"WASMLOAD-REPORT "scenario.py:3\nKeyError: 'tea'""#;
        let found = reports(&format!("thread panicked\n{line}\nCaused by:\n    {line}\n"));
        assert_eq!(found, ["scenario.py:3\nKeyError: 'tea'"]);
        assert!(reports("nothing\nWASMLOAD-REPORT \"half").is_empty());
    }
}
