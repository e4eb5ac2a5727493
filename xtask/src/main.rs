//! The repository's own commands, run as `cargo xtask COMMAND`: building guests and host, tests, checks, references, benches.
//!
//! Not part of what users install, and not a test itself: it builds what the tests need and runs them.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a build tool talks to the person who runs it")]

mod bench;
mod build;
mod check;
mod demo;
mod generate;
mod guests;
mod policy;
mod project;
mod projects;
mod sdks;
mod shell;
mod test;
mod tools;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::project::Project;

const HELP: &str = "\
usage: cargo xtask COMMAND

  demo               build everything the demo needs and run it: the example target under a chaos mix of 20 seconds
  test [FILTER…]     build guests and host, and run every test; FILTER and what follows go to `cargo test`
  ci                 what continuous integration runs: format, lints, dependency policy, generated files, tests
  lint               clippy for host and guests, and the dependency policy
  generate [--check] write the reference under docs/reference/; --check only says whether it is stale
  guests             build the guests of the workspace
  bench instructions [--bless]
                     count what the hot paths cost, and fail when it has grown; --bless accepts the counts";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match command(&words) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            for cause in error.chain().skip(1) {
                eprintln!("  caused by: {cause}");
            }
            ExitCode::FAILURE
        }
    }
}

fn command(words: &[&str]) -> Result<ExitCode> {
    let project = Project::find()?;
    match words {
        ["demo"] => return demo::run(&project),
        ["test", filter @ ..] => test::run(&project, filter)?,
        ["ci"] => check::everything(&project)?,
        ["lint"] => check::lint(&project)?,
        ["generate"] => build::host(&project).and_then(|()| generate::write(&project))?,
        ["generate", "--check"] => build::host(&project).and_then(|()| generate::check(&project))?,
        ["guests"] => guests::build(&project)?,
        ["bench", "instructions"] => bench::instructions(&project, false)?,
        ["bench", "instructions", "--bless"] => bench::instructions(&project, true)?,
        ["bench", words @ ..] => bench::run(&project, words)?,
        [] | ["help" | "--help" | "-h"] => println!("{HELP}\n{}", bench::HELP),
        other => bail!("unknown command `{}`\n\n{HELP}\n{}", other.join(" "), bench::HELP),
    }
    Ok(ExitCode::SUCCESS)
}
