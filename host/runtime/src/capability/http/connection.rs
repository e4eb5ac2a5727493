//! One connection and one exchange on it, polled inside the VU's own task. Which request, and whether again, is `hop`'s.

use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http::{HeaderMap, Request, Version};
use http_body_util::Full;
use hyper::body::{Body, Incoming};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::time::Instant;

use super::deadline::Deadline;
use super::gate::Gate;
use super::intake::{Intake, Received};
use crate::network::address::Origin;
use crate::network::dial::Dialed;
use crate::network::failure::{Code, Failure};
use crate::network::line::Line;
use crate::network::timed_io::TimedIo;
use crate::network::tls::TlsVersion;

/// The largest head of a response, and the largest read. Hyper begins with 8 KiB, and keeps what it has grown to.
const MOST_BUFFER: usize = 64 << 10;

/// An open connection.
pub(super) struct Connection {
    pub(super) origin: Arc<Origin>,
    pub(super) remote: Option<SocketAddr>,
    pub(super) tls: Option<TlsVersion>,
    pub(super) line: Arc<Line>,
    /// How many exchanges were begun on it.
    exchanges: u64,
    wire: Wire,
    gate: Arc<Gate>,
    /// Wakes `gate`.
    waker: Waker,
    deadline: Deadline,
}

/// Who holds the stream.
enum Wire {
    /// Hyper. Boxed, so that a folded connection has no room for it.
    Spoken(Box<Halves>),
    /// Nobody: it waits for its next exchange, without the buffers that hyper has from the first one on.
    Folded(TokioIo<TimedIo>),
    /// It is closed.
    Gone,
}

/// Hyper's two halves of a connection, of which the second is gone once it is closed.
struct Halves {
    sender: SendRequest<Full<Bytes>>,
    driver: Option<http1::Connection<TokioIo<TimedIo>, Full<Bytes>>>,
}

impl Wire {
    /// Hands the stream to hyper.
    async fn speak(io: TokioIo<TimedIo>) -> hyper::Result<Self> {
        let (sender, driver) = http1::Builder::new().max_buf_size(MOST_BUFFER).handshake(io).await?;
        Ok(Self::Spoken(Box::new(Halves { sender, driver: Some(driver) })))
    }

    /// Takes the stream back from hyper, if nothing is under way on it.
    fn fold(self) -> Self {
        match self {
            Self::Spoken(halves) => match halves.driver.map(http1::Connection::into_parts) {
                // What came without being asked for belongs to no answer.
                Some(parts) if parts.read_buf.is_empty() => Self::Folded(parts.io),
                _ => Self::Gone,
            },
            Self::Folded(io) => Self::Folded(io),
            Self::Gone => Self::Gone,
        }
    }
}

/// When an exchange is given up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limit {
    /// The end of the whole request.
    pub(super) deadline: Instant,
    /// What `deadline` was made of, for the message.
    pub(super) total: std::time::Duration,
    /// From the end of sending to the first byte.
    pub(super) first_byte: Option<std::time::Duration>,
}

/// A whole answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) version: Version,
    pub(super) headers: HeaderMap,
    pub(super) received: Received,
}

/// A broken exchange.
#[derive(Debug)]
pub(super) struct Broken {
    pub(super) failure: Failure,
    /// Whether nothing of the request was sent.
    pub(super) unsent: bool,
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connection")
            .field("origin", &self.origin)
            .field("exchanges", &self.exchanges)
            .finish_non_exhaustive()
    }
}

impl Connection {
    /// Speaks HTTP/1.1 on that stream.
    pub(super) async fn new(
        Dialed { io, remote, tls }: Dialed,
        line: Arc<Line>,
        origin: Arc<Origin>,
    ) -> Result<Self, Failure> {
        let wire = Wire::speak(TokioIo::new(io)).await.map_err(|error| Failure::exchange(&error, false))?;
        let gate = Arc::new(Gate::default());
        let waker = Waker::from(Arc::clone(&gate));
        Ok(Self {
            origin,
            remote: Some(remote),
            tls,
            line,
            exchanges: 0,
            wire,
            gate,
            waker,
            deadline: Deadline::default(),
        })
    }

    /// Sends a request and takes in the whole answer.
    pub(super) async fn exchange(
        &mut self,
        request: Request<Full<Bytes>>,
        limit: Limit,
        mut intake: Intake,
    ) -> Result<Answer, Broken> {
        self.exchanges += 1;
        self.line.begin();
        let unsent = |failure| Broken { failure, unsent: true };
        if matches!(self.wire, Wire::Folded(_))
            && let Wire::Folded(io) = std::mem::replace(&mut self.wire, Wire::Gone)
        {
            self.wire = Wire::speak(io).await.map_err(|error| unsent(Failure::exchange(&error, false)))?;
        }
        let Self { wire, line, gate, waker, deadline, .. } = self;
        let Wire::Spoken(halves) = wire else { return Err(unsent(Failure::plain(Code::Closed))) };
        let Halves { sender, driver } = &mut **halves;
        let mut head = pin!(sender.try_send_request(request));
        let mut answer: Option<(http::response::Parts, Incoming)> = None;
        let mut step = || {
            let cx = &mut Context::from_waker(waker);
            let broken = match driver.as_mut().map(|driver| Pin::new(driver).poll(cx)) {
                Some(Poll::Ready(end)) => {
                    // Dropping it gives back a request that it did not take.
                    *driver = None;
                    end.err()
                }
                _ => None,
            };
            // Both are moved on by the driver alone, inside of this very poll: they have nobody to wake.
            let idle = &mut Context::from_waker(Waker::noop());
            if answer.is_none() {
                match head.as_mut().poll(idle) {
                    Poll::Ready(Ok(response)) => {
                        let (parts, body) = response.into_parts();
                        if let Err(failure) = intake.begin(&parts, body.size_hint().exact()) {
                            return Poll::Ready(Err(Broken { failure, unsent: false }));
                        }
                        answer = Some((parts, body));
                    }
                    Poll::Ready(Err(error)) => {
                        let unsent = error.message().is_some();
                        let error = broken.as_ref().unwrap_or(error.error());
                        let failure = Failure::exchange(error, line.has_read());
                        return Poll::Ready(Err(Broken { failure, unsent }));
                    }
                    Poll::Pending => {}
                }
            }
            while let Some((_, body)) = &mut answer {
                match Pin::new(body).poll_frame(idle) {
                    Poll::Ready(Some(Ok(frame))) => {
                        let Ok(data) = frame.into_data() else { continue };
                        if let Err(failure) = intake.take(data) {
                            return Poll::Ready(Err(Broken { failure, unsent: false }));
                        }
                    }
                    Poll::Ready(Some(Err(error))) => {
                        let failure = Failure::exchange(broken.as_ref().unwrap_or(&error), true);
                        return Poll::Ready(Err(Broken { failure, unsent: false }));
                    }
                    Poll::Ready(None) => return Poll::Ready(Ok(())),
                    Poll::Pending => break,
                }
            }
            let due = Due::now(line, &limit);
            deadline.poll(cx, due.at).map(|()| Err(Broken { failure: due.failure(line, &limit), unsent: false }))
        };
        std::future::poll_fn(|cx| gate.poll(cx.waker(), &mut step)).await?;
        let (parts, _) = answer.ok_or_else(|| Broken { failure: Failure::plain(Code::Other), unsent: false })?;
        let received = intake.end();
        Ok(Answer { status: parts.status.as_u16(), version: parts.version, headers: parts.headers, received })
    }

    /// Whether the latest exchange was not the first.
    pub(super) fn reused(&self) -> bool {
        self.exchanges > 1
    }

    /// Whether another request can follow: the answer ended where it said, and neither side wants to close.
    pub(super) fn is_reusable(&mut self) -> bool {
        let Wire::Spoken(halves) = &mut self.wire else { return false };
        let Halves { sender, driver } = &mut **halves;
        // The end of a body may have to be seen by the driver before it looks for another request.
        if !sender.is_ready()
            && let Some(alive) = driver
            && Pin::new(alive).poll(&mut Context::from_waker(&self.waker)).is_ready()
        {
            *driver = None;
        }
        driver.is_some() && sender.is_ready()
    }

    /// Gives back what it needs only while something is sent: most of its memory. `false` if it cannot be used any longer.
    pub(super) fn fold(&mut self) -> bool {
        self.wire = std::mem::replace(&mut self.wire, Wire::Gone).fold();
        self.deadline = Deadline::default();
        matches!(self.wire, Wire::Folded(_))
    }
}

/// Which limit comes first.
struct Due {
    at: Instant,
    is_first_byte: bool,
}

impl Due {
    fn now(line: &Line, limit: &Limit) -> Self {
        if let Some((since, most)) = line.waiting_since().zip(limit.first_byte)
            && since + most < limit.deadline
        {
            return Self { at: since + most, is_first_byte: true };
        }
        Self { at: limit.deadline, is_first_byte: false }
    }

    fn failure(&self, line: &Line, limit: &Limit) -> Failure {
        if self.is_first_byte {
            let most = limit.first_byte.unwrap_or_default().as_millis();
            return Failure::new(
                Code::FirstByteTimeout,
                format_args!("nothing came within the {most} ms of `first-byte-ms`"),
            );
        }
        let phase = match (line.has_read(), line.waiting_since()) {
            (true, _) => "receiving",
            (false, Some(_)) => "waiting",
            (false, None) => "sending",
        };
        let total = limit.total.as_millis();
        Failure::new(Code::Timeout, format_args!("it was {phase} when the {total} ms of `total-ms` were over"))
    }
}
