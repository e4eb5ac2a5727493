//! A TCP proxy that is a bad network: slow, narrow, broken or one-sided.
//!
//! It knows no HTTP.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::background::Background;

/// What the proxy does to each connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Passes everything on.
    None,
    /// Holds what the server sends for that long.
    Delay(Duration),
    /// Passes on at most so many of the server's bytes in a second.
    Throttle(u64),
    /// Cuts the connection after so many of the server's bytes.
    CutAfter(u64),
    /// Takes what the client sends and passes nothing on, in either direction.
    BlackHole,
    /// Closes its sending side towards the client after so many of the server's bytes, and goes on reading.
    HalfCloseAfter(u64),
}

/// A running proxy.
#[derive(Debug)]
pub struct FaultProxy {
    address: SocketAddr,
    connections: Arc<AtomicU64>,
    _background: Background<()>,
}

impl FaultProxy {
    /// Starts a proxy in front of that server.
    pub fn start(server: SocketAddr, fault: Fault) -> Self {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a loopback port");
        listener.set_nonblocking(true).expect("a socket that does not block");
        let address = listener.local_addr().expect("the address of a bound socket");
        let connections = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&connections);
        let background = Background::start(move |stop| accept(listener, server, fault, counter, stop));
        Self { address, connections, _background: background }
    }

    /// `http://ADDRESS:PORT`, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Connections so far.
    pub fn connections(&self) -> u64 {
        self.connections.load(Ordering::SeqCst)
    }
}

async fn accept(
    listener: std::net::TcpListener,
    server: SocketAddr,
    fault: Fault,
    connections: Arc<AtomicU64>,
    mut stop: oneshot::Receiver<()>,
) {
    let listener = TcpListener::from_std(listener).expect("a socket for the runtime");
    loop {
        let (client, _) = tokio::select! {
            accepted = listener.accept() => accepted.expect("a connection"),
            _ = &mut stop => return,
        };
        connections.fetch_add(1, Ordering::SeqCst);
        tokio::spawn(async move {
            // Either side may go at any time.
            drop(pass(client, server, fault).await);
        });
    }
}

async fn pass(mut client: TcpStream, server: SocketAddr, fault: Fault) -> io::Result<()> {
    client.set_nodelay(true)?;
    if fault == Fault::BlackHole {
        return swallow(&mut client).await;
    }
    let mut server = TcpStream::connect(server).await?;
    server.set_nodelay(true)?;
    let (mut from_client, to_client) = client.split();
    let (from_server, mut to_server) = server.split();
    tokio::select! {
        ended = tokio::io::copy(&mut from_client, &mut to_server) => ended.map(drop),
        ended = answer(from_server, to_client, fault) => ended,
    }
}

async fn swallow(from: &mut (impl AsyncRead + Unpin)) -> io::Result<()> {
    let mut buffer = [0; 4096];
    while from.read(&mut buffer).await? > 0 {}
    Ok(())
}

async fn answer(mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin, fault: Fault) -> io::Result<()> {
    let mut buffer = [0; 4096];
    let mut passed = 0;
    loop {
        let most = match fault {
            Fault::CutAfter(bytes) | Fault::HalfCloseAfter(bytes) => {
                usize::try_from(bytes - passed).unwrap_or(4096).min(4096)
            }
            // Ten portions a second.
            Fault::Throttle(rate) => usize::try_from(rate / 10).unwrap_or(4096).clamp(1, 4096),
            _ => 4096,
        };
        if most == 0 {
            if matches!(fault, Fault::HalfCloseAfter(_)) {
                to.shutdown().await?;
                return swallow(&mut from).await;
            }
            return Ok(());
        }
        let length = from.read(&mut buffer[..most]).await?;
        if length == 0 {
            return to.shutdown().await;
        }
        match fault {
            Fault::Delay(delay) => tokio::time::sleep(delay).await,
            Fault::Throttle(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            _ => {}
        }
        to.write_all(&buffer[..length]).await?;
        passed += length as u64;
    }
}
