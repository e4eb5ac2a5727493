//! The rules of redirects (RFC 9110, section 15.4, as browsers and k6 read it). It sends nothing.

use http::header::{
    AUTHORIZATION, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_LOCATION, CONTENT_TYPE, COOKIE, HOST,
    LOCATION, PROXY_AUTHORIZATION, TRANSFER_ENCODING,
};
use http::{HeaderMap, HeaderName, Method};
use url::Url;

use crate::network::address::LONGEST;
use crate::network::failure::{Code, Failure};

/// Where to go next.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Redirect {
    /// The next URL.
    pub(super) url: Url,
    /// Whether the method becomes `GET`, without a body.
    pub(super) drops_body: bool,
}

/// What a response says about going elsewhere; none when it is an answer.
///
/// A status of redirection without a `location` is an answer.
pub(super) fn next(status: u16, method: &Method, url: &Url, headers: &HeaderMap) -> Option<Result<Redirect, Failure>> {
    if !is_redirect(status, headers) {
        return None;
    }
    let location = headers.get(LOCATION)?;
    let keeps = matches!(status, 307 | 308) || matches!(*method, Method::GET | Method::HEAD);
    let invalid = |reason: String| Some(Err(Failure::new(Code::BadRedirect, reason)));
    let Ok(location) = std::str::from_utf8(location.as_bytes()) else {
        return invalid(format!("its `location` {location:?} is not text"));
    };
    let mut next = match url.join(location) {
        Ok(next) => next,
        Err(error) => return invalid(format!("its `location` `{location}`: {error}")),
    };
    if next.as_str().len() > LONGEST {
        return invalid("its `location` is longer than 16 KiB".to_owned());
    }
    if !matches!(next.scheme(), "http" | "https") {
        return invalid(format!("its `location` `{location}` is not an `http` or `https` URL"));
    }
    // Credentials in a location are the server's, not the guest's.
    let stripped = next.set_username("").and_then(|()| next.set_password(None));
    if stripped.is_err() {
        return invalid(format!("its `location` `{location}` names no host"));
    }
    Some(Ok(Redirect { url: next, drops_body: !keeps }))
}

/// Whether a response says to go elsewhere.
pub(super) fn is_redirect(status: u16, headers: &HeaderMap) -> bool {
    matches!(status, 301..=303 | 307 | 308) && headers.contains_key(LOCATION)
}

/// Whether a header field goes along to the next hop.
pub(super) fn keeps_header(name: &HeaderName, same_origin: bool, drops_body: bool) -> bool {
    let secret = [AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION, HOST];
    let of_body =
        [CONTENT_TYPE, CONTENT_LENGTH, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LOCATION, TRANSFER_ENCODING];
    (same_origin || !secret.contains(name)) && !(drops_body && of_body.contains(name))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn go(status: u16, method: Method, url: &str, location: &str) -> Option<Result<Redirect, Failure>> {
        let mut headers = HeaderMap::new();
        headers.insert(LOCATION, http::HeaderValue::from_bytes(location.as_bytes()).unwrap());
        next(status, &method, &url.parse().unwrap(), &headers)
    }

    #[test]
    fn the_method_changes_where_it_always_did() {
        for (status, method, drops) in [
            (301, Method::POST, true),
            (302, Method::PUT, true),
            (303, Method::DELETE, true),
            (301, Method::GET, false),
            (302, Method::HEAD, false),
            (307, Method::POST, false),
            (308, Method::PATCH, false),
        ] {
            let redirect = go(status, method.clone(), "http://a.test/x", "/y").unwrap().unwrap();
            assert_eq!(redirect.drops_body, drops, "{status} {method}");
            assert_eq!(redirect.url.as_str(), "http://a.test/y");
        }
        for status in [200, 300, 304, 305, 306, 309, 399, 404] {
            assert_eq!(go(status, Method::GET, "http://a.test/", "/y"), None, "{status}");
        }
        assert_eq!(next(302, &Method::GET, &"http://a.test/".parse().unwrap(), &HeaderMap::new()), None, "no location");
    }

    #[test]
    fn a_location_is_relative_to_the_url_that_gave_it() {
        let to =
            |location| go(302, Method::GET, "http://a.test:8080/x/y?q", location).unwrap().unwrap().url.to_string();
        assert_eq!(to("z"), "http://a.test:8080/x/z");
        assert_eq!(to("?r"), "http://a.test:8080/x/y?r");
        assert_eq!(to("//b.test/"), "http://b.test/");
        assert_eq!(to("https://u:p@b.test/#f"), "https://b.test/#f");
        assert_eq!(to(""), "http://a.test:8080/x/y?q");
        for bad in ["ftp://b.test/", "http://", "javascript:alert(1)", "http://x:99999/"] {
            let failure = go(302, Method::GET, "http://a.test/", bad).unwrap().unwrap_err();
            assert_eq!(failure.code, Code::BadRedirect, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn secrets_never_leave_their_origin(drops_body in any::<bool>(), name in "[a-z-]{1,20}") {
            for secret in [AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION] {
                prop_assert!(!keeps_header(&secret, false, drops_body));
                prop_assert!(keeps_header(&secret, true, drops_body));
            }
            prop_assert!(!keeps_header(&CONTENT_TYPE, true, true));
            let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
            let plain = ![AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION, HOST].contains(&name) && !name.as_str().starts_with("content-");
            if plain && name != TRANSFER_ENCODING {
                prop_assert!(keeps_header(&name, false, true));
            }
        }

        #[test]
        fn no_location_makes_it_panic_or_leave_http(location in "\\PC{0,40}", status in 300u16..310) {
            if let Some(Ok(redirect)) = go(status, Method::POST, "https://a.test/b", &location) {
                prop_assert!(matches!(redirect.url.scheme(), "http" | "https"));
                prop_assert!(redirect.url.username().is_empty() && redirect.url.password().is_none());
                prop_assert!(redirect.url.host().is_some());
            }
        }
    }
}
