//! WebSockets whose every message the host measures. A socket lives as long as its value: across iterations, if the VU keeps it.
//!
//! ```no_run
//! use wasmload_sdk::prelude::*;
//! use wasmload_sdk::websocket::{self, Socket};
//!
//! struct Listener {
//!     feed: Socket,
//! }
//!
//! impl Vu for Listener {
//!     fn start(_: ()) -> Result<Self> {
//!         Ok(Self { feed: websocket::connect("/feed")? })
//!     }
//! }
//!
//! fn listen(listener: &mut Listener) -> Result {
//!     let news = listener.feed.receive_within(secs(5))?;
//!     check!("something happens", news.is_some());
//!     Ok(())
//! }
//!
//! scenario! { vu: Listener, functions: [listen] }
//! ```
//!
//! Between the calls of a scenario the host answers pings and takes messages in: each [`Arrival`] says when its message came, not
//! when it was asked for.

mod connect;
mod error;
mod message;
mod socket;

pub use connect::Connect;
pub use error::{Closure, Error, ErrorKind};
pub use message::{Arrival, Message};
pub use socket::{Messages, Socket};

use std::time::Duration;

use crate::time::whole_milliseconds;
use crate::wit::wasmload::websocket::sockets as host;

/// What a call leads to, or why it does not.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Opens a socket to an absolute URL (`ws`, `wss`), or one that is relative to `--target`. [`Connect`] has more to say.
///
/// # Errors
///
/// It cannot be opened: see [`ErrorKind`].
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// # use wasmload_sdk::websocket;
/// let mut socket = websocket::connect("/chat")?;
/// socket.send("hello")?;
/// # Ok::<(), Error>(())
/// ```
pub fn connect(url: impl AsRef<str>) -> Result<Socket> {
    Connect::to(url.as_ref()).open()
}

/// Waits for the first of several sockets that has a message or has ended: its index, and what it said. None when nothing
/// happened within `limit`, or there are no sockets. Sockets take turns.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// # use wasmload_sdk::websocket;
/// let (mut news, mut chat) = (websocket::connect("/news")?, websocket::connect("/chat")?);
/// if let Some((index, arrival)) = websocket::receive_any(&mut [&mut news, &mut chat], secs(10)) {
///     log::info(format_args!("socket {index} says {:?}", arrival?.message));
/// }
/// # Ok::<(), Error>(())
/// ```
pub fn receive_any(sockets: &mut [&mut Socket], limit: Duration) -> Option<(usize, Result<Arrival>)> {
    let lent: Vec<&host::Socket> = sockets.iter().map(|socket| socket.host()).collect();
    let (index, heard) = host::receive_any(&lent, Some(whole_milliseconds(limit)))?;
    Some((index as usize, heard.map(Arrival::new).map_err(Error::new)))
}
