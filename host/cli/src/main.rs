//! The `wasmload` program: reads the command line and the environment, prints, and decides the exit code. Nothing else in
//! the project does any of these.

mod args;
mod commands;
mod data;
mod diagnostics;
mod exit_code;
mod export;
mod folders;
mod logging;
mod plan_input;
mod prepare;
mod redaction;
mod report;
mod sandbox;
mod secrets;
mod session;
mod signals;
mod source;
mod ui;
mod verdict;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Cli, Command};

fn main() -> ExitCode {
    // One provider of cryptography for the whole process; it is set once, here, so it cannot be set already.
    drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return diagnostics::usage(&error),
    };
    let outcome = match cli.command {
        Command::New(args) => commands::new::new(&args),
        Command::Build(args) => commands::build::build(&args),
        Command::Run(args) if args.watch => commands::watch::watch(&args),
        Command::Run(args) => commands::run::run(*args),
        Command::Inspect(args) => commands::inspect::inspect(&args),
        Command::Schema(args) => commands::schema::print(&args),
        Command::Reference(args) => commands::reference::print(&args),
    };
    outcome.unwrap_or_else(|error| diagnostics::print(&error)).into()
}
