//! What a guest says about a socket that it wants to open, checked. All of it is checked before anything is sent.

use http::header::{CONNECTION, HOST, UPGRADE};
use http::{HeaderMap, HeaderName, HeaderValue};
use tokio::time::Duration;

use crate::bindings::wasmload::websocket::sockets::{Error, Options};
use crate::samples::is_the_hosts;

/// How long opening may take when the guest does not say.
const TIMEOUT: Duration = Duration::from_secs(60);

/// How large a message may be when the guest does not say.
const MESSAGE_LIMIT: usize = 1 << 20;

/// How many bytes of header fields a handshake may have.
const MOST_HEADER_BYTES: usize = 16 << 10;

/// Options that can be kept to.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) headers: HeaderMap,
    pub(super) subprotocols: Vec<String>,
    pub(super) compression: bool,
    pub(super) timeout: Duration,
    /// In bytes.
    pub(super) message_limit: usize,
    pub(super) name: Option<String>,
    pub(super) tags: Vec<(String, String)>,
}

impl Settings {
    /// Checks options; `most` is how large a message may be at most.
    pub(super) fn new(options: Options, most: usize) -> Result<Self, Error> {
        let mut headers = HeaderMap::with_capacity(options.headers.len());
        let mut bytes = 0;
        for (name, value) in options.headers {
            bytes += name.len() + value.len();
            let (name, value) = header(&name, value)?;
            headers.append(name, value);
        }
        if bytes > MOST_HEADER_BYTES {
            return Err(Error::invalid("the header fields have more than 16 KiB"));
        }
        for (i, protocol) in options.subprotocols.iter().enumerate() {
            if !is_token(protocol) {
                return Err(Error::invalid(format_args!("the subprotocol `{protocol}` is not a token (RFC 9110)")));
            }
            if options.subprotocols[..i].contains(protocol) {
                return Err(Error::invalid(format_args!("the subprotocol `{protocol}` is there twice")));
            }
        }
        let message_limit = options.message_limit.map_or(MESSAGE_LIMIT, |limit| limit as usize).min(most);
        let tags = options.tags.into_iter().filter(|(name, _)| !is_the_hosts(name)).collect();
        Ok(Self {
            headers,
            subprotocols: options.subprotocols,
            compression: options.compression,
            timeout: options.timeout_ms.map_or(TIMEOUT, |ms| Duration::from_millis(ms.into())),
            message_limit,
            name: options.name,
            tags,
        })
    }
}

fn header(name: &str, value: String) -> Result<(HeaderName, HeaderValue), Error> {
    let parsed = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| Error::invalid(format_args!("`{name}` is not a name of a header")))?;
    if [HOST, UPGRADE, CONNECTION].contains(&parsed) || parsed.as_str().starts_with("sec-websocket-") {
        return Err(Error::invalid(format_args!("the header `{name}` belongs to the handshake")));
    }
    let value = HeaderValue::from_maybe_shared(bytes::Bytes::from(value))
        .map_err(|_| Error::invalid(format_args!("the value of the header `{name}` holds a control character")))?;
    Ok((parsed, value))
}

/// A token by RFC 9110, section 5.6.2.
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options() -> Options {
        Options {
            headers: Vec::new(),
            subprotocols: Vec::new(),
            compression: false,
            timeout_ms: None,
            message_limit: None,
            name: None,
            tags: Vec::new(),
        }
    }

    #[test]
    fn options_have_defaults_and_limits() {
        let settings = Settings::new(options(), usize::MAX).unwrap();
        assert_eq!((settings.timeout, settings.message_limit), (TIMEOUT, 1 << 20));
        let large = Options { message_limit: Some(u32::MAX), ..options() };
        assert_eq!(Settings::new(large, 5000).unwrap().message_limit, 5000);
        let tags = vec![("scenario".to_owned(), "mine".to_owned()), ("a".to_owned(), "b".to_owned())];
        assert_eq!(Settings::new(Options { tags, ..options() }, 1).unwrap().tags.len(), 1);
    }

    #[test]
    fn what_would_spoil_the_handshake_is_refused() {
        let field =
            |name: &str, value: &str| Options { headers: vec![(name.to_owned(), value.to_owned())], ..options() };
        let protocols =
            |all: &[&str]| Options { subprotocols: all.iter().map(ToString::to_string).collect(), ..options() };
        for (options, part) in [
            (field("Host", "x"), "belongs to the handshake"),
            (field("Sec-WebSocket-Key", "x"), "belongs to the handshake"),
            (field("a b", "x"), "not a name"),
            (field("x", "a\r\nb"), "control character"),
            (field("x", &"y".repeat(MOST_HEADER_BYTES)), "16 KiB"),
            (protocols(&["chat", "a,b"]), "`a,b` is not a token"),
            (protocols(&["chat", "chat"]), "twice"),
            (protocols(&[""]), "not a token"),
        ] {
            let error = Settings::new(options, 1).unwrap_err();
            assert!(error.message.contains(part), "{}", error.message);
        }
        assert!(Settings::new(field("User-Agent", "me"), 1).is_ok());
        assert!(Settings::new(protocols(&["v2.chat", "chat"]), 1).is_ok());
    }
}
