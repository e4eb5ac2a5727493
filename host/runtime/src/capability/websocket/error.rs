//! What can go wrong with a socket, as guests are told. What can go wrong while it is dialed is `network`'s table.

use std::fmt;

use yawc::WebSocketError;

use crate::bindings::wasmload::websocket::sockets::{Closure, Error, ErrorKind};
use crate::network::failure::{Failure, Kind};

/// Numbers of our own, beyond those that k6 uses. A handshake that was rejected has 1000 and the status of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub(super) enum Code {
    /// An option, a message or a code to close with is not valid.
    Invalid = 1021,
    /// A call took too long.
    Timeout = 1050,
    /// The other side does not keep to RFC 6455 or RFC 7692.
    Protocol = 1800,
    /// Text that is not UTF-8.
    NotUtf8 = 1801,
    /// A message that is larger than it may be.
    TooLarge = 1802,
    /// The socket is closed.
    Closed = 1803,
    /// The connection broke.
    Broken = 1804,
}

impl Error {
    /// An error of that kind, of a socket that is open or was never.
    pub(super) fn new(kind: ErrorKind, code: Code, message: impl fmt::Display) -> Self {
        Self { kind, code: code as u32, message: message.to_string(), closure: None }
    }

    /// What the guest asked for cannot be.
    pub(super) fn invalid(message: impl fmt::Display) -> Self {
        Self::new(ErrorKind::InvalidRequest, Code::Invalid, message)
    }

    /// A call took too long.
    pub(super) fn timeout(what: &str, milliseconds: u128) -> Self {
        Self::new(ErrorKind::Timeout, Code::Timeout, format_args!("{what} was not done within {milliseconds} ms"))
    }

    /// The handshake was answered with that status, and not agreed to.
    pub(super) fn rejected(status: http::StatusCode) -> Self {
        Self {
            kind: ErrorKind::Rejected,
            code: 1000 + u32::from(status.as_u16()),
            message: format!("the server answered the handshake with {status}, and not with 101"),
            closure: None,
        }
    }

    /// The socket has ended that way.
    pub(super) fn closed(closure: &Closure) -> Self {
        let Closure { code, reason } = closure;
        let message = match (code, reason.as_str()) {
            (1006, _) => "the socket is closed: the connection broke".to_owned(),
            (code, "") => format!("the socket is closed, with code {code}"),
            (code, reason) => format!("the socket is closed, with code {code}: {reason}"),
        };
        Self { closure: Some(closure.clone()), ..Self::new(ErrorKind::Closed, Code::Closed, message) }
    }

    /// What broke an open socket.
    pub(super) fn broken(error: &WebSocketError) -> Self {
        let (kind, code) = match error {
            WebSocketError::InvalidUTF8 => (ErrorKind::Protocol, Code::NotUtf8),
            WebSocketError::FrameTooLarge => (ErrorKind::TooLarge, Code::TooLarge),
            WebSocketError::IoError(error) if error.kind() == std::io::ErrorKind::InvalidData => {
                (ErrorKind::Protocol, Code::Protocol)
            }
            WebSocketError::IoError(_) | WebSocketError::ConnectionClosed => (ErrorKind::ConnectionReset, Code::Broken),
            _ => (ErrorKind::Protocol, Code::Protocol),
        };
        let text = match (error, kind) {
            (WebSocketError::FrameTooLarge, _) => "a message is larger than `message-limit`".to_owned(),
            (WebSocketError::InvalidUTF8, _) => "a text message is not UTF-8".to_owned(),
            (WebSocketError::ConnectionClosed, _) => "the connection ended without a close frame".to_owned(),
            (error, ErrorKind::ConnectionReset) => format!("the connection broke: {error}"),
            (error, _) => format!("the server does not keep to the protocol: {error}"),
        };
        Self::new(kind, code, text)
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        let kind = match failure.code.kind() {
            Kind::InvalidRequest => ErrorKind::InvalidRequest,
            Kind::NotGranted => ErrorKind::NotGranted,
            Kind::Dns => ErrorKind::Dns,
            Kind::ConnectionRefused => ErrorKind::ConnectionRefused,
            Kind::ConnectionReset => ErrorKind::ConnectionReset,
            Kind::ConnectionFailed => ErrorKind::ConnectionFailed,
            Kind::Tls => ErrorKind::Tls,
            Kind::ConnectTimeout | Kind::FirstByteTimeout | Kind::Timeout => ErrorKind::Timeout,
            Kind::Protocol => ErrorKind::Protocol,
            Kind::TooLarge => ErrorKind::TooLarge,
            Kind::Redirect | Kind::Other => ErrorKind::Other,
        };
        Self { kind, code: failure.code as u32, message: failure.message, closure: None }
    }
}

/// The value of the tag `error` of an attempt to connect that failed: what went wrong, without the particulars of one attempt.
pub(super) fn tag(error: &Error) -> &'static str {
    match error.kind {
        ErrorKind::InvalidRequest => "the request is not valid",
        ErrorKind::NotGranted => "the host was not granted",
        ErrorKind::Dns => "the name could not be resolved",
        ErrorKind::ConnectionRefused => "the connection was refused",
        ErrorKind::ConnectionReset => "the connection was reset",
        ErrorKind::ConnectionFailed => "the connection could not be made",
        ErrorKind::Tls => "the TLS handshake failed",
        ErrorKind::Timeout => "connecting took too long",
        ErrorKind::Rejected => "the handshake was rejected",
        ErrorKind::Protocol => "the answer is not one of WebSocket",
        ErrorKind::TooLarge | ErrorKind::Closed | ErrorKind::Other => "connecting failed",
    }
}
