//! `batch`: order, limits, and requests that fail beside others that do not.

use std::num::NonZeroUsize;
use std::sync::atomic::Ordering::SeqCst;

use tokio::time::{Duration, sleep};

use super::fixture::{Fixture, request};
use super::server::Server;
use crate::bindings::wasmload::http::client::{Error, Host, Request, Response};
use crate::capability::http::HttpSettings;

/// Answers `/WAIT/NAME` with the name, after so many milliseconds.
async fn waiting() -> Server {
    Server::start(|mut conn| async move {
        while let Some(request) = conn.request().await {
            let path = request.split(' ').nth(1).unwrap_or_default();
            let (wait, name) = path[1..].split_once('/').unwrap();
            sleep(Duration::from_millis(wait.parse().unwrap())).await;
            conn.say(format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{name}", name.len())).await;
        }
    })
    .await
}

async fn batch(vu: &mut Fixture, requests: Vec<Request>) -> Vec<Result<Response, Error>> {
    vu.view().batch(requests).await.unwrap()
}

#[tokio::test]
async fn answers_come_in_the_order_of_the_requests() {
    let server = waiting().await;
    let mut vu = Fixture::new();
    let requests = (0..15).map(|i| request("GET", &server.url(&format!("/{}/{i}", (15 - i) * 3)))).collect();
    for (i, result) in batch(&mut vu, requests).await.into_iter().enumerate() {
        assert_eq!(vu.text(result.unwrap()), i.to_string());
    }
    assert_eq!(vu.total("http_reqs").0, 15);
    assert_eq!(server.seen.most_open.load(SeqCst), 6, "as many as one host gets");
    assert_eq!((server.connections(), vu.vu.pool.len()), (6, 6));
}

#[tokio::test]
async fn all_hosts_together_have_a_limit_too() {
    let (first, second) = (waiting().await, waiting().await);
    let mut limited = HttpSettings::default();
    (limited.batch, limited.batch_per_host) = (NonZeroUsize::new(4).unwrap(), NonZeroUsize::new(3).unwrap());
    let mut vu = Fixture::with(limited);
    let of = |server: &Server| request("GET", &server.url("/20/x"));
    // Those to the second host pass those that wait for the first.
    let requests = (0..6).map(|_| of(&first)).chain((0..6).map(|_| of(&second))).collect();
    assert!(batch(&mut vu, requests).await.iter().all(Result::is_ok));
    let most = |server: &Server| server.seen.most_open.load(SeqCst);
    assert!(most(&first) <= 3 && most(&second) <= 3);
    assert!(vu.vu.pool.len() <= 4);
}

#[tokio::test]
async fn waiting_for_a_turn_is_blocked_time() {
    let server = waiting().await;
    let limited = HttpSettings { batch_per_host: NonZeroUsize::MIN, ..HttpSettings::default() };
    let mut vu = Fixture::with(limited);
    let requests = (0..3).map(|_| request("GET", &server.url("/40/x"))).collect();
    let results = batch(&mut vu, requests).await;
    let blocked: Vec<_> = results.iter().map(|result| vu.timings(result.as_ref().unwrap()).blocked).collect();
    assert!(blocked[1] >= 40.0 && blocked[2] >= 80.0, "{blocked:?}");
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn one_that_fails_does_not_harm_the_others() {
    let server = waiting().await;
    let mut vu = Fixture::new();
    let short = vu.timeouts(None, None, Some(300));
    let requests = vec![
        request("GET", &server.url("/1/a")),
        request("GET", "http://not-granted.example/"),
        request("BAD METHOD", &server.url("/")),
        short.with(request("GET", &server.url("/5000/late"))),
        request("GET", &server.url("/100/b")),
    ];
    let codes: Vec<_> =
        batch(&mut vu, requests).await.into_iter().map(|result| result.map_or_else(|e| e.code, |_| 0)).collect();
    assert_eq!(codes, [0, 1060, 1021, 1050, 0]);
    assert!(batch(&mut vu, Vec::new()).await.is_empty());
}

#[tokio::test]
async fn redirects_are_followed_inside_a_batch() {
    let server = Server::start(|mut conn| async move {
        while let Some(request) = conn.request().await {
            let answer = if request.starts_with("GET /from") {
                "HTTP/1.1 302 x\r\nlocation: /to\r\ncontent-length: 0\r\n\r\n"
            } else {
                "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nto"
            };
            conn.say(answer).await;
        }
    })
    .await;
    let mut vu = Fixture::new();
    let requests = (0..8).map(|_| request("GET", &server.url("/from"))).collect();
    for result in batch(&mut vu, requests).await {
        assert_eq!(vu.text(result.unwrap()), "to");
    }
    assert_eq!((vu.total("http_reqs").0, server.requests().len()), (16, 16));
    assert!(server.connections() <= 6);
}
