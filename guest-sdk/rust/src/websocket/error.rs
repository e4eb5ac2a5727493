//! Why a socket does not do what it was asked for, and how one ended.

use std::fmt;

use super::host;

/// What went wrong. New kinds may come: have a branch for the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The URL, a header, a subprotocol, a close code or a message is not valid.
    InvalidRequest,
    /// The host and port were not granted: start the test with `--target` or `--allow-net`.
    NotGranted,
    /// The name could not be resolved.
    Dns,
    /// Nobody listens there.
    ConnectionRefused,
    /// The other side broke the connection.
    ConnectionReset,
    /// The connection could not be made, for another reason.
    ConnectionFailed,
    /// The TLS handshake failed, or the certificate is not trusted.
    Tls,
    /// It took longer than it may.
    Timeout,
    /// The server answered the handshake, and did not agree to it.
    Rejected,
    /// The other side does not keep to the protocol: of HTTP, WebSocket, or UTF-8 in text.
    Protocol,
    /// A message is larger than it may be.
    TooLarge,
    /// The socket is closed.
    Closed,
    /// Anything else.
    Other,
}

/// How a socket ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closure {
    /// The code of the close frame (RFC 6455, section 7.4). 1005 when there was a frame without a code, 1006 when there was none:
    /// the connection broke.
    pub code: u16,
    /// The reason of the close frame; empty without one.
    pub reason: String,
}

/// Why a socket does not do what it was asked for.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// # use wasmload_sdk::websocket::ErrorKind;
/// let error = websocket::connect("/private").unwrap_err();
/// check!("asks for a token", error.kind() == ErrorKind::Rejected && error.code() == 1401);
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    code: u32,
    message: String,
    closure: Option<Closure>,
}

impl Error {
    pub(super) fn new(error: host::Error) -> Self {
        let host::Error { kind: found, code, message, closure } = error;
        Self { kind: kind(found), code, message, closure: closure.map(Closure::new) }
    }

    /// What to branch on.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// A number in the ranges that k6 uses: 1000 general, 1050 timeout, 11xx DNS, 12xx TCP, 13xx TLS, and 18xx WebSocket; or 1000
    /// and the status of the answer, such as 1403, when the handshake was rejected.
    #[must_use]
    pub fn code(&self) -> u32 {
        self.code
    }

    /// How the socket ended, if it did.
    #[must_use]
    pub fn closure(&self) -> Option<&Closure> {
        self.closure.as_ref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl Closure {
    pub(super) fn new(host::Closure { code, reason }: host::Closure) -> Self {
        Self { code, reason }
    }
}

fn kind(kind: host::ErrorKind) -> ErrorKind {
    match kind {
        host::ErrorKind::InvalidRequest => ErrorKind::InvalidRequest,
        host::ErrorKind::NotGranted => ErrorKind::NotGranted,
        host::ErrorKind::Dns => ErrorKind::Dns,
        host::ErrorKind::ConnectionRefused => ErrorKind::ConnectionRefused,
        host::ErrorKind::ConnectionReset => ErrorKind::ConnectionReset,
        host::ErrorKind::ConnectionFailed => ErrorKind::ConnectionFailed,
        host::ErrorKind::Tls => ErrorKind::Tls,
        host::ErrorKind::Timeout => ErrorKind::Timeout,
        host::ErrorKind::Rejected => ErrorKind::Rejected,
        host::ErrorKind::Protocol => ErrorKind::Protocol,
        host::ErrorKind::TooLarge => ErrorKind::TooLarge,
        host::ErrorKind::Closed => ErrorKind::Closed,
        host::ErrorKind::Other => ErrorKind::Other,
    }
}
