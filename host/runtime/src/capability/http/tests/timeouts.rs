//! Limits on time, each phase with its error, and what a request that ran into one counts as.

use tokio::net::TcpListener;
use tokio::time::{Duration, Instant, sleep};

use super::fixture::{Fixture, OK, request, text};
use super::server::Server;
use crate::bindings::wasmload::http::client::ErrorKind;

const MS: Duration = Duration::from_millis(1);

async fn silent() -> Server {
    Server::start(|mut conn| async move {
        conn.request().await;
        conn.until_closed().await;
    })
    .await
}

#[tokio::test]
async fn a_server_that_never_answers_runs_into_the_whole_limit() {
    let server = silent().await;
    let mut vu = Fixture::new();
    let params = vu.timeouts(None, None, Some(200));
    let began = Instant::now();
    let error = vu.send(params.with(request("GET", &server.url("/")))).await.unwrap_err();
    assert!(began.elapsed() >= MS * 200);
    assert_eq!((error.kind, error.code), (ErrorKind::Timeout, 1050));
    let words = "the request took too long: it was waiting when the 200 ms of `total-ms` were over";
    assert!(error.message.ends_with(words), "{}", error.message);
    assert_eq!(vu.vu.pool.len(), 0, "an answer may still come: the connection is closed");
    let (count, sum) = vu.total("http_req_duration");
    assert!(count == 1 && sum >= 100.0, "the time that was waited counts: {sum}");
    assert!(vu.total("http_req_waiting").1 >= 100.0);
}

#[tokio::test]
async fn the_first_byte_has_a_limit_of_its_own() {
    let server = Server::start(|mut conn| async move {
        while let Some(request) = conn.request().await {
            if request.starts_with("GET /slow") {
                sleep(MS * 10_000).await;
            }
            conn.say("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\no").await;
            sleep(MS * 700).await;
            conn.say("k").await;
        }
    })
    .await;
    let mut vu = Fixture::new();
    let params = vu.timeouts(None, Some(500), None);
    assert_eq!(
        vu.send(params.with(request("GET", &server.url("/")))).await.unwrap().status,
        200,
        "the rest may be late"
    );
    let error = vu.send(params.with(request("GET", &server.url("/slow")))).await.unwrap_err();
    assert_eq!((error.kind, error.code), (ErrorKind::FirstByteTimeout, 1051));
    assert!(error.message.contains("500 ms of `first-byte-ms`"), "{}", error.message);
}

#[tokio::test]
async fn a_body_that_stalls_runs_into_the_whole_limit() {
    let server = Server::start(|mut conn| async move {
        conn.request().await;
        conn.say("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\no").await;
        conn.until_closed().await;
    })
    .await;
    let mut vu = Fixture::new();
    let params = vu.timeouts(None, Some(10_000), Some(300));
    let error = vu.send(params.with(request("GET", &server.url("/")))).await.unwrap_err();
    assert_eq!(error.code, 1050);
    assert!(error.message.contains("it was receiving"), "{}", error.message);
    assert!(vu.total("http_req_receiving").1 > 0.0);
}

#[tokio::test]
async fn a_server_that_does_not_read_runs_into_the_whole_limit_while_sending() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut vu = Fixture::new();
    let params = vu.timeouts(None, Some(50), Some(400));
    let mut post = params.with(request("POST", &format!("http://{}/", listener.local_addr().unwrap())));
    post.body = text(&"x".repeat(20 << 20));
    let error = vu.send(post).await.unwrap_err();
    assert_eq!(error.code, 1050, "the limit on the first byte counts from the end of sending: {}", error.message);
    assert!(error.message.contains("it was sending"), "{}", error.message);
    assert!(vu.total("http_req_sending").1 > 0.0);
    assert_eq!(vu.total("http_req_waiting").1, 0.0);
}

#[tokio::test]
async fn connecting_has_a_limit_that_names_its_step() {
    // A listener whose backlog is full does not answer a new connection; a handshake that never comes is surer.
    let server = Server::start(|mut conn| async move { conn.until_closed().await }).await;
    let mut vu = Fixture::new();
    let params = vu.timeouts(Some(300), None, None);
    let url = server.url("/").replace("http:", "https:");
    let error = vu.send(params.with(request("GET", &url))).await.unwrap_err();
    assert_eq!((error.kind, error.code), (ErrorKind::ConnectTimeout, 1211));
    assert!(
        error.message.contains("the TLS handshake was not done within the 300 ms of `connect-ms`"),
        "{}",
        error.message
    );
    assert!(vu.total("http_req_tls_handshaking").1 > 0.0);

    let params = vu.timeouts(None, None, Some(40));
    let error = vu.send(params.with(request("GET", &url))).await.unwrap_err();
    assert_eq!((error.kind, error.code), (ErrorKind::Timeout, 1050));
    assert!(error.message.contains("of `total-ms`"), "{}", error.message);
}

#[tokio::test]
async fn the_whole_limit_spans_redirects() {
    let server = Server::start(|mut conn| async move {
        while conn.request().await.is_some() {
            sleep(MS * 40).await;
            conn.say("HTTP/1.1 302 Found\r\nlocation: /next\r\ncontent-length: 0\r\n\r\n").await;
        }
    })
    .await;
    let mut vu = Fixture::new();
    let params = vu.timeouts(None, None, Some(100));
    let error = vu.send(params.with(request("GET", &server.url("/")))).await.unwrap_err();
    assert_eq!(error.code, 1050);
    assert!(server.requests().len() <= 3);
}

#[tokio::test]
async fn limits_differ_from_request_to_request_on_one_connection() {
    let server = Server::start(|mut conn| async move {
        while let Some(request) = conn.request().await {
            let wait: u64 = request[5..].split(' ').next().unwrap().parse().unwrap();
            sleep(MS * wait as u32).await;
            conn.say(OK).await;
        }
    })
    .await;
    let mut vu = Fixture::new();
    let (long, short) = (vu.timeouts(None, None, Some(10_000)), vu.timeouts(None, None, Some(500)));
    vu.send(long.with(request("GET", &server.url("/1")))).await.unwrap();
    vu.send(short.with(request("GET", &server.url("/1")))).await.unwrap();
    // Beyond the time at which the short limit would have fired.
    vu.send(long.with(request("GET", &server.url("/700")))).await.unwrap();
    assert_eq!(server.connections(), 1);
    assert_eq!(vu.send(short.with(request("GET", &server.url("/5000")))).await.unwrap_err().code, 1050);
}
