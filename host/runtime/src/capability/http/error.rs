//! How a failed request is told to a guest. What can fail is `network`'s table.

use crate::bindings::wasmload::http::client::{Error, ErrorKind};
use crate::network::failure::{Failure, Kind};

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Self { kind: failure.code.kind().into(), code: failure.code as u32, message: failure.message }
    }
}

impl From<Kind> for ErrorKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::InvalidRequest => Self::InvalidRequest,
            Kind::NotGranted => Self::NotGranted,
            Kind::Dns => Self::Dns,
            Kind::ConnectionRefused => Self::ConnectionRefused,
            Kind::ConnectionReset => Self::ConnectionReset,
            Kind::ConnectionFailed => Self::ConnectionFailed,
            Kind::Tls => Self::Tls,
            Kind::ConnectTimeout => Self::ConnectTimeout,
            Kind::FirstByteTimeout => Self::FirstByteTimeout,
            Kind::Timeout => Self::Timeout,
            Kind::Protocol => Self::Protocol,
            Kind::TooLarge => Self::TooLarge,
            Kind::Redirect => Self::Redirect,
            Kind::Other => Self::Other,
        }
    }
}
