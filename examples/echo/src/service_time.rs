//! How long the server takes for a request: from when its first byte was read to when the answer was written.
//!
//! Not what a client sees: neither the network nor the time that a request lies in the socket's buffer before this program
//! is told of it. It holds for small requests, which come in one piece and are answered in one.

use std::cell::RefCell;
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use hdrhistogram::Histogram;
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Instant;

/// The service times of all requests since the start or the last reset. Memory does not grow with their number.
pub(crate) struct ServiceTimes(RefCell<Inner>);

struct Inner {
    /// Those that were accepted.
    connections: u64,
    nanoseconds: Histogram<u64>,
}

impl ServiceTimes {
    pub(crate) fn new() -> Self {
        // From a tenth of a microsecond to a minute, exact to three digits.
        let nanoseconds = Histogram::new_with_bounds(100, 60_000_000_000, 3).expect("bounds that make sense");
        Self(RefCell::new(Inner { connections: 0, nanoseconds }))
    }

    /// What was measured so far, as JSON, and begins anew: the request that asks for this is the first of the next.
    pub(crate) fn reset(&self) -> Value {
        let report = self.report();
        let mut inner = self.0.borrow_mut();
        inner.connections = 0;
        inner.nanoseconds.reset();
        report
    }

    /// What was measured so far, as JSON. The request that asks for it is not yet in it.
    pub(crate) fn report(&self) -> Value {
        let inner = self.0.borrow();
        let microseconds = |nanoseconds: u64| nanoseconds as f64 / 1000.0;
        let quantile = |quantile: f64| microseconds(inner.nanoseconds.value_at_quantile(quantile));
        json!({
            "requests": inner.nanoseconds.len(),
            "connections": inner.connections,
            "service_time_us": {
                "p50": quantile(0.5),
                "p95": quantile(0.95),
                "p99": quantile(0.99),
                "max": microseconds(inner.nanoseconds.max()),
            },
        })
    }
}

/// A connection whose reads and writes are watched.
pub(crate) struct Timed {
    stream: TcpStream,
    times: Rc<ServiceTimes>,
    /// When the first byte of the request that is under way was read.
    begun: Option<Instant>,
}

impl Timed {
    /// Watches a new connection.
    pub(crate) fn new(stream: TcpStream, times: Rc<ServiceTimes>) -> Self {
        times.0.borrow_mut().connections += 1;
        Self { stream, times, begun: None }
    }

    fn written(&mut self, written: &Poll<io::Result<usize>>) {
        if let Poll::Ready(Ok(1..)) = written
            && let Some(begun) = self.begun.take()
        {
            let nanoseconds = u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
            self.times.0.borrow_mut().nanoseconds.saturating_record(nanoseconds);
        }
    }
}

impl AsyncRead for Timed {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = into.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, into);
        if into.filled().len() > before && self.begun.is_none() {
            self.begun = Some(Instant::now());
        }
        read
    }
}

impl AsyncWrite for Timed {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.written(&written);
        written
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.written(&written);
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
