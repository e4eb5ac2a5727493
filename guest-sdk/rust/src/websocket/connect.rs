//! How a socket is opened. What is done with an open one is [`Socket`]'s.

use std::time::Duration;

use super::{Error, Result, Socket, host};
use crate::time::whole_milliseconds;

/// A socket that is to be opened.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// use wasmload_sdk::websocket::Connect;
///
/// let socket = Connect::to("/chat/42").name("chat").subprotocol("v2.chat").timeout(secs(5)).open()?;
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing happens until it is opened"]
pub struct Connect {
    url: String,
    headers: Vec<(String, String)>,
    subprotocols: Vec<String>,
    compression: bool,
    timeout: Option<Duration>,
    message_limit: Option<u32>,
    name: Option<String>,
    tags: Vec<(String, String)>,
}

impl Connect {
    /// To an absolute URL (`ws`, `wss`; `http` and `https` stand for them), or one that is relative to `--target`.
    pub fn to(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            headers: Vec::new(),
            subprotocols: Vec::new(),
            compression: false,
            timeout: None,
            message_limit: None,
            name: None,
            tags: Vec::new(),
        }
    }

    /// Adds a header field to the handshake. Those that make it a handshake belong to the host.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Offers a subprotocol, after those that were offered before (RFC 6455, section 1.9).
    pub fn subprotocol(mut self, name: impl Into<String>) -> Self {
        self.subprotocols.push(name.into());
        self
    }

    /// Offers permessage-deflate (RFC 7692). The server decides.
    pub fn compression(mut self) -> Self {
        self.compression = true;
        self
    }

    /// How long opening may take: look-up, connection, TLS and handshake together. 60 seconds without it.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// How large a message may be that comes, in bytes; 1 MiB without it. A larger one closes the socket with code 1009.
    pub fn message_limit(mut self, bytes: u32) -> Self {
        self.message_limit = Some(bytes);
        self
    }

    /// The value of the tag `name`, which groups samples; without it the tag holds the URL. Name sockets whose URL holds an
    /// identity, or every one of them becomes a series of its own.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Adds a tag to the samples of this socket.
    pub fn tag(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.tags.push((name.into(), value.into()));
        self
    }

    /// Opens it.
    ///
    /// # Errors
    ///
    /// It cannot be opened: see [`ErrorKind`](super::ErrorKind).
    pub fn open(self) -> Result<Socket> {
        let headers = pairs(&self.headers);
        let tags = pairs(&self.tags);
        let subprotocols: Vec<&str> = self.subprotocols.iter().map(String::as_str).collect();
        let options = host::Options {
            headers: &headers,
            subprotocols: &subprotocols,
            compression: self.compression,
            timeout_ms: self.timeout.map(whole_milliseconds),
            message_limit: self.message_limit,
            name: self.name.as_deref(),
            tags: &tags,
        };
        host::connect(&self.url, options).map(Socket::new).map_err(Error::new)
    }
}

fn pairs(owned: &[(String, String)]) -> Vec<(&str, &str)> {
    owned.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}
