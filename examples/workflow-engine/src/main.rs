//! The program `workflow-engine`: reads flags, starts the server, stops it at SIGINT or SIGTERM.
//!
//! Prints one line to standard output when it is ready: `listening on http://ADDRESS:PORT`.

use std::io::Write;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use workflow_engine::{Config, Misbehaviour, Server};

/// A small workflow-orchestration API to put under load, which misbehaves on request.
#[derive(Debug, Parser)]
#[command(version)]
struct Flags {
    /// Address to listen on; port 0 takes a free one
    #[arg(long, env = "WORKFLOW_ENGINE_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// `postgres://…` or `sqlite:PATH`; without it a temporary SQLite database
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    /// Number of database connections; requests wait for a free one
    #[arg(long, env = "WORKFLOW_ENGINE_POOL_SIZE", default_value_t = 4, value_name = "N")]
    pool_size: usize,
    /// How long a request waits for a connection before it is answered 503
    #[arg(long, env = "WORKFLOW_ENGINE_POOL_TIMEOUT", default_value = "5s", value_parser = duration)]
    pool_timeout: Duration,
    /// The user who may log in
    #[arg(long, env = "WORKFLOW_ENGINE_USERNAME", default_value = "demo")]
    username: String,
    /// That user's password
    #[arg(long, env = "WORKFLOW_ENGINE_PASSWORD", default_value = "demo", hide_env_values = true)]
    password: String,
    /// Misbehave: wait this long before each request (such as 20ms, 1.5s)
    #[arg(long, env = "WORKFLOW_ENGINE_LATENCY", default_value = "0ms", value_parser = duration)]
    latency: Duration,
    /// Misbehave: answer this share of the requests with 500 (0.0 to 1.0)
    #[arg(long, env = "WORKFLOW_ENGINE_ERROR_RATE", default_value_t = 0.0, value_name = "SHARE")]
    error_rate: f64,
    /// Misbehave: leak this many bytes at each request
    #[arg(long, env = "WORKFLOW_ENGINE_LEAK", default_value_t = 0, value_name = "BYTES")]
    leak: usize,
    /// Misbehave: one query per row in the list of workflows
    #[arg(long, env = "WORKFLOW_ENGINE_N_PLUS_ONE")]
    n_plus_one: bool,
    /// Seed of the lottery behind --error-rate
    #[arg(long, env = "WORKFLOW_ENGINE_SEED", default_value_t = 0)]
    seed: u64,
}

/// Reads `20ms`, `1.5s`, `250us` or `2m`.
fn duration(text: &str) -> Result<Duration, String> {
    let unit = text.find(|letter: char| letter.is_ascii_alphabetic()).unwrap_or(text.len());
    let (number, unit) = text.split_at(unit);
    let seconds = match unit {
        "us" => 1e-6,
        "ms" => 1e-3,
        "s" => 1.0,
        "m" => 60.0,
        _ => return Err("needs a number and a unit: us, ms, s or m".into()),
    };
    let number: f64 = number.trim().parse().map_err(|_| format!("{number:?} is not a number"))?;
    Duration::try_from_secs_f64(number * seconds).map_err(|error| error.to_string())
}

fn main() -> ExitCode {
    match run(Flags::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // With standard error closed there is nobody to tell.
            drop(writeln!(std::io::stderr(), "workflow-engine: {error}"));
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(flags: Flags) -> Result<(), Box<dyn std::error::Error>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let server = Server::start(Config {
        listen: flags.listen,
        database_url: flags.database_url,
        pool_size: flags.pool_size,
        pool_timeout: flags.pool_timeout,
        username: flags.username,
        password: flags.password,
        misbehaviour: Misbehaviour {
            latency: flags.latency,
            error_rate: flags.error_rate,
            leak_bytes: flags.leak,
            n_plus_one: flags.n_plus_one,
            seed: flags.seed,
        },
        ..Config::default()
    })
    .await?;
    let mut out = std::io::stdout();
    writeln!(out, "listening on {}", server.url())?;
    out.flush()?;
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    server.stop().await;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::duration;
    use std::time::Duration;

    #[test]
    fn durations_have_a_unit() {
        assert_eq!(duration("20ms"), Ok(Duration::from_millis(20)));
        assert_eq!(duration("1.5s"), Ok(Duration::from_millis(1500)));
        assert_eq!(duration("250us"), Ok(Duration::from_micros(250)));
        assert_eq!(duration("2m"), Ok(Duration::from_secs(120)));
        assert!(duration("20").is_err() && duration("ms").is_err() && duration("-1s").is_err());
    }
}
