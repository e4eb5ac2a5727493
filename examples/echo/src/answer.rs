//! What a request is answered with. Not how long that takes.

use bytes::Bytes;
use http_body_util::Full;
use hyper::{Request, Response};
use serde_json::Value;

use crate::service_time::ServiceTimes;

/// The length of every answer's body in bytes, but for those that report.
pub(crate) const LENGTH: usize = 80;

/// What `/json` answers: for scenarios that look at a field, such as `stock.here`.
const DOCUMENT: &[u8; LENGTH] = br#"{"id":7,"name":"seven","price":12.5,"tags":["a","b"],"stock":{"here":3,"all":4}}"#;

/// Answers `/stats` with the service times so far, `/reset` with the same before it forgets them, `/json` with a document, and
/// anything else with the request's own line.
pub(crate) fn answer<B>(request: &Request<B>, times: &ServiceTimes) -> Response<Full<Bytes>> {
    let report = |report: Value| format!("{report:#}\n").into_bytes();
    let body = match request.uri().path() {
        "/stats" => report(times.report()),
        "/reset" => report(times.reset()),
        "/json" => DOCUMENT.to_vec(),
        _ => line(&format!("{} {}", request.method(), request.uri())),
    };
    Response::new(Full::new(body.into()))
}

/// The text as a line of exactly that length: cut off or filled up with dots.
fn line(text: &str) -> Vec<u8> {
    let mut line = text.as_bytes().to_vec();
    line.resize(LENGTH - 1, b'.');
    line.push(b'\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_its_length_whatever_is_asked_for() {
        assert!(line("GET /").starts_with(b"GET /...") && line("GET /").ends_with(b".\n"));
        assert!([0, 79, 80, 500].iter().all(|length| line(&"x".repeat(*length)).len() == LENGTH));
    }
}
