//! A request while it is on its way: what the guest asked for, checked, and the head that each hop is made of.
//!
//! It sends nothing, and knows nothing of samples.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HOST, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request};
use http_body_util::Full;
use tokio::time::Instant;

use super::params::Settings;
use super::redirect::{self, Redirect};
use super::target::Target;
use crate::bindings::wasmload::http::client::{Body, Header};
use crate::network::failure::{Code, Failure};

/// A request on its way through its hops.
#[derive(Debug)]
pub(super) struct Outgoing {
    pub(super) settings: Arc<Settings>,
    pub(super) method: Method,
    pub(super) target: Arc<Target>,
    headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) body: Option<Bytes>,
    /// How many redirects were followed.
    pub(super) redirects: u32,
    /// When this hop began.
    pub(super) began: Instant,
    /// When the time for all hops is over.
    pub(super) deadline: Instant,
}

impl Outgoing {
    /// Checks what the guest asked for.
    pub(super) fn new(
        method: &str,
        headers: Vec<Header>,
        body: Option<Body>,
        settings: Arc<Settings>,
        target: Arc<Target>,
        began: Instant,
    ) -> Result<Self, Failure> {
        let invalid = |fault: String| Failure::new(Code::InvalidRequest, fault);
        if let Some(fault) = &settings.fault {
            return Err(invalid(fault.clone()));
        }
        let method =
            Method::from_bytes(method.as_bytes()).map_err(|_| invalid(format!("`{method}` is not a method")))?;
        if method == Method::CONNECT {
            return Err(invalid("`CONNECT` opens a tunnel, which is not a request".to_owned()));
        }
        let body = body.map(|body| match body {
            Body::Text(text) => Bytes::from(text),
            Body::Bytes(bytes) => Bytes::from(bytes),
        });
        let mut own = Vec::with_capacity(headers.len());
        for header in headers {
            own.push(parse_header(&header.name, header.value).map_err(invalid)?);
        }
        let replaced = |name: &HeaderName| own.iter().any(|(owned, _)| owned == name);
        let mut headers: Vec<_> = settings.headers.iter().filter(|(name, _)| !replaced(name)).cloned().collect();
        headers.append(&mut own);
        let length = body.as_ref().map_or(0, Bytes::len);
        for (_, value) in headers.iter().filter(|(name, _)| name == CONTENT_LENGTH) {
            if value.to_str().ok().and_then(|value| value.parse().ok()) != Some(length) {
                let fault = format!("`content-length` is {value:?}, and the body has {length} bytes");
                return Err(invalid(fault));
            }
        }
        let deadline = began + settings.limits.total;
        Ok(Self { settings, method, target, headers, body, redirects: 0, began, deadline })
    }

    /// The head and body of this hop, in the allocation of `spare`.
    pub(super) fn build(&self, user_agent: &HeaderValue, spare: HeaderMap) -> Request<Full<Bytes>> {
        let mut request = Request::new(Full::new(self.body.clone().unwrap_or_default()));
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.target.uri.clone();
        let mut headers = spare;
        headers.clear();
        let default = |name| self.headers.iter().all(|(given, _)| given != name);
        if default(HOST) {
            headers.insert(HOST, self.target.host.clone());
        }
        if default(USER_AGENT) {
            headers.insert(USER_AGENT, user_agent.clone());
        }
        // A body's length is hyper's to tell; that there is none, where one is usual, it leaves to us (RFC 9110, 8.6).
        let usual = matches!(self.method, Method::POST | Method::PUT | Method::PATCH);
        if usual && self.body.as_ref().is_none_or(Bytes::is_empty) && default(CONTENT_LENGTH) {
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        for (name, value) in &self.headers {
            headers.append(name, value.clone());
        }
        *request.headers_mut() = headers;
        request
    }

    /// Takes the next hop.
    pub(super) fn follow(&mut self, redirect: &Redirect, target: Arc<Target>, began: Instant) {
        if redirect.drops_body {
            self.method = Method::GET;
            self.body = None;
        }
        let same_origin = self.target.origin == target.origin;
        self.headers.retain(|(name, _)| redirect::keeps_header(name, same_origin, redirect.drops_body));
        self.target = target;
        self.redirects += 1;
        self.began = began;
    }
}

/// Checks a header field. The value may hold any bytes but control characters; they are sent as UTF-8.
pub(super) fn parse_header(name: &str, value: String) -> Result<(HeaderName, HeaderValue), String> {
    let parsed = HeaderName::from_bytes(name.as_bytes()).map_err(|_| format!("`{name}` is not a name of a header"))?;
    let value = HeaderValue::from_maybe_shared(Bytes::from(value))
        .map_err(|_| format!("the value of the header `{name}` holds a control character"))?;
    Ok((parsed, value))
}
