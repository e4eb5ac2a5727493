//! What a request sends. Not what a response carries: [`Response`](super::Response) hands that out.

use std::borrow::Cow;

use super::host;

/// Text, which is sent as UTF-8, or bytes, which are sent as they are.
///
/// ```
/// # use wasmload_sdk::http::Body;
/// let text = Body::from("tea");
/// let bytes = Body::from(vec![0xff, 0xd8]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body<'a> {
    /// Text.
    Text(Cow<'a, str>),
    /// Bytes.
    Bytes(Cow<'a, [u8]>),
}

impl Body<'_> {
    pub(super) fn host(&self) -> host::Body<'_> {
        match self {
            Self::Text(text) => host::Body::Text(text),
            Self::Bytes(bytes) => host::Body::Bytes(bytes),
        }
    }
}

impl<'a> From<&'a str> for Body<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Body<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a> From<&'a String> for Body<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a [u8]> for Body<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Bytes(Cow::Borrowed(bytes))
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Body<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Self::Bytes(Cow::Borrowed(bytes))
    }
}

impl From<Vec<u8>> for Body<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(Cow::Owned(bytes))
    }
}
