//! From an address to an open socket: dialed, and agreed upon. It runs in a task of its own, on the worker's stack.

use std::sync::Arc;

use http::HeaderMap;
use tokio::task::JoinHandle;
use tokio::time::{Duration, Instant, timeout_at};
use yawc::{Options, Role, WebSocket};

use super::handshake::{self, Agreed};
use super::options::Settings;
use super::rest::Rest;
use crate::bindings::wasmload::websocket::sockets::Error;
use crate::network::Network;
use crate::network::address::Address;
use crate::network::dial::{Dialed, Dialer, Limit};
use crate::network::line::{Line, Traffic};

/// What a socket reads into and writes from while messages are small: there may be many sockets.
const READ_BUFFER: usize = 4 << 10;
const WRITE_BUFFER: usize = 1 << 10;

/// A socket that is to be opened.
pub(super) struct Opening {
    pub(super) network: Arc<Network>,
    pub(super) address: Address,
    pub(super) settings: Settings,
}

/// What came of it.
pub(super) struct Opened {
    pub(super) result: Result<Open, Error>,
    /// How long it took.
    pub(super) took: Duration,
    /// What it sent and received.
    pub(super) traffic: Traffic,
    pub(super) settings: Settings,
    pub(super) address: Address,
}

/// An open socket.
pub(super) struct Open {
    pub(super) frames: WebSocket<Rest>,
    pub(super) line: Arc<Line>,
    pub(super) subprotocol: String,
    pub(super) headers: HeaderMap,
}

impl Opening {
    /// Opens it.
    pub(super) async fn run(self) -> Opened {
        let began = Instant::now();
        let deadline = began + self.settings.timeout;
        let total = (self.settings.timeout, "timeout-ms");
        let mut dialer = Dialer::new(&self.network, Limit { connect: None, deadline, total });
        let result = open(&mut dialer, &self.address, &self.settings, &self.network, deadline).await;
        let (took, traffic) = (began.elapsed(), dialer.line.take_traffic());
        Opened { result, took, traffic, settings: self.settings, address: self.address }
    }
}

async fn open(
    dialer: &mut Dialer<'_>,
    address: &Address,
    settings: &Settings,
    network: &Network,
    deadline: Instant,
) -> Result<Open, Error> {
    let Dialed { io, .. } = dialer.dial(&address.origin).await.map_err(|failure| failure.with(&address.origin))?;
    let shaken = timeout_at(deadline, handshake::shake(io, address, settings, network.user_agent())).await;
    let Agreed { io, subprotocol, extensions, headers } =
        shaken.map_err(|_| Error::timeout("the handshake", settings.timeout.as_millis()))??;
    let frames =
        WebSocket::from_stream_with_extensions(io, Role::Client, extensions.as_deref(), frame_options(settings))
            .map_err(|error| Error::broken(&error))?;
    Ok(Open { frames, line: Arc::clone(&dialer.line), subprotocol, headers })
}

fn frame_options(settings: &Settings) -> Options {
    // Both limits are the first sizes that are too large.
    let limit = settings.message_limit.saturating_add(1);
    let options = Options::default()
        .with_limits(limit, limit)
        .with_read_buffer_capacity(READ_BUFFER)
        .with_write_buffer_capacity(WRITE_BUFFER)
        .with_utf8();
    if !settings.compression {
        return options;
    }
    // An empty message is sent as it is: yawc 0.5 would wait for its compressor to say something more about nothing, for ever.
    options.with_low_latency_compression().with_compression_threshold(1)
}

/// A task that ends when nobody waits for it any more.
#[derive(Debug)]
pub(super) struct Waited<T>(JoinHandle<T>);

impl<T: Send + 'static> Waited<T> {
    /// Starts it on the worker that this is called on.
    pub(super) fn spawn(work: impl Future<Output = T> + Send + 'static) -> Self {
        Self(tokio::spawn(work))
    }

    /// Its output. The error is a panic in it.
    pub(super) async fn output(&mut self) -> wasmtime::Result<T> {
        (&mut self.0).await.map_err(|error| wasmtime::Error::msg(format!("a task of the host broke: {error}")))
    }
}

impl<T> Drop for Waited<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
