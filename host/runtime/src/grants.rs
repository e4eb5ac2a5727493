//! Which origins a component may reach. Deny by default: an empty list allows nothing.

use std::fmt;
use std::net::Ipv6Addr;

use thiserror::Error;
use url::{Host, Url};

/// The hosts that were granted.
#[derive(Clone, Debug, Default)]
pub struct NetGrants {
    rules: Vec<Rule>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    host: HostPattern,
    port: Option<u16>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum HostPattern {
    Any,
    /// Without the leading `*`, with the dot: `.example.com`.
    Suffix(String),
    Exact(String),
}

/// A grant that is not of the form `HOST[:PORT]`.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("`{grant}` is not `HOST[:PORT]`: {reason}")]
pub struct GrantError {
    /// The grant as it was given.
    pub grant: String,
    /// What is wrong with it.
    pub reason: &'static str,
}

impl NetGrants {
    /// Reads grants of the form `HOST[:PORT]`; `HOST` is a name, an address (IPv6 in brackets), `*`, or begins with `*.`.
    ///
    /// # Errors
    /// The first grant that is not of that form.
    pub fn parse<S: AsRef<str>>(grants: impl IntoIterator<Item = S>) -> Result<Self, GrantError> {
        grants
            .into_iter()
            .map(|grant| Rule::parse(grant.as_ref()))
            .collect::<Result<_, _>>()
            .map(|rules| Self { rules })
    }

    /// Adds the origin of a URL: its host and its port.
    pub fn add_origin(&mut self, url: &Url) {
        let host = match url.host() {
            // A scheme that the URL standard does not know leaves the name as it was written.
            Some(Host::Domain(name)) => canonical(name).unwrap_or_else(|| name.to_ascii_lowercase()),
            Some(Host::Ipv4(address)) => address.to_string(),
            Some(Host::Ipv6(address)) => address.to_string(),
            None => return,
        };
        self.rules.push(Rule { host: HostPattern::Exact(host), port: url.port_or_known_default() });
    }

    /// Whether a host (an IPv6 address without brackets) and port are granted.
    pub fn allows(&self, host: &str, port: u16) -> bool {
        let host = host.trim_end_matches('.');
        self.rules.iter().any(|rule| rule.port.is_none_or(|granted| granted == port) && rule.host.matches(host))
    }
}

impl Rule {
    fn parse(grant: &str) -> Result<Self, GrantError> {
        let fault = |reason| GrantError { grant: grant.to_owned(), reason };
        if grant.contains("://") || grant.contains('/') {
            return Err(fault("a grant has no scheme and no path"));
        }
        let bracketed = grant.starts_with('[');
        let (host, port) = match grant.strip_prefix('[').map(|rest| rest.split_once(']')) {
            Some(Some((address, ""))) => (address, None),
            Some(Some((address, rest))) => {
                (address, Some(rest.strip_prefix(':').ok_or_else(|| fault("expected `:` after `]`"))?))
            }
            Some(None) => return Err(fault("the bracket is not closed")),
            None => match grant.split_once(':') {
                Some((_, rest)) if rest.contains(':') => return Err(fault("an IPv6 address goes in brackets")),
                Some((host, port)) => (host, Some(port)),
                None => (grant, None),
            },
        };
        let port = match port {
            None | Some("*") => None,
            Some(port) => Some(port.parse().map_err(|_| fault("the port is not a number from 0 to 65535"))?),
        };
        if bracketed {
            let address: Ipv6Addr = host.parse().map_err(|_| fault("brackets hold an IPv6 address"))?;
            return Ok(Self { host: HostPattern::Exact(address.to_string()), port });
        }
        let not_a_host = || fault("the host is neither a name nor an address");
        let pattern = match host.strip_prefix('*') {
            Some("") => HostPattern::Any,
            Some(suffix) if suffix.starts_with('.') && suffix.len() > 1 => {
                HostPattern::Suffix(format!(".{}", canonical(&suffix[1..]).ok_or_else(not_a_host)?))
            }
            Some(_) => return Err(fault("`*` stands for whole labels: `*` or `*.example.com`")),
            None if host.is_empty() => return Err(fault("the host is empty")),
            None if host.contains('*') => return Err(fault("`*` may stand at the beginning only")),
            None => HostPattern::Exact(canonical(host).ok_or_else(not_a_host)?),
        };
        Ok(Self { host: pattern, port })
    }
}

/// A name or IPv4 address in the form that URLs have it in: in lower case, as ASCII, without the dot of the root.
fn canonical(host: &str) -> Option<String> {
    match Host::parse(host.trim_end_matches('.')).ok()? {
        Host::Domain(name) => Some(name),
        Host::Ipv4(address) => Some(address.to_string()),
        Host::Ipv6(_) => None,
    }
}

impl HostPattern {
    fn matches(&self, host: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Suffix(suffix) => {
                // Compared as bytes: a suffix may begin inside of a character.
                let (host, suffix) = (host.as_bytes(), suffix.as_bytes());
                host.len() > suffix.len() && host[host.len() - suffix.len()..].eq_ignore_ascii_case(suffix)
            }
            Self::Exact(exact) => host.eq_ignore_ascii_case(exact),
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.host {
            HostPattern::Any => f.write_str("*")?,
            HostPattern::Suffix(suffix) => write!(f, "*{suffix}")?,
            HostPattern::Exact(host) if host.contains(':') => write!(f, "[{host}]")?,
            HostPattern::Exact(host) => f.write_str(host)?,
        }
        self.port.map_or(Ok(()), |port| write!(f, ":{port}"))
    }
}

impl fmt::Display for NetGrants {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.rules.is_empty() {
            return f.write_str("nothing");
        }
        self.rules.iter().enumerate().try_for_each(|(i, rule)| write!(f, "{}{rule}", if i == 0 { "" } else { ", " }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(grant: &str, host: &str, port: u16) -> bool {
        NetGrants::parse([grant]).unwrap().allows(host, port)
    }

    #[test]
    fn nothing_is_granted_by_default() {
        assert!(!NetGrants::default().allows("localhost", 80));
    }

    #[test]
    fn a_grant_holds_for_its_host_and_port_only() {
        assert!(allows("api.test:8080", "API.test", 8080));
        assert!(allows("api.test:8080", "api.test.", 8080));
        assert!(!allows("api.test:8080", "api.test", 80));
        assert!(!allows("api.test:8080", "xapi.test", 8080));
        assert!(allows("api.test", "api.test", 1));
        assert!(allows("[::1]:80", "::1", 80));
        assert!(allows("*", "anything", 9));
        assert!(allows("*:443", "anything", 443));
        assert!(!allows("*:443", "anything", 80));
    }

    #[test]
    fn a_wildcard_stands_for_at_least_one_label() {
        assert!(allows("*.example.com", "a.b.example.com", 1));
        assert!(!allows("*.example.com", "example.com", 1));
        assert!(!allows("*.example.com", "badexample.com", 1));
        assert!(!allows("*.example.com", ".example.com", 1));
        assert!(!allows("*.a", "é", 1));
    }

    #[test]
    fn a_host_may_be_written_in_any_of_its_forms() {
        assert!(allows("api.test.", "api.test", 1));
        assert!(allows("bücher.test", "xn--bcher-kva.test", 1));
        assert!(allows("*.Bücher.test.", "a.xn--bcher-kva.test", 1));
        assert!(allows("[0:0:0:0:0:0:0:1]:80", "::1", 80));
        assert!(allows("[2001:DB8::0:1]", "2001:db8::1", 80));
        assert!(allows("127.1", "127.0.0.1", 80));
        for (origin, host) in [
            ("http://API.test./", "api.test"),
            ("http://bücher.test/", "xn--bcher-kva.test"),
            ("http://[0:0::1]/", "::1"),
            ("http://127.1/", "127.0.0.1"),
        ] {
            let mut grants = NetGrants::default();
            grants.add_origin(&origin.parse().unwrap());
            assert!(grants.allows(host, 80), "{origin}: {grants}");
            assert!(!grants.allows(host, 81), "{origin}: {grants}");
        }
    }

    #[test]
    fn what_is_not_a_host_and_port_is_refused() {
        for bad in
            ["", "http://x", "x/y", "x:70000", "a*b", "*b", "::1", "[::1", "[::1]80", "[api.test]", "a b", ".", "*.a b"]
        {
            assert!(NetGrants::parse([bad]).is_err(), "{bad}");
        }
    }
}
