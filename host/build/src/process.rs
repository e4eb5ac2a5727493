//! Running the tools of a language: found on the search path, their complaints passed on as they are.
//!
//! Not which tools, and not what their absence means: the languages know.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::error::BuildError;

/// The program of that name on the search path.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// The first line that a program prints, such as its version; none when it cannot be run or fails.
pub(crate) fn first_line(program: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    output.status.success().then(|| text.lines().next().unwrap_or_default().trim().to_owned())
}

/// The numbers of a version in a text such as `go version go1.26.8 linux/amd64`: the first that has a dot.
pub(crate) fn version(text: &str) -> Option<(u32, u32)> {
    text.split(|character: char| !character.is_ascii_digit() && character != '.').find_map(|word| {
        let mut numbers = word.split('.').map(|number| number.parse::<u32>().ok());
        Some((numbers.next()??, numbers.next()??))
    })
}

/// Runs a tool whose messages are for the user: they go to standard error as they come. Gives what it printed to
/// standard output.
///
/// # Errors
/// It cannot be started, or fails; `project` says what it was to build, `hint` what may help.
pub(crate) fn run(command: &mut Command, project: &str, hint: Option<String>) -> Result<String, BuildError> {
    let output = start(command.stderr(Stdio::inherit()))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(BuildError::Failed { tool: shown(command), project: project.to_owned(), hint })
    }
}

/// What a tool said that nobody needs to see unless it fails.
pub(crate) struct Captured {
    /// Whether it succeeded.
    pub(crate) succeeded: bool,
    /// Its standard output, and after that its standard error.
    pub(crate) said: String,
}

/// Runs a tool and keeps its messages.
pub(crate) fn capture(command: &mut Command) -> Result<Captured, BuildError> {
    let output = start(command.stderr(Stdio::piped()))?;
    let mut said = String::from_utf8_lossy(&output.stdout).into_owned();
    said.push_str(&String::from_utf8_lossy(&output.stderr));
    Ok(Captured { succeeded: output.status.success(), said })
}

fn start(command: &mut Command) -> Result<std::process::Output, BuildError> {
    let spawned = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
    spawned
        .and_then(std::process::Child::wait_with_output)
        .map_err(|source| BuildError::Start { program: command.get_program().to_string_lossy().into_owned(), source })
}

/// The name of the tool and its first word, such as `cargo build`.
pub(crate) fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let word =
        command.get_args().next().map(|word| word.to_string_lossy()).filter(|word| !word.starts_with(['-', '/']));
    word.map_or(program.clone(), |word| format!("{program} {word}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_out_of_sentences() {
        assert_eq!(version("go version go1.26.8 linux/amd64"), Some((1, 26)));
        assert_eq!(version("Python 3.11.7"), Some((3, 11)));
        assert_eq!(version("v20.20.2"), Some((20, 20)));
        assert_eq!(version("none"), None);
    }

    #[test]
    fn a_failure_names_the_tool() {
        let error = run(Command::new("sh").args(["-c", "exit 3"]), "the shop", None).unwrap_err();
        assert_eq!(error.to_string(), "`sh` could not build the shop");
        let captured = capture(Command::new("sh").args(["-c", "echo out; echo err >&2; exit 3"])).unwrap();
        assert!(!captured.succeeded);
        assert_eq!(captured.said, "out\nerr\n");
    }
}
