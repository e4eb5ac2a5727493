//! The socket under hyper: a stream with marks above TLS and counters below it. It changes no byte.
//!
//! Above TLS, because a session ticket of TLS 1.3 is no first byte of an answer; below, because what is sent and received
//! is what the wire carries.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

use super::line::Line;

/// A stream whose bytes are counted.
#[derive(Debug)]
pub(crate) struct Counted<S> {
    inner: S,
    line: Arc<Line>,
}

/// What carries HTTP.
#[derive(Debug)]
pub(crate) enum Stream {
    /// Without TLS.
    Plain(Counted<TcpStream>),
    /// With TLS; boxed, since its state is ten times that of a socket.
    Tls(Box<TlsStream<Counted<TcpStream>>>),
    /// Without a network, to count what a request costs.
    #[cfg(test)]
    Memory(Counted<tokio::io::DuplexStream>),
}

/// A stream whose reads and writes are marked.
#[derive(Debug)]
pub(crate) struct TimedIo {
    stream: Stream,
    line: Arc<Line>,
    /// A TLS stream holds bytes in its own buffer; they are on the wire when it is flushed.
    unflushed: bool,
}

impl<S> Counted<S> {
    /// Counts the bytes of `inner` on `line`.
    pub(crate) fn new(inner: S, line: Arc<Line>) -> Self {
        Self { inner, line }
    }
}

impl TimedIo {
    /// Marks the reads and writes of `stream` on `line`.
    pub(crate) fn new(stream: Stream, line: Arc<Line>) -> Self {
        Self { stream, line, unflushed: false }
    }

    fn wrote(&mut self, result: &Poll<io::Result<usize>>) {
        match result {
            Poll::Ready(Ok(_)) => {
                self.line.wrote();
                self.unflushed = matches!(self.stream, Stream::Tls(_));
            }
            Poll::Ready(Err(_)) => {}
            Poll::Pending => self.line.write_is_blocked(),
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Counted<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.inner).poll_read(cx, buf))?;
        self.line.count_received(buf.filled().len() - before);
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Counted<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.inner).poll_write(cx, buf))?;
        self.line.count_sent(written);
        Poll::Ready(Ok(written))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        // A request without a body is one piece, which the system takes for less than a list of one.
        let written = match bufs {
            [single] => ready!(Pin::new(&mut self.inner).poll_write(cx, single))?,
            several => ready!(Pin::new(&mut self.inner).poll_write_vectored(cx, several))?,
        };
        self.line.count_sent(written);
        Poll::Ready(Ok(written))
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

macro_rules! on_stream {
    ($stream:expr, $inner:ident => $call:expr) => {
        match $stream {
            Stream::Plain($inner) => $call,
            Stream::Tls($inner) => $call,
            #[cfg(test)]
            Stream::Memory($inner) => $call,
        }
    };
}

impl AsyncRead for TimedIo {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        ready!(on_stream!(&mut self.stream, inner => Pin::new(inner).poll_read(cx, buf)))?;
        if buf.filled().len() > before {
            self.line.read();
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for TimedIo {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.line.writing();
        let result = on_stream!(&mut self.stream, inner => Pin::new(inner).poll_write(cx, buf));
        self.wrote(&result);
        result
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.line.writing();
        let result = on_stream!(&mut self.stream, inner => Pin::new(inner).poll_write_vectored(cx, bufs));
        self.wrote(&result);
        result
    }

    fn is_write_vectored(&self) -> bool {
        on_stream!(&self.stream, inner => inner.is_write_vectored())
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let result = on_stream!(&mut self.stream, inner => Pin::new(inner).poll_flush(cx));
        match result {
            Poll::Ready(Ok(())) if self.unflushed => {
                self.line.wrote();
                self.unflushed = false;
            }
            Poll::Pending if self.unflushed => self.line.write_is_blocked(),
            _ => {}
        }
        result
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        on_stream!(&mut self.stream, inner => Pin::new(inner).poll_shutdown(cx))
    }
}
