//! Redirects on the wire: which requests follow, what they carry, and that each hop is counted and granted by itself.

use super::fixture::{Fixture, OK, header, network, request, text};
use super::server::Server;
use crate::bindings::wasmload::http::client::{ErrorKind, HostParams};
use crate::grants::NetGrants;

/// Redirects `/STATUS/REST` to `/REST`, and answers everything else.
async fn redirecting() -> Server {
    Server::start(|mut conn| async move {
        while let Some(request) = conn.request().await {
            let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
            match path[1..].split_once('/') {
                Some((status, rest)) => {
                    let location = format!("location: /{rest}\r\ncontent-length: 5\r\n\r\nmoved");
                    conn.say(format!("HTTP/1.1 {status} Moved\r\n{location}")).await;
                }
                None => conn.say(OK).await,
            }
        }
    })
    .await
}

#[tokio::test]
async fn each_hop_is_a_request_of_its_own() {
    let server = redirecting().await;
    let mut vu = Fixture::new();
    let response = vu.get(&server.url("/301/302/end")).await.unwrap();
    let details = vu.details(&response);
    assert_eq!((response.status, details.redirects, details.url), (200, 2, server.url("/end")));
    assert!(details.connection_reused);
    assert_eq!((server.connections(), vu.total("http_reqs").0, vu.total("http_req_duration").0), (1, 3, 3));
    let statuses: Vec<_> = vu.series("http_reqs").into_iter().map(|mut series| series.tags.remove("status")).collect();
    assert_eq!(statuses.len(), 3, "{statuses:?}");
    let counted = vu.data();
    drop(vu);
    let seen = server.end().await;
    assert_eq!(counted, (seen.1, seen.0));
}

#[tokio::test]
async fn the_method_and_the_body_go_along_where_they_should() {
    let server = redirecting().await;
    let mut vu = Fixture::new();
    for path in ["/302/x", "/307/y"] {
        let mut post = request("POST", &server.url(path));
        (post.body, post.headers) = (text("abc"), vec![header("content-type", "a/b"), header("x-a", "1")]);
        assert_eq!(vu.send(post).await.unwrap().status, 200);
    }
    let requests = server.requests();
    assert!(requests[1].starts_with("GET /x ") && requests[1].contains("x-a: 1"), "{}", requests[1]);
    assert!(!requests[1].contains("content-") && !requests[1].contains("abc"), "{}", requests[1]);
    assert!(requests[3].starts_with("POST /y ") && requests[3].contains("a/b") && requests[3].ends_with("abc"));
}

#[tokio::test]
async fn a_loop_ends_with_its_last_response() {
    let server = Server::answering("HTTP/1.1 302 Found\r\nlocation: /again\r\ncontent-length: 4\r\n\r\nloop").await;
    let mut vu = Fixture::new();
    assert_eq!(vu.get_text(&server.url("/")).await, (302, "loop".to_owned()));
    assert_eq!(server.requests().len(), 11, "ten redirects");
    let params = vu.params(|view, params| view.set_redirects(params(), 0).unwrap());
    let response = vu.send(params.with(request("GET", &server.url("/")))).await.unwrap();
    assert_eq!((response.status, response.expected), (302, true));
    assert_eq!(vu.text(response), "loop");
    assert_eq!(server.requests().len(), 12);
}

#[tokio::test]
async fn secrets_stay_at_their_origin_and_each_origin_needs_its_grant() {
    let other = Server::answering(OK).await;
    let to = format!("HTTP/1.1 307 x\r\nlocation: {}\r\ncontent-length: 0\r\n\r\n", other.url("/there"));
    let to: &'static str = to.leak();
    let server = Server::answering(to).await;
    let secrets = || {
        let mut get = request("GET", &server.url("/"));
        get.headers = vec![header("authorization", "Bearer x"), header("cookie", "a=b"), header("x-a", "1")];
        get
    };
    let mut vu = Fixture::new();
    vu.send(secrets()).await.unwrap();
    assert!(server.requests()[0].contains("authorization: Bearer x\r\ncookie: a=b\r\n"));
    let there = &other.requests()[0];
    assert!(there.contains("x-a: 1") && there.contains(&format!("host: {}", other.address)), "{there}");
    assert!(!there.contains("authorization") && !there.contains("cookie"), "{there}");

    let mut narrow = network();
    narrow.grants = NetGrants::parse([server.address.to_string()]).unwrap();
    let mut vu = Fixture::over(narrow);
    let error = vu.send(secrets()).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotGranted);
    assert!(error.message.contains(&other.address.to_string()), "{}", error.message);
    assert_eq!((other.requests().len(), vu.total("http_reqs").0, vu.total("refused_calls").0), (1, 1, 1));
}

#[tokio::test]
async fn a_location_that_leads_nowhere_is_an_error() {
    for (location, code) in [("http://", 1040), ("mailto:a@b.test", 1040)] {
        let answer = format!("HTTP/1.1 302 x\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n");
        let server = Server::answering(answer.leak()).await;
        let mut vu = Fixture::new();
        let error = vu.get(&server.url("/")).await.unwrap_err();
        assert_eq!((error.kind, error.code), (ErrorKind::Redirect, code), "{}", error.message);
        assert_eq!(vu.total("http_req_failed"), (1, 0.0), "the hop itself was answered");
    }
    let server = Server::answering("HTTP/1.1 301 x\r\ncontent-length: 0\r\n\r\n").await;
    assert_eq!(Fixture::new().get_text(&server.url("/")).await.0, 301, "without a location it is an answer");
}
