//! Starting and stopping a server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpSocket;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::accept;
use crate::app::{AppState, router};
use crate::auth::Tokens;
use crate::config::Config;
use crate::counted::Traffic;
use crate::db::Database;
use crate::faults::Faults;
use crate::hub::Hub;
use crate::metrics::Metrics;
use crate::shutdown::Stopper;

/// How many connections the system may hold ready before they are accepted.
const BACKLOG: u32 = 4096;

/// Why a server did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// A setting has a value that makes no sense.
    #[error("{0}")]
    Setting(String),
    /// The address could not be bound.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address from the settings.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// The database could not be opened or its tables could not be made.
    #[error("cannot open the database: {0}")]
    Database(String),
}

/// What a server has counted from its start to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Totals {
    /// Requests answered.
    pub requests: u64,
    /// Connections accepted.
    pub connections: u64,
    /// Bytes written to sockets: answers with their headers, and WebSocket frames.
    pub bytes_sent: u64,
    /// Bytes read from sockets.
    pub bytes_received: u64,
}

/// A running server. It lives on the Tokio runtime on which it was started.
///
/// Dropping it asks it to stop but does not wait; [`Server::stop`] waits.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    stopper: Stopper,
    accepting: JoinHandle<()>,
    grace: Duration,
    metrics: Arc<Metrics>,
    traffic: Arc<Traffic>,
    database: Arc<Database>,
}

impl Server {
    /// Binds, opens the database, makes the tables and starts to answer.
    ///
    /// # Errors
    /// A setting out of range, an address that is taken, or a database that cannot be opened.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        check(&config)?;
        let listener = listen(config.listen).map_err(|source| StartError::Listen { address: config.listen, source })?;
        let address = listener.local_addr().map_err(|source| StartError::Listen { address: config.listen, source })?;
        let metrics = Arc::new(Metrics::default());
        let database = Database::open(&config, Arc::clone(&metrics)).await;
        let database = Arc::new(database.map_err(|error| StartError::Database(error.to_string()))?);
        let traffic = Arc::new(Traffic::default());
        let (stopper, shutdown) = Stopper::new();
        let app = Arc::new(AppState {
            database: Arc::clone(&database),
            metrics: Arc::clone(&metrics),
            traffic: Arc::clone(&traffic),
            hub: Hub::new(),
            faults: Faults::new(config.misbehaviour.clone()),
            tokens: Tokens::new(&config),
            shutdown: shutdown.clone(),
            started: Instant::now(),
        });
        let serving = accept::serve(listener, router(app), Arc::clone(&traffic), shutdown, config.stop_grace);
        let accepting = tokio::spawn(serving);
        Ok(Self { address, stopper, accepting, grace: config.stop_grace, metrics, traffic, database })
    }

    /// The address it listens on, with the port that the system chose.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://ADDRESS:PORT`, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Requests answered so far: the number that `/metrics` shows as `workflow_engine_http_requests_total`.
    ///
    /// An answer is counted before its first byte is sent.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.metrics.requests.get()
    }

    /// Bytes written to sockets so far.
    ///
    /// The system call comes first and the count right after it: a client on another thread may, for a moment, have
    /// read more than is counted here. The numbers of [`Server::stop`] are exact.
    #[must_use]
    pub fn bytes_sent(&self) -> u64 {
        self.traffic.bytes_sent()
    }

    /// Bytes read from sockets so far. Bytes that wait in the system's buffers are not yet in it.
    #[must_use]
    pub fn bytes_received(&self) -> u64 {
        self.traffic.bytes_received()
    }

    /// Connections accepted so far.
    #[must_use]
    pub fn connections(&self) -> u64 {
        self.traffic.accepted()
    }

    /// Stops: no new connections, requests under way are answered, idle connections and WebSockets are closed, the
    /// database is closed, a temporary one is deleted. What is not done after [`Config::stop_grace`] is cut.
    ///
    /// Returns the final counts, exact to the byte.
    pub async fn stop(mut self) -> Totals {
        self.stopper.request();
        // The accepting task ends itself, within the grace period and a moment.
        let ended = (&mut self.accepting).await;
        debug_assert!(ended.is_ok(), "the accepting task panicked");
        // WebSockets and computations have left their connection and are waited for here.
        let gone = tokio::time::timeout(self.grace, self.stopper.gone()).await;
        drop(gone);
        self.database.close().await;
        Totals {
            requests: self.requests(),
            connections: self.connections(),
            bytes_sent: self.bytes_sent(),
            bytes_received: self.bytes_received(),
        }
    }
}

fn check(config: &Config) -> Result<(), StartError> {
    if !(0.0..=1.0).contains(&config.misbehaviour.error_rate) {
        return Err(StartError::Setting("the error rate must be from 0.0 to 1.0".into()));
    }
    if !(1..=512).contains(&config.pool_size) {
        return Err(StartError::Setting("the pool size must be from 1 to 512".into()));
    }
    Ok(())
}

fn listen(address: SocketAddr) -> std::io::Result<tokio::net::TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}
