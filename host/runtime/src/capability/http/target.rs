//! Where a request goes: a URL that was parsed, checked and looked up in the grants once, and is remembered by its text.
//!
//! Not how it gets there: that is `connect`.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use http::{HeaderValue, Uri};
use rustc_hash::FxHashMap;
use url::{Host, Url};

use super::error::{Code, Failure};
use super::names::{Names, Symbol};
use super::shared::HttpShared;

/// How many URLs a VU remembers; one that makes up URLs without end starts over.
const MOST: usize = 256;

/// How many bytes of text they may have.
const MOST_BYTES: usize = 512 << 10;

/// The longest URL: longer than any server takes.
pub(super) const LONGEST: usize = 16 << 10;

/// The other end of a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    /// Whether it speaks TLS.
    pub(super) secure: bool,
    /// Its name or address, an IPv6 address without brackets.
    pub(super) host: String,
    /// Its port.
    pub(super) port: u16,
    /// Its address, if the URL says so.
    pub(super) address: Option<IpAddr>,
}

/// A URL, ready to be requested.
#[derive(Debug)]
pub(super) struct Target {
    /// Its number among the VU's names.
    pub(super) symbol: Symbol,
    /// The URL without its fragment.
    pub(super) url: Url,
    pub(super) origin: Arc<Origin>,
    /// What stands in the request line: path and query.
    pub(super) uri: Uri,
    /// The header `host`.
    pub(super) host: HeaderValue,
    /// Whether the origin was granted.
    pub(super) granted: bool,
}

/// The URLs that a VU requested lately.
#[derive(Debug, Default)]
pub(super) struct Targets {
    known: FxHashMap<String, Arc<Target>>,
    bytes: usize,
}

impl Targets {
    /// The target of a URL as a guest wrote it: absolute, or relative to the run's target.
    pub(super) fn get(&mut self, url: &str, shared: &HttpShared, names: &mut Names) -> Result<Arc<Target>, Failure> {
        // The fragment is nothing to the server.
        let url = url.split_once('#').map_or(url, |(url, _)| url);
        if let Some(known) = self.known.get(url) {
            return Ok(Arc::clone(known));
        }
        if url.len() > LONGEST {
            return Err(Failure::new(Code::InvalidUrl, "longer than 16 KiB"));
        }
        let target = Arc::new(Target::new(parse(url, shared.base.as_deref())?, shared, names)?);
        self.bytes += url.len();
        if self.known.len() >= MOST || self.bytes > MOST_BYTES {
            self.known.clear();
            self.bytes = url.len();
        }
        self.known.insert(url.to_owned(), Arc::clone(&target));
        Ok(target)
    }
}

impl Target {
    /// Checks a URL and splits it up.
    pub(super) fn new(mut url: Url, shared: &HttpShared, names: &mut Names) -> Result<Self, Failure> {
        let invalid = |reason: String| Failure::new(Code::InvalidUrl, reason);
        let secure = match url.scheme() {
            "http" => false,
            "https" => true,
            other => {
                return Err(invalid(format!("the scheme of `{url}` is `{other}`; write `http://` or `https://`")));
            }
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
        let granted = shared.settings.grants.allows(&host, port);
        let origin = Arc::new(Origin { secure, host, port, address });
        Ok(Self { symbol: names.fresh(), url, origin, uri, host: host_header, granted })
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
    use crate::capability::http::HttpSettings;
    use crate::grants::NetGrants;

    fn shared(target: Option<&str>) -> HttpShared {
        let mut settings = HttpSettings::new(NetGrants::parse(["granted.test", "[::1]:99"]).unwrap());
        settings.target = target.map(|target| target.parse().unwrap());
        HttpShared::new(settings).unwrap()
    }

    fn get(url: &str, base: Option<&str>) -> Result<Arc<Target>, Failure> {
        Targets::default().get(url, &shared(base), &mut Names::default())
    }

    #[test]
    fn a_url_is_split_up_once() {
        let (shared, mut targets, mut names) = (shared(None), Targets::default(), Names::default());
        let first = targets.get("http://Granted.test/a b?c#d", &shared, &mut names).unwrap();
        assert!(Arc::ptr_eq(&first, &targets.get("http://Granted.test/a b?c#d", &shared, &mut names).unwrap()));
        assert_eq!(first.url.as_str(), "http://granted.test/a%20b?c");
        assert_eq!(first.uri, "/a%20b?c");
        assert_eq!(first.host, "granted.test");
        assert_eq!(first.origin.to_string(), "granted.test:80");
        assert!(first.granted);
        for i in 0..MOST * 2 {
            targets.get(&format!("http://granted.test/{i}"), &shared, &mut names).unwrap();
        }
        assert!(targets.known.len() <= MOST);
    }

    #[test]
    fn long_urls_are_refused_and_fragments_and_much_text_are_not_kept() {
        let (shared, mut targets, mut names) = (shared(None), Targets::default(), Names::default());
        let path = "x".repeat(LONGEST - 100);
        for i in 0..MOST / 2 {
            targets.get(&format!("http://granted.test/{i}{path}"), &shared, &mut names).unwrap();
        }
        assert!(targets.known.keys().map(String::len).sum::<usize>() <= MOST_BYTES);
        let first = targets.get("http://granted.test/#a", &shared, &mut names).unwrap();
        let other = targets.get(&format!("http://granted.test/#{path}{path}"), &shared, &mut names).unwrap();
        assert!(Arc::ptr_eq(&first, &other));
        let failure = targets.get(&format!("http://granted.test/{path}{path}"), &shared, &mut names).unwrap_err();
        assert_eq!(failure.code, Code::InvalidUrl);
        assert!(failure.message.contains("longer than 16 KiB"));
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
}
