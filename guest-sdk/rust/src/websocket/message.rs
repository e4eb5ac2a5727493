//! What is sent and received over a socket.

use std::borrow::Cow;
use std::time::Duration;

use super::host;

/// Text or bytes.
///
/// ```
/// use wasmload_sdk::websocket::Message;
///
/// let (text, bytes) = (Message::from("tea"), Message::from(vec![0xff]));
/// assert_eq!((text.text(), bytes.text()), (Some("tea"), None));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message<'a> {
    /// Text.
    Text(Cow<'a, str>),
    /// Bytes.
    Binary(Cow<'a, [u8]>),
}

impl Message<'_> {
    /// The text, if it is text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Binary(_) => None,
        }
    }

    /// The bytes, those of a text as UTF-8.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Binary(bytes) => bytes,
        }
    }

    pub(super) fn host(&self) -> host::MessageParam<'_> {
        match self {
            Self::Text(text) => host::MessageParam::Text(text),
            Self::Binary(bytes) => host::MessageParam::Binary(bytes),
        }
    }
}

impl<'a> From<&'a str> for Message<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Message<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a> From<&'a String> for Message<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a [u8]> for Message<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Binary(Cow::Borrowed(bytes))
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Message<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Self::Binary(Cow::Borrowed(bytes))
    }
}

impl From<Vec<u8>> for Message<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Binary(Cow::Owned(bytes))
    }
}

/// A message that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// What came.
    pub message: Message<'static>,
    /// When its last byte was read, since the test began: on the clock of [`execution::elapsed`](crate::execution::elapsed), and
    /// whatever the VU was doing then.
    pub at: Duration,
}

impl Arrival {
    pub(super) fn new(host::Arrival { message, at_us }: host::Arrival) -> Self {
        let message = match message {
            host::MessageResult::Text(text) => Message::Text(Cow::Owned(text)),
            host::MessageResult::Binary(bytes) => Message::Binary(Cow::Owned(bytes)),
        };
        Self { message, at: Duration::from_micros(at_us) }
    }
}
