//! The small texts of a plan that have a form: names, sizes, targets, hosts, directories, stages.
//!
//! Not durations and thresholds, which have grammars of their own.

use std::time::Duration;

use super::fault::SyntaxError;
use super::{DirGrant, duration};

/// Checks the name of a scenario or mix: letters, digits, `_` and `-`.
pub(super) fn name(text: &str) -> Result<(), SyntaxError> {
    let hint = "use letters from A to Z, digits, `_` and `-`";
    match text.chars().position(|c| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')) {
        _ if text.is_empty() => Err(SyntaxError::new(0, "a name is empty", hint)),
        Some(at) => {
            let c = text.chars().nth(at).unwrap_or_default();
            Err(SyntaxError::new(at, format!("`{text}` is not a name, for its `{c}`"), hint))
        }
        None => Ok(()),
    }
}

/// Reads a number of bytes: `65536`, `512KiB`, `64MiB`, `1GiB`, `64MB`.
pub(super) fn bytes(text: &str) -> Result<u64, SyntaxError> {
    let hint = "write a whole number with B, kB, KiB, MB, MiB, GB or GiB, for example `64MiB`";
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let scale = match text[digits..].trim_start() {
        "" | "B" => 1,
        "kB" | "KB" => 1000,
        "KiB" => 1 << 10,
        "MB" => 1_000_000,
        "MiB" => 1 << 20,
        "GB" => 1_000_000_000,
        "GiB" => 1 << 30,
        _ if digits == 0 => return Err(SyntaxError::new(0, format!("`{text}` is not a size"), hint)),
        unit => return Err(SyntaxError::new(digits, format!("`{unit}` is not a unit of size"), hint)),
    };
    let number = text[..digits].parse::<u64>().ok().and_then(|number| number.checked_mul(scale));
    number.ok_or_else(|| SyntaxError::new(0, format!("`{text}` is not a size"), hint))
}

/// Reads the base URL of the target; it comes back without a slash at its end.
pub(super) fn target(text: &str) -> Result<String, SyntaxError> {
    let hint = "write for example `http://localhost:8080`";
    let fault = |offset, message: &str| Err(SyntaxError::new(offset, message, hint));
    let Some((scheme, rest)) = text.split_once("://") else {
        return fault(0, "a target begins with `http://` or `https://`");
    };
    if !["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return fault(0, "a target begins with `http://` or `https://`");
    }
    if let Some(at) = text.chars().position(|c| c.is_whitespace() || c.is_control()) {
        return fault(at, "a target has no spaces");
    }
    if let Some(at) = text.chars().position(|c| c == '?' || c == '#') {
        return fault(at, "a target has no query and no fragment");
    }
    let begin = scheme.chars().count() + 3;
    let authority = rest.split('/').next().unwrap_or_default();
    if let Some(at) = authority.chars().position(|c| c == '@') {
        let message = "a target has no user and no password";
        return Err(SyntaxError::new(begin + at, message, "let the scenario send them in a header"));
    }
    match host_and_port(authority) {
        Ok((host, port)) if host.contains('*') || port == Some("*") => {
            fault(begin, "a target names one host and one port")
        }
        Ok(_) => Ok(text.trim_end_matches('/').to_owned()),
        Err((at, message)) => fault(begin + at, message),
    }
}

/// Checks a grant of hosts: `HOST[:PORT]`, where `HOST` may be `*` or begin with `*.`.
pub(super) fn host_pattern(text: &str) -> Result<(), SyntaxError> {
    let hint = "write `HOST` or `HOST:PORT`, for example `api.example.com:443`, `*.example.com` or `[::1]:8080`";
    let fault = |offset, message: &str| Err(SyntaxError::new(offset, message, hint));
    if let Some(at) = text.chars().position(|c| c == '/') {
        return fault(at, "a grant has no scheme and no path");
    }
    if let Some(at) = text.chars().position(|c| c.is_whitespace() || c.is_control() || c == '@') {
        return fault(at, "a grant is a host and a port only");
    }
    match host_and_port(text) {
        Ok(("*", _)) => Ok(()),
        Ok((host, _)) => match host.strip_prefix("*.").unwrap_or(host) {
            "" => fault(0, "`*` stands for whole labels: `*` or `*.example.com`"),
            rest => match rest.chars().position(|c| c == '*') {
                Some(0) if rest == host => fault(0, "`*` stands for whole labels: `*` or `*.example.com`"),
                Some(_) => fault(host.len() - rest.len(), "`*` may stand at the beginning only"),
                None => Ok(()),
            },
        },
        Err((at, message)) => fault(at, message),
    }
}

/// Splits `HOST[:PORT]`; a port may be `*`.
fn host_and_port(text: &str) -> Result<(&str, Option<&str>), (usize, &'static str)> {
    let (host, port) = if text.starts_with('[') {
        let end = text.find(']').ok_or((0, "the bracket is not closed"))?;
        match text[end + 1..].strip_prefix(':') {
            Some(port) => (&text[1..end], Some(port)),
            None if end + 1 == text.len() => (&text[1..end], None),
            None => return Err((end + 1, "expected `:` after `]`")),
        }
    } else {
        match text.split_once(':') {
            Some((_, port)) if port.contains(':') => return Err((0, "an IPv6 address goes in brackets")),
            Some((host, port)) => (host, Some(port)),
            None => (text, None),
        }
    };
    if host.is_empty() {
        return Err((0, "the host is empty"));
    }
    match port {
        Some(port) if port != "*" && (port.parse::<u16>().is_err() || port.starts_with('+')) => {
            Err((text.chars().count() - port.chars().count(), "the port is not a number from 0 to 65535"))
        }
        _ => Ok((host, port)),
    }
}

/// Reads a grant of a directory: `HOST[:GUEST][:rw]`. Without `GUEST` the component sees it under the same path; without
/// `rw` it may only read.
pub(super) fn dir_grant(text: &str) -> Result<DirGrant, SyntaxError> {
    let hint = "write `HOST`, `HOST:GUEST` or `HOST:GUEST:rw`, for example `./data:/data`";
    let (paths, writable) = match text.rsplit_once(':') {
        Some((paths, "rw")) => (paths, true),
        Some((paths, "ro")) => (paths, false),
        _ => (text, false),
    };
    let (host, guest) = paths.split_once(':').unwrap_or((paths, paths));
    if host.is_empty() || guest.is_empty() {
        return Err(SyntaxError::new(0, format!("`{text}` names no directory"), hint));
    }
    if guest != host && guest.contains(':') {
        let at = text.chars().count() - text.rsplit(':').next().unwrap_or_default().chars().count();
        return Err(SyntaxError::new(at, format!("`{text}` has more than two paths"), hint));
    }
    Ok(DirGrant { host: host.to_owned(), guest: guest.to_owned(), writable })
}

/// Reads a stage as flags have it: `DURATION:TARGET`.
pub(super) fn stage(text: &str) -> Result<(Duration, u64), SyntaxError> {
    let hint = "write `DURATION:TARGET`, for example `30s:10`";
    let Some((length, target)) = text.split_once(':') else {
        return Err(SyntaxError::new(0, format!("`{text}` is not a stage"), hint));
    };
    let begin = length.chars().count() + 1;
    let length = duration::parse(length)?;
    match target.parse() {
        Ok(target) if !text.contains('+') => Ok((length, target)),
        _ => Err(SyntaxError::new(begin, format!("`{target}` is not a whole number"), hint)),
    }
}

/// Accepts every text that is not empty.
pub(super) fn any(text: &str) -> Result<(), SyntaxError> {
    if text.is_empty() {
        return Err(SyntaxError { message: "a text is empty".to_owned(), offset: 0, hint: None });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults<T>(read: fn(&str) -> Result<T, SyntaxError>, bad: &[(&str, usize, &str)]) {
        for &(text, offset, message) in bad {
            let error = read(text).err().unwrap_or_else(|| panic!("{text} was accepted"));
            assert_eq!((error.offset, error.message.as_str()), (offset, message), "{text}");
        }
    }

    #[test]
    fn names() {
        assert_eq!(name("platform_user-2"), Ok(()));
        faults(name, &[("", 0, "a name is empty"), ("a b", 1, "`a b` is not a name, for its ` `")]);
    }

    #[test]
    fn sizes() {
        for (text, expected) in [("65536", 65536), ("64MiB", 64 << 20), ("64 MB", 64_000_000), ("1GiB", 1 << 30)] {
            assert_eq!(bytes(text), Ok(expected));
        }
        faults(
            bytes,
            &[
                ("", 0, "`` is not a size"),
                ("big", 0, "`big` is not a size"),
                ("64 mb", 2, "`mb` is not a unit of size"),
                ("99999999999GiB", 0, "`99999999999GiB` is not a size"),
            ],
        );
    }

    #[test]
    fn targets() {
        assert_eq!(target("http://localhost:8080/"), Ok("http://localhost:8080".to_owned()));
        assert_eq!(target("HTTPS://[::1]/api"), Ok("HTTPS://[::1]/api".to_owned()));
        let scheme = "a target begins with `http://` or `https://`";
        faults(
            target,
            &[
                ("localhost:8080", 0, scheme),
                ("ftp://x", 0, scheme),
                ("http://", 7, "the host is empty"),
                ("http:///x", 7, "the host is empty"),
                ("http://x:99999", 9, "the port is not a number from 0 to 65535"),
                ("http://a b", 8, "a target has no spaces"),
                ("http://x/?a", 9, "a target has no query and no fragment"),
                ("http://me:pw@x", 12, "a target has no user and no password"),
                ("http://*.x", 7, "a target names one host and one port"),
            ],
        );
    }

    #[test]
    fn host_patterns() {
        for good in ["a", "a:80", "*", "*:443", "*.example.com", "*.example.com:8080", "[::1]", "[::1]:80", "a:*"] {
            assert_eq!(host_pattern(good), Ok(()), "{good}");
        }
        faults(
            host_pattern,
            &[
                ("", 0, "the host is empty"),
                ("http://a", 5, "a grant has no scheme and no path"),
                ("a:70000", 2, "the port is not a number from 0 to 65535"),
                ("a:", 2, "the port is not a number from 0 to 65535"),
                ("::1", 0, "an IPv6 address goes in brackets"),
                ("[::1", 0, "the bracket is not closed"),
                ("[::1]80", 5, "expected `:` after `]`"),
                ("*b", 0, "`*` stands for whole labels: `*` or `*.example.com`"),
                ("*.", 0, "`*` stands for whole labels: `*` or `*.example.com`"),
                ("a*b", 0, "`*` may stand at the beginning only"),
                ("a b", 1, "a grant is a host and a port only"),
            ],
        );
    }

    #[test]
    fn directories() {
        let grant = |host: &str, guest: &str, writable| DirGrant { host: host.into(), guest: guest.into(), writable };
        assert_eq!(dir_grant("data"), Ok(grant("data", "data", false)));
        assert_eq!(dir_grant("data:rw"), Ok(grant("data", "data", true)));
        assert_eq!(dir_grant("./data:/data"), Ok(grant("./data", "/data", false)));
        assert_eq!(dir_grant("./data:/data:rw"), Ok(grant("./data", "/data", true)));
        faults(
            dir_grant,
            &[
                ("", 0, "`` names no directory"),
                (":rw", 0, "`:rw` names no directory"),
                ("a:", 0, "`a:` names no directory"),
                ("a:b:c", 4, "`a:b:c` has more than two paths"),
            ],
        );
    }

    #[test]
    fn stages() {
        assert_eq!(stage("10s:5"), Ok((Duration::from_secs(10), 5)));
        assert_eq!(stage("0:5"), Ok((Duration::ZERO, 5)));
        faults(
            stage,
            &[
                ("10s", 0, "`10s` is not a stage"),
                ("10:5", 2, "a unit is missing after `10`"),
                ("10s:x", 4, "`x` is not a whole number"),
                ("10s:", 4, "`` is not a whole number"),
            ],
        );
    }
}
