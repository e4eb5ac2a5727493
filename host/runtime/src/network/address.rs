//! Where a connection goes, and what is asked for there: a URL that was parsed, checked and looked up in the grants.
//!
//! Not how it gets there: that is `dial`.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use http::{HeaderValue, Uri};
use url::{Host, Url};

use super::Network;
use super::failure::{Code, Failure};

/// The longest URL: longer than any server takes.
pub(crate) const LONGEST: usize = 16 << 10;

/// The other end of a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    /// Whether it speaks TLS.
    pub(crate) secure: bool,
    /// Its name or address, an IPv6 address without brackets.
    pub(crate) host: String,
    /// Its port.
    pub(crate) port: u16,
    /// Its address, if the URL says so.
    pub(crate) address: Option<IpAddr>,
}

/// A URL, taken apart.
#[derive(Debug)]
pub(crate) struct Address {
    /// The URL without its fragment.
    pub(crate) url: Url,
    pub(crate) origin: Arc<Origin>,
    /// What stands in the request line: path and query.
    pub(crate) uri: Uri,
    /// The header `host`.
    pub(crate) host: HeaderValue,
    /// Whether the origin was granted.
    pub(crate) granted: bool,
}

/// Which schemes a URL may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Schemes {
    /// `http` and `https`.
    Http,
    /// `ws` and `wss`; `http` and `https` stand for them, so that a target serves both.
    WebSocket,
}

impl Schemes {
    /// Whether that scheme means TLS; none if it is none of these.
    fn secure(self, scheme: &str) -> Option<bool> {
        match (self, scheme) {
            (_, "http") | (Self::WebSocket, "ws") => Some(false),
            (_, "https") | (Self::WebSocket, "wss") => Some(true),
            _ => None,
        }
    }

    fn hint(self) -> &'static str {
        match self {
            Self::Http => "write `http://` or `https://`",
            Self::WebSocket => "write `ws://` or `wss://`",
        }
    }
}

impl Address {
    /// Takes a URL as a guest wrote it apart: an absolute one, or one that is relative to the run's target.
    pub(crate) fn parse(text: &str, network: &Network, schemes: Schemes) -> Result<Self, Failure> {
        if text.len() > LONGEST {
            return Err(Failure::new(Code::InvalidUrl, "longer than 16 KiB"));
        }
        let mut url = parse(text, network.base())?;
        let invalid = |reason: String| Failure::new(Code::InvalidUrl, reason);
        let Some(secure) = schemes.secure(url.scheme()) else {
            return Err(invalid(format!("the scheme of `{url}` is `{}`; {}", url.scheme(), schemes.hint())));
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(invalid("it holds credentials; send them in the header `authorization`".to_owned()));
        }
        url.set_fragment(None);
        let (host, address) = match url.host() {
            Some(Host::Domain(name)) => (name.to_owned(), None),
            Some(Host::Ipv4(address)) => (address.to_string(), Some(address.into())),
            Some(Host::Ipv6(address)) => (address.to_string(), Some(address.into())),
            None => return Err(invalid(format!("`{url}` names no host"))),
        };
        let port = url.port_or_known_default().unwrap_or(if secure { 443 } else { 80 });
        let path = &url[url::Position::BeforePath..];
        let uri = path.parse().map_err(|error| invalid(format!("`{path}`: {error}")))?;
        let authority = &url[url::Position::BeforeHost..url::Position::AfterPort];
        let host_header =
            HeaderValue::from_str(authority).map_err(|error| invalid(format!("`{authority}`: {error}")))?;
        let granted = network.allows(&host, port);
        let origin = Arc::new(Origin { secure, host, port, address });
        Ok(Self { url, origin, uri, host: host_header, granted })
    }
}

/// Reads a URL; one without a scheme is appended to the base.
fn parse(url: &str, base: Option<&str>) -> Result<Url, Failure> {
    let text = url.trim();
    match (Url::parse(text), base) {
        (Ok(url), _) => Ok(url),
        // Nobody means a path there; `no such://thing` is a scheme that is none.
        (Err(url::ParseError::RelativeUrlWithoutBase), Some(_)) if has_a_scheme(text) => {
            Err(Failure::new(Code::InvalidUrl, format_args!("`{text}`: what stands before `://` is not a scheme")))
        }
        (Err(url::ParseError::RelativeUrlWithoutBase), Some(base)) => {
            let slash = if text.is_empty() || text.starts_with(['/', '?']) { "" } else { "/" };
            let whole = format!("{base}{slash}{text}");
            Url::parse(&whole).map_err(|error| Failure::new(Code::InvalidUrl, format_args!("`{whole}`: {error}")))
        }
        (Err(url::ParseError::RelativeUrlWithoutBase), None) => Err(Failure::new(
            Code::InvalidUrl,
            format_args!("`{text}` is relative, and there is no target; give one with `--target http://HOST:PORT`"),
        )),
        (Err(error), _) => Err(Failure::new(Code::InvalidUrl, format_args!("`{text}`: {error}"))),
    }
}

/// Whether `://` comes before any path, query or fragment.
fn has_a_scheme(text: &str) -> bool {
    text.find(['/', '?', '#']).is_some_and(|at| at > 0 && text[..at].ends_with(':') && text[at..].starts_with("//"))
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grants::NetGrants;
    use crate::network::NetworkSettings;

    fn network(target: Option<&str>) -> Network {
        let grants = NetGrants::parse(["granted.test", "[::1]:99"]).unwrap();
        let target = target.map(|target| target.parse().unwrap());
        Network::new(NetworkSettings { target, ..NetworkSettings::new(grants) }).unwrap()
    }

    fn get(url: &str, base: Option<&str>) -> Result<Address, Failure> {
        Address::parse(url, &network(base), Schemes::Http)
    }

    #[test]
    fn addresses_and_ports_are_as_written() {
        let six = get("https://[::1]:99/", None).unwrap();
        assert_eq!((six.host.to_str().unwrap(), six.origin.to_string()), ("[::1]:99", "[::1]:99".to_owned()));
        assert!(six.granted && six.origin.secure && six.origin.address.is_some());
        assert!(!get("https://[::1]/", None).unwrap().granted, "another port");
        assert_eq!(get("https://x.test", None).unwrap().origin.port, 443);
        assert_eq!(get("https://x.test:443/", None).unwrap().host, "x.test");
    }

    #[test]
    fn a_relative_url_is_appended_to_the_target() {
        let url = |text, base| get(text, Some(base)).unwrap().url.to_string();
        assert_eq!(url("/a?b", "http://h.test/api/"), "http://h.test/api/a?b");
        assert_eq!(url("a", "http://h.test/api"), "http://h.test/api/a");
        assert_eq!(url("?q", "http://h.test"), "http://h.test/?q");
        assert_eq!(url("", "http://h.test"), "http://h.test/");
        assert_eq!(url("//other.test/x", "http://h.test:1"), "http://h.test:1//other.test/x", "it stays there");
        assert_eq!(url("https://o.test/", "http://h.test"), "https://o.test/");
    }

    #[test]
    fn what_cannot_be_requested_says_why() {
        for (url, part) in [
            ("/a", "--target"),
            ("localhost:80/x", "`localhost`"),
            ("ftp://x/", "`ftp`"),
            ("http://u:p@x.test/", "authorization"),
            ("http://", "empty host"),
            ("http://x:99999/", "port"),
        ] {
            let failure = get(url, None).unwrap_err();
            assert_eq!(failure.code, Code::InvalidUrl, "{url}");
            assert!(failure.message.contains(part), "{url}: {}", failure.message);
        }
    }

    #[test]
    fn a_web_socket_may_be_written_with_either_pair_of_schemes() {
        let get = |url| Address::parse(url, &network(Some("https://h.test/api")), Schemes::WebSocket);
        for (url, secure, port) in [
            ("ws://x.test/a", false, 80),
            ("wss://x.test/a", true, 443),
            ("http://x.test/a", false, 80),
            ("https://x.test/a", true, 443),
            ("/a", true, 443),
        ] {
            let address = get(url).unwrap();
            assert_eq!((address.origin.secure, address.origin.port), (secure, port), "{url}");
        }
        assert!(get("ftp://x.test/").unwrap_err().message.contains("write `ws://` or `wss://`"));
    }
}
