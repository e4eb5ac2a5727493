//! Doing what a page of the documentation says: its files are written, its commands run, in order, in one empty folder.
//!
//! Not a check of its prose. A block ```` ```console ```` holds commands after `$ `, and below each some lines that it prints;
//! a line `…` stands for any. A block whose first line names a file after the language, such as ```` ```ts scenario.ts ````, is
//! written to that file. Addresses `http://127.0.0.1:8080` become the target's.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::binary::{program, toolchain_environment};
use crate::shape::shape;

/// What a page has a reader do.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    /// Write this text to the file of that name.
    Write(String, String),
    /// Run a command; these lines are among what it prints.
    Run(String, Vec<String>),
}

/// Does what the page says.
///
/// # Panics
/// When a command fails, or prints other lines than the page shows.
pub fn follow(page: &Path, target: &str) {
    let text = std::fs::read_to_string(page).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
    let steps = steps(&text);
    let commands = steps.iter().filter(|step| matches!(step, Step::Run(..))).count();
    assert!(commands > 0, "{} has no command", page.display());
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut here = folder.path().to_owned();
    for step in steps {
        match step {
            Step::Write(file, text) => std::fs::write(here.join(&file), text).expect("a file of the page"),
            Step::Run(command, expected) => {
                let printed = run(&command.replace("http://127.0.0.1:8080", target), folder.path(), &mut here);
                let shapes: Vec<String> = printed.lines().map(shape).collect();
                for line in expected {
                    let line = line.replace("http://127.0.0.1:8080", target);
                    assert!(shapes.contains(&shape(&line)), "`{command}` does not print\n{line}\nbut\n{printed}");
                }
            }
        }
    }
}

/// Runs a line as a shell would, and goes where it went.
fn run(line: &str, folder: &Path, here: &mut PathBuf) -> String {
    let place = folder.join(".place");
    let script = format!("set -e\n{line}\npwd > '{}'", place.display());
    let mut command = Command::new("bash");
    let search = std::env::var_os("PATH").unwrap_or_default();
    let mut path = vec![program().parent().expect("a folder").to_owned()];
    path.extend(std::env::split_paths(&search));
    command.args(["-c", &script]).current_dir(&here).envs(toolchain_environment());
    command.env("PATH", std::env::join_paths(path).expect("a search path")).env("NO_COLOR", "1");
    let output = command.stdin(Stdio::null()).output().expect("bash");
    let mut printed = String::from_utf8_lossy(&output.stdout).into_owned();
    printed.push_str(&String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "`{line}` failed ({})\n{printed}", output.status);
    let went = std::fs::read_to_string(&place).expect("where the command went");
    *here = PathBuf::from(went.trim());
    printed
}

fn steps(page: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        match info.split_once(' ') {
            _ if info == "console" => steps.extend(commands(&block)),
            Some((_, file)) => steps.push(Step::Write(file.to_owned(), block.join("\n") + "\n")),
            None => {}
        }
    }
    steps
}

fn commands(block: &[&str]) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in block {
        if let Some(command) = line.strip_prefix("$ ") {
            steps.push(Step::Run(command.to_owned(), Vec::new()));
        } else if let Some(Step::Run(command, printed)) = steps.last_mut() {
            match command.strip_suffix('\\') {
                Some(begun) => *command = format!("{begun}{line}"),
                None if line.trim() == "…" || line.trim().is_empty() => {}
                None => printed.push((*line).to_owned()),
            }
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_files_and_commands() {
        let page = "Do this:\n```console\n$ wasmload run shop.js \\\n    --vus 2\nchecks: 100 %\n…\n$ cd shop\n```\n```js shop.js\nlet a;\n```\n```json\n{}\n```\n";
        let run = |command: &str, printed: &[&str]| {
            Step::Run(command.to_owned(), printed.iter().map(|line| (*line).to_owned()).collect())
        };
        let expected = [
            run("wasmload run shop.js     --vus 2", &["checks: 100 %"]),
            run("cd shop", &[]),
            Step::Write("shop.js".to_owned(), "let a;\n".to_owned()),
        ];
        assert_eq!(steps(page), expected);
    }
}
