//! Making a connection: name look-up, TCP, TLS, each with its time. What is sent over it is not known here.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use rustls::pki_types::ServerName;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::{Duration, Instant, timeout_at};
use tokio_rustls::TlsConnector;

use super::connection::Connection;
use super::error::{Code, Failure};
use super::line::Line;
use super::params::Limits;
use super::phases::SetUp;
use super::shared::HttpShared;
use super::target::Origin;
use super::timed_io::{Counted, Stream, TimedIo};
use super::tls::TlsVersion;

/// Makes connections for one hop, and remembers what that took, also when it failed.
pub(super) struct Dialer<'a> {
    shared: &'a HttpShared,
    limits: Limits,
    deadline: Instant,
    /// What it took so far.
    pub(super) set_up: SetUp,
    /// Where the bytes of the connection are counted.
    pub(super) line: Arc<Line>,
}

/// A step of making a connection, as messages name it.
const LOOK_UP: &str = "looking up the name";
const TCP: &str = "connecting";
const TLS: &str = "the TLS handshake";

impl<'a> Dialer<'a> {
    /// A dialer for a request with those limits, of which `deadline` is the end of the whole.
    pub(super) fn new(shared: &'a HttpShared, limits: Limits, deadline: Instant) -> Self {
        Self { shared, limits, deadline, set_up: SetUp::default(), line: Arc::new(Line::new()) }
    }

    /// Connects to `origin`.
    pub(super) async fn dial(&mut self, origin: &Arc<Origin>) -> Result<Connection, Failure> {
        let began = Instant::now();
        let by_connect = self.limits.connect.map(|limit| began + limit);
        let due = Due { by_connect, total: self.deadline, limits: self.limits };

        let addresses = self.look_up(origin, &due).await;
        self.set_up.dns = if origin.address.is_some() { Duration::ZERO } else { began.elapsed() };
        let addresses = addresses?;

        let connecting = Instant::now();
        let tcp = due.wait(TCP, connect_any(&addresses)).await;
        self.set_up.connecting = connecting.elapsed();
        let (tcp, remote) = tcp?.map_err(|error| Failure::dial(&error))?;
        let counted = Counted::new(tcp, Arc::clone(&self.line));

        if !origin.secure {
            let io = TimedIo::new(Stream::Plain(counted), Arc::clone(&self.line));
            return Connection::new(io, Arc::clone(&self.line), Arc::clone(origin), Some(remote), None).await;
        }
        let connector = TlsConnector::from(self.shared.tls()?);
        let name = ServerName::try_from(origin.host.clone())
            .map_err(|error| Failure::new(Code::Tls, format_args!("`{}`: {error}", origin.host)))?;
        let shaking = Instant::now();
        let tls = due.wait(TLS, connector.connect(name, counted)).await;
        self.set_up.tls = shaking.elapsed();
        let tls = tls?.map_err(|error| Failure::tls(&error))?;
        let version = TlsVersion::of(tls.get_ref().1.protocol_version());
        let io = TimedIo::new(Stream::Tls(Box::new(tls)), Arc::clone(&self.line));
        Connection::new(io, Arc::clone(&self.line), Arc::clone(origin), Some(remote), Some(version)).await
    }

    async fn look_up(&self, origin: &Origin, due: &Due) -> Result<Vec<SocketAddr>, Failure> {
        if let Some(address) = origin.address.or_else(|| self.shared.fixed_address(&origin.host)) {
            return Ok(vec![SocketAddr::new(address, origin.port)]);
        }
        let found = due.wait(LOOK_UP, lookup_host((origin.host.as_str(), origin.port))).await?;
        let found: Vec<_> = found.map_err(|error| Failure::dns(&origin.host, &error))?.collect();
        if found.is_empty() {
            return Err(Failure::new(Code::NoSuchHost, format_args!("`{}`", origin.host)));
        }
        Ok(found)
    }
}

/// Tries the addresses one after the other; the last error counts, unless an earlier one was a refusal.
async fn connect_any(addresses: &[SocketAddr]) -> io::Result<(TcpStream, SocketAddr)> {
    let mut fault: Option<io::Error> = None;
    for &address in addresses {
        match TcpStream::connect(address).await {
            Ok(tcp) => {
                tcp.set_nodelay(true)?;
                return Ok((tcp, address));
            }
            Err(error) if fault.as_ref().is_some_and(|fault| fault.kind() == io::ErrorKind::ConnectionRefused) => {
                drop(error)
            }
            Err(error) => fault = Some(error),
        }
    }
    Err(fault.unwrap_or_else(|| io::ErrorKind::AddrNotAvailable.into()))
}

/// When a step has to be done.
struct Due {
    by_connect: Option<Instant>,
    total: Instant,
    limits: Limits,
}

impl Due {
    async fn wait<T>(&self, step: &str, work: impl Future<Output = T>) -> Result<T, Failure> {
        let at = self.by_connect.map_or(self.total, |by_connect| by_connect.min(self.total));
        timeout_at(at, work).await.map_err(|_| self.over(step, at))
    }

    fn over(&self, step: &str, at: Instant) -> Failure {
        let (code, limit, name) = if self.by_connect == Some(at) {
            (Code::ConnectTimeout, self.limits.connect.unwrap_or_default(), "connect-ms")
        } else {
            (Code::Timeout, self.limits.total, "total-ms")
        };
        Failure::new(code, format_args!("{step} was not done within the {} ms of `{name}`", limit.as_millis()))
    }
}
