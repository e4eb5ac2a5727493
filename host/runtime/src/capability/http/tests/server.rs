//! A TCP server that does exactly what a test says, and counts bytes and connections for itself. It knows no HTTP but the
//! end of a request.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// What the server saw.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) connections: AtomicUsize,
    pub(super) received: AtomicU64,
    pub(super) sent: AtomicU64,
    pub(super) requests: Mutex<Vec<String>>,
    open: AtomicUsize,
    pub(super) most_open: AtomicUsize,
}

/// A running server.
pub(super) struct Server {
    pub(super) address: SocketAddr,
    pub(super) seen: Arc<Seen>,
    accepting: JoinHandle<()>,
    connections: Arc<Mutex<Vec<JoinHandle<()>>>>,
}

/// How it takes connections.
#[derive(Clone, Default)]
pub(super) struct Manner {
    /// With TLS.
    pub(super) tls: Option<Arc<ServerConfig>>,
    /// What it closes, it resets.
    pub(super) resets: bool,
}

trait Io: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}

/// One connection, in the hands of a script.
pub(super) struct Conn {
    io: Box<dyn Io>,
    /// Which connection it is, from 0.
    pub(super) number: usize,
    seen: Arc<Seen>,
    buffer: Vec<u8>,
}

impl Server {
    /// Runs `script` for each connection.
    pub(super) async fn start<F, S>(script: S) -> Self
    where
        S: Fn(Conn) -> F + Send + Sync + 'static,
        F: Future<Output = ()> + Send,
    {
        Self::start_as(Manner::default(), script).await
    }

    /// Runs `script` for each connection, taken in that manner.
    pub(super) async fn start_as<F, S>(manner: Manner, script: S) -> Self
    where
        S: Fn(Conn) -> F + Send + Sync + 'static,
        F: Future<Output = ()> + Send,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (seen, connections) = (Arc::<Seen>::default(), Arc::<Mutex<Vec<_>>>::default());
        let (shared, tasks, script) = (Arc::clone(&seen), Arc::clone(&connections), Arc::new(script));
        let accepting = tokio::spawn(async move {
            while let Ok((tcp, _)) = listener.accept().await {
                let (seen, script, manner) = (Arc::clone(&shared), Arc::clone(&script), manner.clone());
                let number = seen.connections.fetch_add(1, SeqCst);
                let task = tokio::spawn(async move {
                    if manner.resets {
                        tcp.set_zero_linger().unwrap();
                    }
                    let io = Metered { tcp, seen: Arc::clone(&seen) };
                    let io: Box<dyn Io> = match manner.tls {
                        None => Box::new(io),
                        Some(config) => match TlsAcceptor::from(config).accept(io).await {
                            Ok(tls) => Box::new(tls),
                            Err(_) => return,
                        },
                    };
                    let open = seen.open.fetch_add(1, SeqCst) + 1;
                    seen.most_open.fetch_max(open, SeqCst);
                    script(Conn { io, number, seen: Arc::clone(&seen), buffer: Vec::new() }).await;
                    seen.open.fetch_sub(1, SeqCst);
                });
                tasks.lock().unwrap().push(task);
            }
        });
        Self { address, seen, accepting, connections }
    }

    /// A server that answers every request with that text, for as long as the connection lasts.
    pub(super) async fn answering(text: &'static str) -> Self {
        Self::start(move |mut conn| async move {
            while conn.request().await.is_some() {
                conn.say(text).await;
            }
        })
        .await
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(super) fn connections(&self) -> usize {
        self.seen.connections.load(SeqCst)
    }

    pub(super) fn requests(&self) -> Vec<String> {
        self.seen.requests.lock().unwrap().clone()
    }

    /// Waits until all connections are done with; what was sent and received, in bytes.
    pub(super) async fn end(self) -> (u64, u64) {
        self.accepting.abort();
        let tasks = std::mem::take(&mut *self.connections.lock().unwrap());
        for task in tasks {
            task.await.unwrap();
        }
        (self.seen.sent.load(SeqCst), self.seen.received.load(SeqCst))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Conn {
    /// The next request, head and body; none when the client closed.
    pub(super) async fn request(&mut self) -> Option<String> {
        loop {
            if let Some(length) = whole(&self.buffer) {
                let rest = self.buffer.split_off(length);
                let request = String::from_utf8(std::mem::replace(&mut self.buffer, rest)).unwrap();
                self.seen.requests.lock().unwrap().push(request.clone());
                return Some(request);
            }
            if self.io.read_buf(&mut self.buffer).await.ok()? == 0 {
                return None;
            }
        }
    }

    /// Sends it all, now.
    pub(super) async fn say(&mut self, text: impl AsRef<[u8]>) {
        let said = async {
            self.io.write_all(text.as_ref()).await?;
            self.io.flush().await
        };
        // A client that left is what some tests are about.
        drop(said.await);
    }

    /// Waits until the client closes.
    pub(super) async fn until_closed(&mut self) {
        let mut rest = Vec::new();
        drop(self.io.read_to_end(&mut rest).await);
    }
}

/// The length of the request at the beginning of `bytes`, if it is there whole.
fn whole(bytes: &[u8]) -> Option<usize> {
    let head = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(&bytes[..head]).to_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
    (bytes.len() >= head + length).then_some(head + length)
}

/// Counts below TLS.
struct Metered {
    tcp: TcpStream,
    seen: Arc<Seen>,
}

impl AsyncRead for Metered {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let result = Pin::new(&mut self.tcp).poll_read(cx, buf);
        self.seen.received.fetch_add((buf.filled().len() - before) as u64, SeqCst);
        result
    }
}

impl AsyncWrite for Metered {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.tcp).poll_write(cx, buf);
        if let Poll::Ready(Ok(written)) = result {
            self.seen.sent.fetch_add(written as u64, SeqCst);
        }
        result
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_shutdown(cx)
    }
}
