//! An open socket. How it is opened is [`Connect`](super::Connect)'s.

use std::time::Duration;

use super::{Arrival, Closure, Error, ErrorKind, Message, Result, host};
use crate::time::whole_milliseconds;

/// An open socket, or one that has ended. Close it when done: dropped while open it is closed with code 1001, without waiting,
/// and a warning says so once.
#[derive(Debug)]
pub struct Socket(host::Socket);

impl Socket {
    pub(super) fn new(socket: host::Socket) -> Self {
        Self(socket)
    }

    pub(super) fn host(&self) -> &host::Socket {
        &self.0
    }

    /// Sends a message, and waits until the system has taken it.
    ///
    /// # Errors
    ///
    /// The socket has ended, or ends now.
    ///
    /// ```no_run
    /// # use wasmload_sdk::websocket;
    /// # let mut socket = websocket::connect("/")?;
    /// socket.send("text")?;
    /// socket.send(&[0xff, 0x00])?;
    /// # Ok::<(), websocket::Error>(())
    /// ```
    pub fn send<'a>(&mut self, message: impl Into<Message<'a>>) -> Result<()> {
        self.0.send(message.into().host()).map_err(Error::new)
    }

    /// Waits for the next message, for as long as the iteration lasts. Messages that came before the socket ended are still
    /// received.
    ///
    /// # Errors
    ///
    /// The socket has ended: [`Error::closure`] says how.
    pub fn receive(&mut self) -> Result<Arrival> {
        loop {
            // Without a limit the host answers only when there is something.
            if let Some(arrival) = self.wait(None)? {
                return Ok(arrival);
            }
        }
    }

    /// Waits for the next message, at most so long; none when none came.
    ///
    /// # Errors
    ///
    /// The socket has ended: [`Error::closure`] says how.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// # use wasmload_sdk::websocket;
    /// # let mut socket = websocket::connect("/")?;
    /// if let Some(arrival) = socket.receive_within(secs(1))? {
    ///     check!("is text", arrival.message.text().is_some());
    /// }
    /// # Ok::<(), websocket::Error>(())
    /// ```
    pub fn receive_within(&mut self, limit: Duration) -> Result<Option<Arrival>> {
        self.wait(Some(whole_milliseconds(limit)))
    }

    fn wait(&mut self, milliseconds: Option<u32>) -> Result<Option<Arrival>> {
        self.0.receive(milliseconds).map(|arrival| arrival.map(Arrival::new)).map_err(Error::new)
    }

    /// The messages that come, one after the other, until the other side closes the socket. What breaks it is an error, and the
    /// last item.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// # use wasmload_sdk::websocket;
    /// # let mut socket = websocket::connect("/")?;
    /// for arrival in socket.messages() {
    ///     log::info(format_args!("{:?}", arrival?.message));
    /// }
    /// # Ok::<(), websocket::Error>(())
    /// ```
    pub fn messages(&mut self) -> Messages<'_> {
        Messages { socket: self, over: false }
    }

    /// Sends a message and waits for the first one that comes after it: a request and its answer, where the protocol has one
    /// answer for each request. Records `ws_msg_rtt`. At most so long. Messages that came before are left to `receive`.
    ///
    /// # Errors
    ///
    /// No answer came in time, or the socket has ended.
    pub fn exchange<'a>(&mut self, message: impl Into<Message<'a>>, limit: Duration) -> Result<Arrival> {
        self.0.exchange(message.into().host(), Some(whole_milliseconds(limit))).map(Arrival::new).map_err(Error::new)
    }

    /// Sends a ping and waits for its pong, at most so long: the round trip, which `ws_ping` records too.
    ///
    /// # Errors
    ///
    /// No pong came in time, or the socket has ended.
    pub fn ping(&mut self, limit: Duration) -> Result<Duration> {
        let spent = self.0.ping(Some(whole_milliseconds(limit))).map_err(Error::new)?;
        Ok(Duration::from_secs_f64(spent.max(0.0) / 1e3))
    }

    /// Closes the socket with code 1000, and waits up to ten seconds for the other side to do so too. How it ended; also when
    /// it had ended before.
    ///
    /// # Errors
    ///
    /// None of its own: see [`close_with`](Self::close_with).
    pub fn close(self) -> Result<Closure> {
        self.close_with(1000, "", Duration::from_secs(10))
    }

    /// Closes the socket with a code and a reason, and waits at most so long for the other side to do so too; then the connection
    /// ends anyway, and the code is 1006.
    ///
    /// # Errors
    ///
    /// The code is not 1000, 1001, or from 3000 to 4999, or the reason has more than 123 bytes.
    pub fn close_with(self, code: u16, reason: &str, limit: Duration) -> Result<Closure> {
        self.0.close(code, reason, Some(whole_milliseconds(limit))).map(Closure::new).map_err(Error::new)
    }

    /// How the socket ended; none while it is open. Messages may still be waiting.
    #[must_use]
    pub fn closure(&self) -> Option<Closure> {
        self.0.closure().map(Closure::new)
    }

    /// The subprotocol that the server chose; none when it chose none.
    #[must_use]
    pub fn subprotocol(&self) -> Option<String> {
        Some(self.0.subprotocol()).filter(|name| !name.is_empty())
    }

    /// The header fields of the answer to the handshake, in order, names in lower case.
    #[must_use]
    pub fn headers(&self) -> Vec<(String, String)> {
        self.0.headers()
    }
}

/// The messages that come over a socket, until it ends.
#[derive(Debug)]
pub struct Messages<'a> {
    socket: &'a mut Socket,
    over: bool,
}

impl Iterator for Messages<'_> {
    type Item = Result<Arrival>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        match self.socket.receive() {
            Ok(arrival) => Some(Ok(arrival)),
            Err(error) => {
                self.over = true;
                // An orderly end is the end of the messages, and nothing wrong.
                (error.kind() != ErrorKind::Closed).then_some(Err(error))
            }
        }
    }
}
