//! Why there is no response, or no body. Not statuses: a 500 is a response.

use std::fmt;

use super::host;

/// What kept a request from an answer. New kinds may come: have a branch for the rest.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// match http::get("/") {
///     Ok(page) => drop(page),
///     Err(error) if error.kind() == http::ErrorKind::Timeout => log::warn("it hangs"),
///     Err(error) => log::error(error),
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The URL, the method, a header or a setting is not valid, or the body could not be made.
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
    /// Connecting took longer than it may.
    ConnectTimeout,
    /// The first byte took longer than it may.
    FirstByteTimeout,
    /// The whole took longer than it may.
    Timeout,
    /// The answer is not HTTP, or it ended early.
    Protocol,
    /// The body is larger than it may be.
    TooLarge,
    /// A redirect that cannot be followed.
    Redirect,
    /// Anything else.
    Other,
}

/// Why there is no response.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let error: http::Error = http::get("/").unwrap_err();
/// log::warn(format_args!("error {}: {error}", error.code()));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    code: u32,
    message: String,
}

impl Error {
    pub(super) fn new(error: host::Error) -> Self {
        Self { kind: kind(error.kind), code: error.code, message: error.message }
    }

    /// An error that the SDK found before it asked the host. 1000 is k6's code for what has no other.
    pub(super) fn invalid(message: String) -> Self {
        Self { kind: ErrorKind::InvalidRequest, code: 1000, message }
    }

    /// What to branch on.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// # let error = http::get("/").unwrap_err();
    /// let down = error.kind() == http::ErrorKind::ConnectionRefused;
    /// ```
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// A number in the ranges that k6 uses: 1000 general, 1050 timeout, 11xx DNS, 12xx TCP, 13xx TLS, 17xx body.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// # let error = http::get("/").unwrap_err();
    /// let dns = (1100..1200).contains(&error.code());
    /// ```
    #[must_use]
    pub fn code(&self) -> u32 {
        self.code
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

fn kind(kind: host::ErrorKind) -> ErrorKind {
    match kind {
        host::ErrorKind::InvalidRequest => ErrorKind::InvalidRequest,
        host::ErrorKind::NotGranted => ErrorKind::NotGranted,
        host::ErrorKind::Dns => ErrorKind::Dns,
        host::ErrorKind::ConnectionRefused => ErrorKind::ConnectionRefused,
        host::ErrorKind::ConnectionReset => ErrorKind::ConnectionReset,
        host::ErrorKind::ConnectionFailed => ErrorKind::ConnectionFailed,
        host::ErrorKind::Tls => ErrorKind::Tls,
        host::ErrorKind::ConnectTimeout => ErrorKind::ConnectTimeout,
        host::ErrorKind::FirstByteTimeout => ErrorKind::FirstByteTimeout,
        host::ErrorKind::Timeout => ErrorKind::Timeout,
        host::ErrorKind::Protocol => ErrorKind::Protocol,
        host::ErrorKind::TooLarge => ErrorKind::TooLarge,
        host::ErrorKind::Redirect => ErrorKind::Redirect,
        host::ErrorKind::Other => ErrorKind::Other,
    }
}

/// Why a body cannot be had, or is not what was asked for.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// # let page = http::get("/")?;
/// if let Err(http::BodyError::NotJson(reason)) = page.json::<Vec<String>>() {
///     log::warn(reason);
/// }
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyError {
    /// The request said to discard it.
    Discarded,
    /// It is not UTF-8. Carries the offset of the first byte that is wrong.
    NotUtf8(u64),
    /// It is not JSON. Carries what is wrong, and where.
    NotJson(String),
    /// It is JSON, but not of the type that was asked for. Carries what is wrong.
    Unexpected(String),
    /// There is nothing at the path. Carries the path.
    Missing(String),
}

impl BodyError {
    pub(super) fn new(error: host::BodyError) -> Self {
        match error {
            host::BodyError::Discarded => Self::Discarded,
            host::BodyError::NotUtf8(offset) => Self::NotUtf8(offset),
            host::BodyError::NotJson(reason) => Self::NotJson(reason),
        }
    }
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Discarded => f.write_str("the body was discarded, as the request said"),
            Self::NotUtf8(offset) => write!(f, "the body is not UTF-8 at byte {offset}"),
            Self::NotJson(reason) => write!(f, "the body is not JSON: {reason}"),
            Self::Unexpected(reason) => write!(f, "the JSON is not what was expected: {reason}"),
            Self::Missing(path) => write!(f, "the JSON has nothing at `{path}`"),
        }
    }
}

impl std::error::Error for BodyError {}
