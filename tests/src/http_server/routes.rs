//! What each path answers. Nothing about when.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::{Body as HttpBody, Frame};
use hyper::header::{HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{HeaderMap, Response};
use tokio::time::{Interval, MissedTickBehavior};

pub(super) type Body = BoxBody<Bytes, Infallible>;

/// The document of `/json`.
const DOCUMENT: &str = r#"{"items":[{"id":7,"name":"seven","tags":["a","b"]},{"id":8,"name":"eight"}],"total":2,"next":null,"stock":{"here":3}}"#;

pub(super) fn answer(head: &Parts, body: &Bytes) -> Response<Body> {
    let mut words = head.uri.path().trim_start_matches('/').split('/');
    let kind = words.next().unwrap_or_default();
    let number = words.next().and_then(|word| word.parse::<u32>().ok());
    let response = Response::builder();
    let response = match (kind, number) {
        ("", None) => response.header("content-type", "text/plain").body(full("hello\n")),
        ("json", None) => response.header("content-type", "application/json").body(full(DOCUMENT)),
        ("echo", None) => response.header("x-method", head.method.as_str()).body(full(body.clone())),
        ("headers", None) => response.body(full(lines(&head.headers))),
        ("latin1", None) => {
            let latin1 = HeaderValue::from_bytes(b"caf\xe9").expect("any byte but a control character");
            response.header("x-latin1", latin1).header("x-twice", "1").header("x-twice", "2").body(full(""))
        }
        ("status", Some(status)) => response.status(u16::try_from(status).unwrap_or(500)).body(full("")),
        ("redirect", Some(0 | 1)) => response.status(302).header("location", "/").body(full("")),
        ("redirect", Some(more)) => {
            response.status(302).header("location", format!("/redirect/{}", more - 1)).body(full(""))
        }
        ("redirect-to", None) => {
            response.status(302).header("location", head.uri.query().unwrap_or_default()).body(full(""))
        }
        ("bytes", Some(length)) => response.body(full(vec![b'x'; length as usize])),
        ("chunks", Some(count)) => response.body(Chunks::new(count).boxed()),
        _ => response.status(404).body(full("not found\n")),
    };
    response.expect("a response of valid parts")
}

/// The number of a query parameter.
pub(super) fn parameter(query: &str, name: &str) -> Option<u64> {
    query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name)?.1.parse().ok()
}

/// `name: value` for each header field.
fn lines(headers: &HeaderMap) -> String {
    let line =
        |(name, value): (&HeaderName, &HeaderValue)| format!("{name}: {}\n", String::from_utf8_lossy(value.as_bytes()));
    headers.iter().map(line).collect()
}

fn full(body: impl Into<Bytes>) -> Body {
    Full::new(body.into()).boxed()
}

/// A body in chunks, 10 ms apart.
struct Chunks {
    left: u32,
    ticks: Interval,
}

impl Chunks {
    fn new(count: u32) -> Self {
        let mut ticks = tokio::time::interval(Duration::from_millis(10));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { left: count, ticks }
    }
}

impl HttpBody for Chunks {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        if self.ticks.poll_tick(context).is_pending() {
            return Poll::Pending;
        }
        self.left -= 1;
        Poll::Ready(Some(Ok(Frame::data(Bytes::from(vec![b'x'; 1_000])))))
    }
}
