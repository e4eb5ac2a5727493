//! Which languages' tools are on this machine. Not how projects are built: the program does that.

use crate::skipped;

/// Whether projects in that language (its word on the command line) can be built here. Says so when not.
///
/// # Panics
/// In continuous integration, when they cannot.
pub fn can_build(language: &str) -> bool {
    let tool = match language {
        "rust" => "cargo",
        "go" => "go",
        "js" | "ts" => "node",
        _ => "python3",
    };
    let search = std::env::var_os("PATH").unwrap_or_default();
    let there = std::env::split_paths(&search).any(|folder| folder.join(tool).is_file());
    if !there {
        assert!(std::env::var_os("CI").is_none(), "`{tool}` is missing");
        skipped(&format!("building in `{language}`"), &format!("`{tool}` is not on this machine"));
    }
    there
}
