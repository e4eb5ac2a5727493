//! The program `echo`: the smallest HTTP server on hyper, on one thread, which measures how long it takes itself.
//!
//! Prints one line to standard output when it is ready: `listening on http://ADDRESS:PORT`. Not made to be robust: nothing
//! that clients do wrong is limited.

mod answer;
mod serve;
mod service_time;

use std::io::Write as _;
use std::net::SocketAddr;
use std::process::ExitCode;

use clap::Parser;

/// Answers every request with its own first line, filled up to 80 bytes; `/stats` says how long that takes.
#[derive(Debug, Parser)]
#[command(version)]
struct Flags {
    /// Address to listen on; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

fn main() -> ExitCode {
    match run(Flags::parse().listen) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // With standard error closed there is nobody to tell.
            drop(writeln!(std::io::stderr(), "echo: {error}"));
            ExitCode::FAILURE
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn run(address: SocketAddr) -> std::io::Result<()> {
    let listener = serve::listen(address)?;
    let mut out = std::io::stdout();
    writeln!(out, "listening on http://{}", listener.local_addr()?)?;
    out.flush()?;
    serve::forever(listener).await
}
