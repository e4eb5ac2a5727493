//! Connections between requests: kept, found dead, and never trusted after an error.

use std::sync::atomic::Ordering::SeqCst;

use tokio::time::{Duration, sleep};

use super::fixture::{Fixture, OK, request, text};
use super::server::{Manner, Server};

/// Until the other side's close has got here: on loopback that is at once, on a loaded machine soon.
async fn settle() {
    sleep(Duration::from_millis(30)).await;
}

#[tokio::test]
async fn one_connection_serves_many_requests() {
    let server = Server::answering(OK).await;
    let mut vu = Fixture::new();
    for _ in 0..50 {
        assert_eq!(vu.get_text(&server.url("/")).await.0, 200);
    }
    assert_eq!((server.connections(), server.requests().len(), vu.vu.pool.len()), (1, 50, 1));
    assert_eq!(vu.total("http_reqs").0, 50);
}

#[tokio::test]
async fn a_server_that_closes_is_believed() {
    let server = Server::answering("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok").await;
    let mut vu = Fixture::new();
    for _ in 0..3 {
        assert_eq!(vu.get_text(&server.url("/")).await.0, 200);
        assert_eq!(vu.vu.pool.len(), 0);
    }
    assert_eq!(server.connections(), 3);
}

#[tokio::test]
async fn a_connection_that_died_while_idle_is_not_used() {
    let server = Server::start(|mut conn| async move {
        conn.request().await;
        conn.say(OK).await;
    })
    .await;
    let mut vu = Fixture::new();
    for _ in 0..3 {
        let mut post = request("POST", &server.url("/"));
        post.body = text("once");
        assert_eq!(vu.send(post).await.unwrap().status, 200);
        settle().await;
    }
    assert_eq!((server.connections(), server.requests().len()), (3, 3));
    assert_eq!(vu.shared.resent(), 0, "nothing was sent twice");
    assert_eq!((vu.total("http_reqs").0, vu.total("http_req_failed").1), (3, 0.0));
}

#[tokio::test]
async fn unasked_bytes_make_a_connection_unusable() {
    let server = Server::start(|mut conn| async move {
        while conn.request().await.is_some() {
            conn.say(OK).await;
            if conn.number == 0 {
                conn.say("HTTP/1.1 408 Request Timeout\r\n\r\n").await;
            }
        }
    })
    .await;
    let mut vu = Fixture::new();
    assert_eq!(vu.get_text(&server.url("/")).await.0, 200);
    settle().await;
    assert_eq!(vu.get_text(&server.url("/")).await.0, 200);
    assert_eq!(server.connections(), 2);
}

/// A server whose first connection answers one request, takes another and closes without a word.
async fn racing(resets: bool) -> Server {
    Server::start_as(Manner { resets, tls: None }, |mut conn| async move {
        conn.request().await;
        conn.say(OK).await;
        while conn.request().await.is_some() && conn.number > 0 {
            conn.say(OK).await;
        }
    })
    .await
}

#[tokio::test]
async fn a_request_that_changes_nothing_is_sent_again_once() {
    for resets in [false, true] {
        let server = racing(resets).await;
        let mut vu = Fixture::new();
        vu.get(&server.url("/")).await.unwrap();
        let again = vu.get(&server.url("/")).await.unwrap();
        assert_eq!(again.status, 200);
        assert!(!vu.details(&again).connection_reused);
        assert_eq!((server.connections(), server.requests().len(), vu.shared.resent()), (2, 3, 1));
        assert_eq!(vu.total("http_reqs").0, 2, "the guest made two");
        assert_eq!(vu.total("http_req_failed").1, 0.0);
        let counted = vu.data();
        drop(vu);
        let seen = server.end().await;
        assert_eq!(counted, (seen.1, seen.0), "the bytes of the lost one were sent all the same");
    }
}

#[tokio::test]
async fn a_request_that_may_have_changed_something_is_not_sent_again() {
    for (resets, codes) in [(false, [1221, 1221]), (true, [1220, 1221])] {
        let server = racing(resets).await;
        let mut vu = Fixture::new();
        vu.get(&server.url("/")).await.unwrap();
        let mut post = request("POST", &server.url("/"));
        post.body = text("charge my card");
        let error = vu.send(post).await.unwrap_err();
        assert!(codes.contains(&error.code), "{error:?}");
        assert_eq!((server.requests().len(), vu.shared.resent()), (2, 0));
        assert_eq!((vu.total("http_reqs").0, vu.total("http_req_failed").1), (2, 1.0));
    }
}

#[tokio::test]
async fn a_new_connection_that_dies_is_an_error_at_once() {
    let server = Server::start(|mut conn| async move {
        conn.request().await;
    })
    .await;
    let mut vu = Fixture::new();
    assert_eq!(vu.get(&server.url("/")).await.unwrap_err().code, 1221);
    assert_eq!((server.connections(), vu.vu.pool.len()), (1, 0));
}

#[tokio::test]
async fn idle_connections_are_no_more_than_batch_may_use() {
    let server = Server::answering(OK).await;
    let mut vu = Fixture::new();
    let requests = || (0..30).map(|_| request("GET", &server.url("/"))).collect();
    for _ in 0..3 {
        for result in crate::bindings::wasmload::http::client::Host::batch(&mut vu.view(), requests()).await.unwrap() {
            assert_eq!(result.unwrap().status, 200);
        }
    }
    assert!(vu.vu.pool.len() <= 6 && server.connections() <= 6, "{} of {}", vu.vu.pool.len(), server.connections());
    assert!(server.seen.most_open.load(SeqCst) <= 6);
}
