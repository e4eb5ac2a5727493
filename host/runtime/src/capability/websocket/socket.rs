//! The resource `socket`: what a guest does with an open one. How it was opened is not known here.

use std::future::poll_fn;

use bytes::Bytes;
use http::HeaderMap;
use tokio::time::{Duration, Instant, timeout, timeout_at};
use wasmtime::component::Resource;
use yawc::Frame;
use yawc::close::CloseCode;

use super::link::Link;
use super::view::WebSocketView;
use crate::bindings::wasmload::scenario::log::Level;
use crate::bindings::wasmload::websocket::sockets::{Arrival, Closure, Error, HostSocket, Message};
use crate::samples::milliseconds;

/// How long an answer may take when the guest does not say.
const ANSWER: u32 = 60_000;

/// How long the other side may take to close when the guest does not say, in milliseconds.
const CLOSE: u32 = 10_000;

/// The longest reason of a close frame (RFC 6455, section 5.5: 125 bytes, of which the code takes two).
const LONGEST_REASON: usize = 123;

/// An open socket, or one that has ended.
pub struct Socket {
    pub(super) link: Link,
    pub(super) message_limit: usize,
    pub(super) subprotocol: String,
    pub(super) headers: HeaderMap,
}

impl std::fmt::Debug for Socket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Socket").field("subprotocol", &self.subprotocol).finish_non_exhaustive()
    }
}

/// Whatever drops the handle, even the end of its VU: nothing stays behind.
impl Drop for Socket {
    fn drop(&mut self) {
        self.link.lock().abandon(CloseCode::Away);
    }
}

impl WebSocketView<'_> {
    pub(super) fn link(&self, socket: &Resource<Socket>) -> wasmtime::Result<Link> {
        Ok(self.table.get(socket)?.link.clone())
    }

    /// A message as the guest gets it.
    pub(super) fn arrival(&self, message: super::link::Message) -> Arrival {
        let super::link::Message { is_text, payload, at, .. } = message;
        let bytes = Vec::from(payload);
        // Text was checked as it came.
        let message = match is_text {
            true => Message::Text(String::from_utf8(bytes).unwrap_or_default()),
            false => Message::Binary(bytes),
        };
        Arrival { message, at_us: self.clock.since_start(at) }
    }
}

async fn send(link: &Link, frame: Frame) -> Result<(), Error> {
    let mut frame = Some(frame);
    poll_fn(|cx| link.lock().poll_send(&mut frame, cx)).await
}

fn frame(message: Message) -> Frame {
    match message {
        Message::Text(text) => Frame::text(Bytes::from(text)),
        Message::Binary(bytes) => Frame::binary(Bytes::from(bytes)),
    }
}

fn limit(timeout_ms: Option<u32>, default: u32) -> Duration {
    Duration::from_millis(timeout_ms.unwrap_or(default).into())
}

impl HostSocket for WebSocketView<'_> {
    async fn send(&mut self, socket: Resource<Socket>, message: Message) -> wasmtime::Result<Result<(), Error>> {
        let link = self.link(&socket)?;
        let sent = send(&link, frame(message)).await;
        if sent.is_ok() {
            let socket = link.lock();
            socket.record().sent(socket.take_traffic());
        }
        Ok(sent)
    }

    async fn receive(
        &mut self,
        socket: Resource<Socket>,
        timeout_ms: Option<u32>,
    ) -> wasmtime::Result<Result<Option<Arrival>, Error>> {
        let link = self.link(&socket)?;
        let message = poll_fn(|cx| link.lock().poll_message(0, cx));
        let message = match timeout_ms {
            None => message.await,
            Some(ms) => match timeout(Duration::from_millis(ms.into()), message).await {
                Ok(message) => message,
                Err(_) => return Ok(Ok(None)),
            },
        };
        Ok(message.map(|message| Some(self.arrival(message))))
    }

    async fn exchange(
        &mut self,
        socket: Resource<Socket>,
        message: Message,
        timeout_ms: Option<u32>,
    ) -> wasmtime::Result<Result<Arrival, Error>> {
        let link = self.link(&socket)?;
        let limit = limit(timeout_ms, ANSWER);
        let (began, before) = (Instant::now(), link.lock().arrived());
        let answer = timeout_at(began + limit, async {
            send(&link, frame(message)).await?;
            {
                let socket = link.lock();
                socket.record().sent(socket.take_traffic());
            }
            poll_fn(|cx| link.lock().poll_message(before, cx)).await
        });
        let answer = answer.await.unwrap_or_else(|_| Err(Error::timeout("the exchange", limit.as_millis())));
        Ok(answer.map(|message| {
            link.lock().record().answered(message.at - began);
            self.arrival(message)
        }))
    }

    async fn ping(
        &mut self,
        socket: Resource<Socket>,
        timeout_ms: Option<u32>,
    ) -> wasmtime::Result<Result<f64, Error>> {
        let link = self.link(&socket)?;
        let limit = limit(timeout_ms, ANSWER);
        let began = Instant::now();
        let pong = timeout_at(began + limit, async {
            let ping = link.lock().next_ping();
            send(&link, ping).await?;
            poll_fn(|cx| link.lock().poll_pong(cx)).await
        });
        let pong = pong.await.unwrap_or_else(|_| Err(Error::timeout("the ping", limit.as_millis())));
        Ok(pong.map(|at| {
            let socket = link.lock();
            socket.record().pinged(at - began, socket.take_traffic());
            milliseconds(at - began)
        }))
    }

    async fn close(
        &mut self,
        socket: Resource<Socket>,
        code: u16,
        reason: String,
        timeout_ms: Option<u32>,
    ) -> wasmtime::Result<Result<Closure, Error>> {
        if !matches!(code, 1000 | 1001 | 3000..=4999) {
            return Ok(Err(Error::invalid(format_args!("the code {code} is not 1000, 1001, or from 3000 to 4999"))));
        }
        if reason.len() > LONGEST_REASON {
            return Ok(Err(Error::invalid(format_args!("the reason has more than {LONGEST_REASON} bytes"))));
        }
        let link = self.link(&socket)?;
        let closed = timeout(limit(timeout_ms, CLOSE), async {
            link.lock().begin_to_close();
            // The other side may have closed already, or just now: then there is nothing to send.
            drop(send(&link, Frame::close(code.into(), reason)).await);
            poll_fn(|cx| link.lock().poll_over(cx)).await
        });
        Ok(Ok(match closed.await {
            Ok(closure) => closure,
            Err(_) => link.lock().give_up(),
        }))
    }

    fn closure(&mut self, socket: Resource<Socket>) -> wasmtime::Result<Option<Closure>> {
        Ok(self.link(&socket)?.lock().closure().cloned())
    }

    fn subprotocol(&mut self, socket: Resource<Socket>) -> wasmtime::Result<String> {
        Ok(self.table.get(&socket)?.subprotocol.clone())
    }

    fn headers(&mut self, socket: Resource<Socket>) -> wasmtime::Result<Vec<(String, String)>> {
        let fields = self.table.get(&socket)?.headers.iter();
        // As HTTP has it: bytes outside of ASCII are read as Latin-1.
        let text = |value: &[u8]| value.iter().map(|&byte| char::from(byte)).collect();
        Ok(fields.map(|(name, value)| (name.to_string(), text(value.as_bytes()))).collect())
    }

    fn drop(&mut self, socket: Resource<Socket>) -> wasmtime::Result<()> {
        let socket = self.table.delete(socket)?;
        self.vu.release(socket.message_limit);
        if socket.link.lock().closure().is_none() && self.vu.warn_once() {
            self.log.write_for_host(
                Level::Warn,
                "a socket was dropped without being closed; the host closes it with code 1001 and does not wait for the server",
            );
        }
        Ok(())
    }
}
