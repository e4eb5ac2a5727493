//! What travels: the bytes of a request, the shapes of an answer, and that both are counted to the byte.

use tokio::time::{Duration, sleep};

use super::fixture::{Fixture, OK, again, header, request, text};
use super::server::Server;
use crate::bindings::wasmload::http::client::{Body, HostContent, HostParams};

const MS: Duration = Duration::from_millis(1);

#[tokio::test]
async fn a_request_is_what_was_asked_for_and_nothing_more() {
    let server = Server::answering(OK).await;
    let mut vu = Fixture::new();
    assert_eq!(vu.get_text(&server.url("/a?b=c#d")).await, (200, "ok".to_owned()));
    let host = server.address;
    let agent = concat!("user-agent: wasmload/", env!("CARGO_PKG_VERSION"));
    assert_eq!(server.requests(), [format!("GET /a?b=c HTTP/1.1\r\nhost: {host}\r\n{agent}\r\n\r\n")]);
}

#[tokio::test]
async fn headers_of_the_request_replace_those_of_params_and_the_defaults() {
    let server = Server::answering(OK).await;
    let mut vu = Fixture::new();
    let params = vu.params(|view, params| {
        for (name, value) in [("X-A", "of params"), ("x-b", "1"), ("x-b", "2")] {
            view.add_header(params(), name.to_owned(), value.to_owned()).unwrap();
        }
    });
    let mut asked = params.with(request("PURGE", &server.url("/")));
    asked.headers = vec![header("x-a", "ä"), header("Host", "other.test"), header("user-agent", "me")];
    vu.send(asked).await.unwrap();
    assert_eq!(
        server.requests(),
        ["PURGE / HTTP/1.1\r\nx-b: 1\r\nx-b: 2\r\nx-a: ä\r\nhost: other.test\r\nuser-agent: me\r\n\r\n"]
    );
}

#[tokio::test]
async fn bodies_are_sent_whole_with_their_length() {
    let server = Server::answering(OK).await;
    let mut vu = Fixture::new();
    let large = "x".repeat(3 << 20);
    for (method, body) in [
        ("POST", text("grüß")),
        ("PUT", Some(Body::Bytes(b"\x01\x02".to_vec()))),
        ("POST", text(&large)),
        ("PATCH", None),
        ("POST", text("")),
        ("DELETE", None),
    ] {
        let mut asked = request(method, &server.url("/"));
        asked.body = body;
        assert_eq!(vu.send(asked).await.unwrap().status, 200);
    }
    let requests = server.requests();
    assert!(requests[0].contains("content-length: 6\r\n") && requests[0].ends_with("\r\n\r\ngrüß"), "{}", requests[0]);
    assert!(requests[1].ends_with("\r\n\r\n\u{1}\u{2}"));
    assert!(requests[2].ends_with(&large));
    assert!(requests[3].contains("content-length: 0\r\n") && requests[4].contains("content-length: 0\r\n"));
    assert!(!requests[5].contains("content-length"));
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn every_byte_is_counted() {
    let server = Server::start(|mut conn| async move {
        while let Some(request) = conn.request().await {
            if request.starts_with("GET /chunks") {
                conn.say("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n").await;
                sleep(MS).await;
                conn.say("6\r\n world\r\n0\r\n\r\n").await;
            } else {
                conn.say(OK).await;
            }
        }
    })
    .await;
    let mut vu = Fixture::new();
    assert_eq!(vu.get_text(&server.url("/chunks")).await.1, "hello world");
    assert_eq!(vu.get_text(&server.url("/")).await.1, "ok");
    let mut post = request("POST", &server.url("/"));
    post.body = text(&"x".repeat(1 << 20));
    vu.send(post).await.unwrap();
    let counted = vu.data();
    drop(vu);
    let (sent, received) = server.end().await;
    assert_eq!(counted, (received, sent));
}

#[tokio::test]
async fn an_answer_may_have_any_shape_that_http_knows() {
    let server = Server::start(|mut conn| async move {
        while let Some(request) = conn.request().await {
            let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
            match path.as_str() {
                "/early-hints" => {
                    conn.say("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n").await;
                    conn.say(OK).await;
                }
                "/head" => conn.say("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n").await,
                "/204" => conn.say("HTTP/1.1 204 No Content\r\n\r\n").await,
                "/304" => conn.say("HTTP/1.1 304 Not Modified\r\ncontent-length: 9\r\n\r\n").await,
                "/trickle" => {
                    for byte in OK.bytes() {
                        conn.say([byte]).await;
                    }
                }
                "/trailers" => {
                    let chunked =
                        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2;x=y\r\nok\r\n0\r\nt: 1\r\n\r\n";
                    conn.say(chunked).await;
                }
                "/until-close" => {
                    conn.say("HTTP/1.0 200 OK\r\n\r\nto the end").await;
                    return;
                }
                _ => conn.say(OK).await,
            }
        }
    })
    .await;
    let mut vu = Fixture::new();
    assert_eq!(vu.get_text(&server.url("/early-hints")).await, (200, "ok".to_owned()));
    let head = vu.send(request("HEAD", &server.url("/head"))).await.unwrap();
    assert_eq!((head.status, head.body_size), (200, 0));
    assert_eq!(vu.get_text(&server.url("/204")).await, (204, String::new()));
    assert_eq!(vu.get_text(&server.url("/304")).await, (304, String::new()));
    assert_eq!(vu.get_text(&server.url("/trickle")).await, (200, "ok".to_owned()));
    assert_eq!(vu.get_text(&server.url("/trailers")).await, (200, "ok".to_owned()));
    assert_eq!(server.connections(), 1, "all of these leave the connection open");
    let old = vu.get(&server.url("/until-close")).await.unwrap();
    let details = vu.details(&old);
    assert_eq!((details.protocol.as_str(), details.connection_reused), ("HTTP/1.0", true));
    assert_eq!(details.remote_address, server.address.to_string());
    assert_eq!(vu.text(old), "to the end");
    assert_eq!(vu.vu.pool.len(), 0);
    assert_eq!(vu.get_text(&server.url("/")).await.0, 200);
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn a_large_body_comes_whole() {
    const LENGTH: usize = 5_000_000;
    let server = Server::start(|mut conn| async move {
        while conn.request().await.is_some() {
            conn.say(format!("HTTP/1.1 200 OK\r\ncontent-length: {LENGTH}\r\n\r\n")).await;
            conn.say(vec![b'x'; LENGTH]).await;
        }
    })
    .await;
    let mut vu = Fixture::new();
    for _ in 0..2 {
        let response = vu.get(&server.url("/")).await.unwrap();
        assert_eq!(response.body_size, LENGTH as u64);
        let bytes = vu.view().bytes(again(&response.content)).unwrap().unwrap();
        assert!(bytes.len() == LENGTH && bytes.iter().all(|&byte| byte == b'x'));
        HostContent::drop(&mut vu.view(), response.content).unwrap();
    }
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn phases_are_where_the_server_spent_the_time() {
    let server = Server::start(|mut conn| async move {
        while conn.request().await.is_some() {
            sleep(MS * 60).await;
            conn.say("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n").await;
            for _ in 0..4 {
                sleep(MS * 20).await;
                conn.say("x").await;
            }
        }
    })
    .await;
    let mut vu = Fixture::new();
    for reused in [false, true] {
        let began = tokio::time::Instant::now();
        let response = vu.get(&server.url("/")).await.unwrap();
        let whole = began.elapsed().as_secs_f64() * 1e3;
        let timings = vu.timings(&response);
        // Half of what the server slept: a client that is scheduled late sees the first byte late.
        assert!(timings.waiting >= 30.0 && timings.receiving >= 40.0, "{timings:?}");
        assert!(response.duration_ms >= 140.0, "{timings:?}");
        let sum = timings.sending + timings.waiting + timings.receiving;
        assert!((sum - response.duration_ms).abs() < 1e-6);
        assert!(timings.blocked + sum <= whole, "{timings:?} in {whole}");
        assert!(timings.dns + timings.connecting + timings.tls_handshaking <= timings.blocked);
        assert_eq!(timings.connecting == 0.0, reused);
        assert_eq!((timings.dns, timings.tls_handshaking), (0.0, 0.0));
        assert_eq!(vu.details(&response).connection_reused, reused);
    }
}
