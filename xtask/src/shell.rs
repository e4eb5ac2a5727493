//! Running other programs: what is run is shown, and a failure says what failed.
//!
//! Not a shell: arguments are passed as they are.

use std::process::{Command, ExitStatus, Stdio};

use anyhow::{Context, Result, bail};

/// Shows the command, runs it with our own standard streams, and fails when it does.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = status(command)?;
    if !status.success() {
        bail!("`{}` failed ({status})", show(command));
    }
    Ok(())
}

/// Shows the command, runs it with our own standard streams, and says how it ended.
pub(crate) fn status(command: &mut Command) -> Result<ExitStatus> {
    let shown = show(command);
    eprintln!("$ {shown}");
    command.status().with_context(|| format!("`{shown}` cannot be run"))
}

/// What the command prints to its standard output. Its standard error is ours.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let shown = show(command);
    let output = command.stderr(Stdio::inherit()).output().with_context(|| format!("`{shown}` cannot be run"))?;
    if !output.status.success() {
        bail!("`{shown}` failed ({})", output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{shown}` printed something that is not UTF-8"))
}

/// The command as one would type it: the program without its folder.
pub(crate) fn show(command: &Command) -> String {
    let program = command.get_program();
    let name = std::path::Path::new(program).file_name().unwrap_or(program);
    let words = std::iter::once(name).chain(command.get_args()).map(|word| word.to_string_lossy());
    words
        .map(|word| if word.contains(' ') { format!("'{word}'") } else { word.into_owned() })
        .collect::<Vec<_>>()
        .join(" ")
}
