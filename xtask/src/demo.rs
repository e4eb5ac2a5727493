//! `cargo xtask demo`: the whole path for somebody who has just cloned the repository.
//!
//! Not a test: it shows, and passes on the run's own exit code.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::{Context, Result, bail};

use crate::project::Project;
use crate::{build, guests, shell, tools};

/// Builds the host, the target and the plugin, and runs the plugin against the target.
pub(crate) fn run(project: &Project) -> Result<ExitCode> {
    tools::guest_target()?;
    build::host(project)?;
    guests::rust(project, &["workflow-chaos"])?;

    // Ctrl-C reaches wasmload too, which then ends gracefully and prints what it measured; we outlive it to stop the target.
    signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::new(AtomicBool::new(false)))
        .context("cannot listen for Ctrl-C")?;
    let target = Target::start(project)?;
    eprintln!("the target listens on {}", target.url);

    let folder = project.target.join("demo");
    std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let summary = folder.join("summary.json");
    let mut command = Command::new(project.program("wasmload"));
    command.arg("run").arg(project.component("workflow-chaos")?);
    command.args(["--target", &target.url, "--profile", "demo", "--summary-export"]).arg(&summary);
    eprintln!("$ {}", shell::show(&command));
    let status = command.status().context("`wasmload` cannot be run")?;
    drop(target);

    if summary.is_file() {
        eprintln!("the result is in {}", summary.strip_prefix(&project.root).unwrap_or(&summary).display());
    }
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// The example target, as a process that ends with this value.
struct Target {
    process: Child,
    url: String,
}

impl Target {
    fn start(project: &Project) -> Result<Self> {
        let mut command = Command::new(project.program("workflow-engine"));
        command.args(["--listen", "127.0.0.1:0"]).env_remove("DATABASE_URL").stdout(Stdio::piped());
        // A group of its own: Ctrl-C in the terminal must not stop the target under the requests that still run.
        let mut process = command.process_group(0).spawn().context("the target cannot be started")?;
        let mut line = String::new();
        let output = process.stdout.take().context("the target has no output")?;
        BufReader::new(output).read_line(&mut line).context("the target's first line cannot be read")?;
        let mut target = Self { process, url: String::new() };
        let Some(url) = line.trim().strip_prefix("listening on ") else {
            bail!("the target did not start; its first line is `{}`", line.trim());
        };
        url.clone_into(&mut target.url);
        Ok(target)
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        // Politely first, so that it deletes its temporary database. It may be gone already: then nothing is to be done.
        let asked = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status();
        if !asked.is_ok_and(|status| status.success()) {
            drop(self.process.kill());
        }
        drop(self.process.wait());
    }
}
