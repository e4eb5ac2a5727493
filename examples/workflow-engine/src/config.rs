//! What a server is started with: where it listens, where it stores, and how it misbehaves.
//!
//! Plain data. Reading flags and environment variables is the program's business (`main.rs`).

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

/// Settings of one server. `Config::default()` is a quiet server on a free loopback port with a temporary SQLite database.
#[derive(Debug, Clone)]
pub struct Config {
    /// Address to bind. Port 0 asks the system for a free port. Default: `127.0.0.1:0`.
    pub listen: SocketAddr,
    /// Where the state is stored. `None`: a temporary SQLite file, deleted when the server stops.
    /// `sqlite:PATH`: a SQLite file that stays. `postgres://…` or `postgresql://…`: a PostgreSQL database.
    pub database_url: Option<String>,
    /// How many database connections there are. A request waits for a free one. At least 1. Default: 4.
    pub pool_size: usize,
    /// How long a request waits for a database connection before it is answered 503. Default: 5 s.
    pub pool_timeout: Duration,
    /// The user who may log in. Default: `demo`.
    pub username: String,
    /// That user's password. Default: `demo`.
    pub password: String,
    /// How long a token is valid. Whole seconds. Default: one hour.
    pub token_lifetime: Duration,
    /// How long `stop` waits for requests under way before it cuts their connections. Default: 10 s.
    pub stop_grace: Duration,
    /// What the server does wrong on purpose. Default: nothing.
    pub misbehaviour: Misbehaviour,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            database_url: None,
            pool_size: 4,
            pool_timeout: Duration::from_secs(5),
            username: "demo".into(),
            password: "demo".into(),
            token_lifetime: Duration::from_secs(3600),
            stop_grace: Duration::from_secs(10),
            misbehaviour: Misbehaviour::default(),
        }
    }
}

/// What the server does wrong on purpose. Everything is off by default.
///
/// Latency, errors and the leak apply to every request except `/metrics` and `/ws`, including `/health` and unknown paths.
/// The limit on database connections is [`Config::pool_size`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Misbehaviour {
    /// Added before each request is handled.
    pub latency: Duration,
    /// Share of requests answered with a 500 and the code `injected_fault` instead of being handled, 0.0 to 1.0.
    pub error_rate: f64,
    /// Bytes allocated, written and never freed at each request.
    pub leak_bytes: usize,
    /// The list of workflows asks the database once per row instead of once. The answer is the same.
    pub n_plus_one: bool,
    /// Seed of the lottery behind `error_rate`: the same seed loses the same requests, counted from the first.
    pub seed: u64,
}
