//! An HTTP/1.1 server that does what its URL says, and counts requests and bytes at its sockets.
//!
//! Well-behaved on the wire: what breaks HTTP or TCP is `raw_server` and `fault_proxy`.
//!
//! | path | answer |
//! | --- | --- |
//! | `/` | `hello` |
//! | `/json` | a JSON document: `{"items":[{"id":7,…}],…}`, for any method |
//! | `/status/N` | that status |
//! | `/redirect/N` | N redirects, then `/` |
//! | `/redirect-to?URL` | a redirect there |
//! | `/echo` | the body of the request, and its method in the header `x-method` |
//! | `/headers` | the header fields of the request, a line each |
//! | `/latin1` | `x-latin1: café` in ISO 8859-1, and two fields `x-twice` |
//! | `/bytes/N` | a body of N bytes |
//! | `/chunks/N` | N chunks of 1,000 bytes, 10 ms apart, without a length |
//!
//! Each path takes `?delay_ms=N`; each answer waits for the next delay of the server's schedule, if there is one.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio::time::Instant;

use self::routes::Body;
use crate::background::Background;
use crate::counted::{Counted, Traffic};

mod routes;

/// What the server does beside what the URL says.
#[derive(Clone, Debug, Default)]
pub struct Behaviour {
    /// Delays before answers, one after the other, and then from the beginning again.
    pub schedule: Vec<Duration>,
    /// From this time after the first request on, answers nothing for that long; then all that waits is answered.
    pub stall: Option<(Duration, Duration)>,
}

/// What a server has counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totals {
    /// Requests answered.
    pub requests: u64,
    /// Connections accepted.
    pub connections: u64,
    /// Bytes read from sockets.
    pub bytes_received: u64,
    /// Bytes written to sockets.
    pub bytes_sent: u64,
}

/// A running server.
#[derive(Debug)]
pub struct HttpServer {
    address: SocketAddr,
    state: Arc<State>,
    background: Background<()>,
}

#[derive(Debug, Default)]
struct State {
    behaviour: Behaviour,
    traffic: Arc<Traffic>,
    requests: AtomicU64,
    connections: AtomicU64,
    next_delay: AtomicUsize,
    first_request: Mutex<Option<Instant>>,
    took: Mutex<Vec<Duration>>,
}

impl HttpServer {
    /// Starts a server that does only what its URLs say.
    pub fn start() -> Self {
        Self::behaving(Behaviour::default())
    }

    /// Starts a server.
    pub fn behaving(behaviour: Behaviour) -> Self {
        let state = Arc::new(State { behaviour, ..State::default() });
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a loopback port");
        listener.set_nonblocking(true).expect("a socket that does not block");
        let address = listener.local_addr().expect("the address of a bound socket");
        let serving = Arc::clone(&state);
        let background = Background::start(move |stop| serve(listener, serving, stop));
        Self { address, state, background }
    }

    /// `http://ADDRESS:PORT`, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Requests answered so far.
    pub fn requests(&self) -> u64 {
        self.state.requests.load(Ordering::SeqCst)
    }

    /// How long each answer took from when the request was read to when the answer was handed to the socket, in the
    /// order of their ends.
    pub fn took(&self) -> Vec<Duration> {
        self.state.took.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits for clients to leave, for at most five seconds, and returns the counts. Exact once the clients have ended.
    pub fn stop(self) -> Totals {
        self.background.stop();
        Totals {
            requests: self.state.requests.load(Ordering::SeqCst),
            connections: self.state.connections.load(Ordering::SeqCst),
            bytes_received: self.state.traffic.received.load(Ordering::SeqCst),
            bytes_sent: self.state.traffic.sent.load(Ordering::SeqCst),
        }
    }
}

async fn serve(listener: std::net::TcpListener, state: Arc<State>, mut stop: oneshot::Receiver<()>) {
    let listener = TcpListener::from_std(listener).expect("a socket for the runtime");
    let mut connections = JoinSet::new();
    loop {
        let (socket, _) = tokio::select! {
            accepted = listener.accept() => accepted.expect("a connection"),
            _ = &mut stop => break,
        };
        socket.set_nodelay(true).expect("a TCP option");
        state.connections.fetch_add(1, Ordering::SeqCst);
        let io = TokioIo::new(Counted { socket, traffic: Arc::clone(&state.traffic) });
        let state = Arc::clone(&state);
        connections.spawn(async move {
            let service = service_fn(move |request| answer(Arc::clone(&state), request));
            // A client that goes away is nothing unusual.
            drop(hyper::server::conn::http1::Builder::new().serve_connection(io, service).await);
        });
    }
    let leave = async { while connections.join_next().await.is_some() {} };
    // A client that stays is cut off.
    drop(tokio::time::timeout(Duration::from_secs(5), leave).await);
}

async fn answer(state: Arc<State>, request: Request<Incoming>) -> Result<Response<Body>, Infallible> {
    let started = Instant::now();
    let (head, body) = request.into_parts();
    // A body that cannot be read is the client's own doing; it will not look at the answer.
    let body = body.collect().await.map_or_else(|_| Bytes::new(), |body| body.to_bytes());
    let query = head.uri.query().unwrap_or_default();
    if let Some(delay) = routes::parameter(query, "delay_ms") {
        tokio::time::sleep(Duration::from_millis(delay)).await;
    }
    if !state.behaviour.schedule.is_empty() {
        let index = state.next_delay.fetch_add(1, Ordering::SeqCst);
        tokio::time::sleep(state.behaviour.schedule[index % state.behaviour.schedule.len()]).await;
    }
    if let Some((after, length)) = state.behaviour.stall {
        let first = *state.first_request.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(started);
        let (begin, end) = (first + after, first + after + length);
        if (begin..end).contains(&Instant::now()) {
            tokio::time::sleep_until(end).await;
        }
    }
    let response = routes::answer(&head, &body);
    state.requests.fetch_add(1, Ordering::SeqCst);
    state.took.lock().unwrap_or_else(PoisonError::into_inner).push(started.elapsed());
    Ok(response)
}
