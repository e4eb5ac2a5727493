//! `wasmload run --watch`: each run is a process of its own, and a change of the sources ends it and starts the next.
//!
//! Not a build: the run builds what has changed. Files are looked at, and no events awaited: that works on every file
//! system, and folders full of dependencies cost nothing, since nobody looks into them.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tokio::process::{Child, Command};
use wasmload_build::{Project, is_source};

use crate::args::{RunArgs, TerminalArgs};
use crate::diagnostics::{Diagnostic, Outcome};
use crate::exit_code::Exit;
use crate::signals::Interrupts;
use crate::ui::progress;
use crate::{logging, source};

/// How often files are looked at.
const LOOK_EVERY: Duration = Duration::from_millis(300);

/// How long an interrupted run may go on before it is interrupted again, which ends it at once.
const PATIENCE: Duration = Duration::from_secs(3);

/// Folders that hold what is made, not what is written.
const NOT_SOURCES: &[&str] = &["dist", "node_modules", "target", "__pycache__"];

pub(crate) fn watch(args: &RunArgs) -> Outcome<Exit> {
    // The runs write the log file.
    let terminal = TerminalArgs { log_file: None, ..args.terminal.clone() };
    logging::start(&terminal, &progress::bars(&terminal))?;
    let place = place(&args.plugin)?;
    let internal = |error: std::io::Error| Diagnostic::of(&error).fail(Exit::Internal);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(internal)?;
    runtime.block_on(runs(&place)).map_err(internal)
}

/// What is watched: the folder of a project, or a file.
fn place(plugin: &Path) -> Outcome<PathBuf> {
    if !is_source(plugin) {
        return Ok(plugin.to_owned());
    }
    let project = Project::find(plugin).map_err(source::failure)?;
    Ok(match project.entry {
        Some(file) if project.loose => file,
        _ => project.root,
    })
}

/// How a run came to its end.
enum End {
    /// By itself.
    Done,
    /// A file changed.
    Changed,
    /// By Ctrl-C.
    Interrupted,
}

/// Runs until Ctrl-C comes.
async fn runs(place: &Path) -> std::io::Result<Exit> {
    let mut interrupts = Interrupts::listen()?;
    loop {
        let seen = look(place);
        match one(place, &seen, &mut interrupts).await? {
            End::Interrupted => return Ok(Exit::Interrupted),
            End::Changed => continue,
            End::Done => tracing::info!("waiting for a change; Ctrl-C ends this"),
        }
        tokio::select! {
            () = interrupts.next() => return Ok(Exit::Success),
            () = changed(place, &seen) => {}
        }
    }
}

/// One run. Each Ctrl-C is passed on to it, so that it ends as it would alone, with its results.
async fn one(place: &Path, seen: &Look, interrupts: &mut Interrupts) -> std::io::Result<End> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(arguments()).kill_on_drop(true);
    // A group of its own, or the terminal would send it each signal a second time.
    #[cfg(unix)]
    command.process_group(0);
    let mut run = command.spawn()?;
    let mut interrupted = false;
    loop {
        tokio::select! {
            () = interrupts.next() => {
                interrupted = true;
                interrupt(&run);
            }
            () = changed(place, seen), if !interrupted => {
                end(&mut run).await?;
                return Ok(End::Changed);
            }
            ended = run.wait() => {
                ended?;
                return Ok(if interrupted { End::Interrupted } else { End::Done });
            }
        }
    }
}

/// The same command without `--watch`: what the run is to do.
fn arguments() -> impl Iterator<Item = OsString> {
    std::env::args_os().skip(1).filter(|argument| argument != "--watch")
}

/// Ends a run: gracefully, and soon.
async fn end(run: &mut Child) -> std::io::Result<()> {
    for _ in 0..2 {
        interrupt(run);
        if tokio::time::timeout(PATIENCE, run.wait()).await.is_ok() {
            return Ok(());
        }
    }
    run.kill().await
}

#[cfg(unix)]
fn interrupt(run: &Child) {
    use rustix::process::{Pid, Signal, kill_process};
    let id = run.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
    if let Some(id) = id {
        // It may have ended by itself.
        kill_process(id, Signal::INT).ok();
    }
}

#[cfg(not(unix))]
fn interrupt(_run: &Child) {}

/// When a file was written, and how long it is: together they change when it does.
type Look = BTreeMap<PathBuf, (Option<SystemTime>, u64)>;

/// Waits for a difference to what was seen.
async fn changed(place: &Path, seen: &Look) {
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        if look(place) != *seen {
            return;
        }
    }
}

/// All files at a place. What cannot be read is not there.
fn look(place: &Path) -> Look {
    let mut files = Look::new();
    let mut open = vec![place.to_owned()];
    while let Some(path) = open.pop() {
        let Ok(about) = path.symlink_metadata() else { continue };
        if about.is_dir() {
            let entries = std::fs::read_dir(&path).into_iter().flatten().flatten();
            open.extend(entries.filter(|entry| is_of_interest(&entry.file_name())).map(|entry| entry.path()));
        } else if about.is_file() {
            files.insert(path, (about.modified().ok(), about.len()));
        }
    }
    files
}

fn is_of_interest(name: &OsStr) -> bool {
    name.to_str().is_none_or(|name| !name.starts_with('.') && !NOT_SOURCES.contains(&name))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn sources_are_seen_and_what_is_made_of_them_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("src")).unwrap();
        fs::write(root.join("src/shop.ts"), "one").unwrap();
        let seen = look(root);
        assert_eq!(seen.len(), 1);
        for made in ["dist/shop.wasm", "node_modules/left/index.js", ".wasmload/built"] {
            fs::create_dir_all(root.join(made).parent().unwrap()).unwrap();
            fs::write(root.join(made), "").unwrap();
        }
        assert_eq!(look(root), seen);
        fs::write(root.join("src/shop.ts"), "three").unwrap();
        assert_ne!(look(root), seen);
    }
}
