//! Making a connection: name look-up, TCP, TLS, each with its time. What is spoken over it is not known here.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use rustls::pki_types::ServerName;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::{Duration, Instant, timeout_at};
use tokio_rustls::TlsConnector;

use super::Network;
use super::address::Origin;
use super::failure::{Code, Failure};
use super::line::Line;
use super::timed_io::{Counted, Stream, TimedIo};
use super::tls::TlsVersion;

/// What making a connection took; all zero on one that was open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SetUp {
    /// Looking up the name.
    pub(crate) dns: Duration,
    /// Making the TCP connection, all addresses that were tried together.
    pub(crate) connecting: Duration,
    /// The TLS handshake.
    pub(crate) tls: Duration,
}

/// When a connection has to be there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    /// How long connecting may take, and what that limit is called.
    pub(crate) connect: Option<(Duration, &'static str)>,
    /// The end of the whole that the connection is made for.
    pub(crate) deadline: Instant,
    /// What `deadline` was made of, and what that limit is called.
    pub(crate) total: (Duration, &'static str),
}

/// A connection on which nothing was said yet.
#[derive(Debug)]
pub(crate) struct Dialed {
    pub(crate) io: TimedIo,
    pub(crate) remote: SocketAddr,
    pub(crate) tls: Option<TlsVersion>,
}

/// Makes a connection, and remembers what that took, also when it failed.
pub(crate) struct Dialer<'a> {
    network: &'a Network,
    limit: Limit,
    /// What it took so far.
    pub(crate) set_up: SetUp,
    /// Where the bytes of the connection are counted.
    pub(crate) line: Arc<Line>,
}

/// A step of making a connection, as messages name it.
const LOOK_UP: &str = "looking up the name";
const TCP: &str = "connecting";
const TLS: &str = "the TLS handshake";

impl<'a> Dialer<'a> {
    /// A dialer with that limit.
    pub(crate) fn new(network: &'a Network, limit: Limit) -> Self {
        Self { network, limit, set_up: SetUp::default(), line: Arc::new(Line::new()) }
    }

    /// Connects to `origin`.
    pub(crate) async fn dial(&mut self, origin: &Origin) -> Result<Dialed, Failure> {
        let began = Instant::now();
        let due = Due { by_connect: self.limit.connect.map(|(limit, _)| began + limit), limit: self.limit };

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
            return Ok(Dialed { io, remote, tls: None });
        }
        let connector = TlsConnector::from(self.network.tls()?);
        let name = ServerName::try_from(origin.host.clone())
            .map_err(|error| Failure::new(Code::Tls, format_args!("`{}`: {error}", origin.host)))?;
        let shaking = Instant::now();
        let tls = due.wait(TLS, connector.connect(name, counted)).await;
        self.set_up.tls = shaking.elapsed();
        let tls = tls?.map_err(|error| Failure::tls(&error))?;
        let version = TlsVersion::of(tls.get_ref().1.protocol_version());
        let io = TimedIo::new(Stream::Tls(Box::new(tls)), Arc::clone(&self.line));
        Ok(Dialed { io, remote, tls: Some(version) })
    }

    async fn look_up(&self, origin: &Origin, due: &Due) -> Result<Vec<SocketAddr>, Failure> {
        if let Some(address) = origin.address.or_else(|| self.network.fixed_address(&origin.host)) {
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
    limit: Limit,
}

impl Due {
    async fn wait<T>(&self, step: &str, work: impl Future<Output = T>) -> Result<T, Failure> {
        let at = self.by_connect.map_or(self.limit.deadline, |by_connect| by_connect.min(self.limit.deadline));
        timeout_at(at, work).await.map_err(|_| self.over(step, at))
    }

    fn over(&self, step: &str, at: Instant) -> Failure {
        let (code, (limit, name)) = match self.limit.connect {
            Some(connect) if self.by_connect == Some(at) => (Code::ConnectTimeout, connect),
            _ => (Code::Timeout, self.limit.total),
        };
        Failure::new(code, format_args!("{step} was not done within the {} ms of `{name}`", limit.as_millis()))
    }
}
