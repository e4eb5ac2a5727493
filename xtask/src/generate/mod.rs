//! `cargo xtask generate`: the reference files under `docs/reference/`, made from the program and from `wit/`, and the generated
//! parts of the SDKs.
//!
//! Not the prose around them: that is written by hand.

mod bindings;
mod wit;
mod wit_text;

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::project::Project;
use crate::shell;

/// Files that the program itself prints: the file, and the arguments that print it.
const PRINTED: &[(&str, &[&str])] = &[
    ("cli.md", &["reference", "cli"]),
    ("metrics.md", &["reference", "metrics"]),
    ("exit-codes.md", &["reference", "exit-codes"]),
    ("plan.schema.json", &["schema", "plan"]),
    ("summary.schema.json", &["schema", "summary"]),
];

/// Writes the files.
pub(crate) fn write(project: &Project) -> Result<()> {
    for (path, text) in files(project)? {
        let folder = path.parent().context("a file without a folder")?;
        std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        std::fs::write(&path, text).with_context(|| format!("{} cannot be written", path.display()))?;
        eprintln!("wrote {}", path.display());
    }
    Ok(())
}

/// Fails when a file is not what the program, which must be there, would print now.
pub(crate) fn check(project: &Project) -> Result<()> {
    let stale: Vec<String> = files(project)?
        .into_iter()
        .filter(|(path, text)| std::fs::read_to_string(path).ok().as_deref() != Some(text))
        .map(|(path, _)| path.strip_prefix(&project.root).unwrap_or(&path).display().to_string())
        .collect();
    if !stale.is_empty() {
        bail!("stale: {}; `cargo xtask generate` mends them", stale.join(", "));
    }
    Ok(())
}

/// Every file with its text.
fn files(project: &Project) -> Result<Vec<(PathBuf, String)>> {
    let folder = project.root.join("docs/reference");
    // First, since it needs no program and is what most often is at fault.
    let mut files = vec![(folder.join("wit.md"), wit::reference(&project.root.join("wit"))?)];
    for (name, arguments) in PRINTED {
        let mut command = Command::new(project.program("wasmload"));
        // The width of help texts must not depend on the terminal, nor anything on this user's settings.
        command.args(*arguments).env_clear().env("COLUMNS", "100").env("NO_COLOR", "1");
        files.push((folder.join(name), shell::read(&mut command)?));
    }
    files.extend(bindings::files(project)?);
    Ok(files)
}
