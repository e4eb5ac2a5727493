//! Every kind of error that is not about time or TLS: what provokes it, and how it is told and counted.

use std::sync::{Arc, Mutex};

use tokio::net::TcpListener;

use super::fixture::{Fixture, OK, header, network, request, text};
use super::server::{Manner, Server};
use crate::bindings::wasmload::http::client::{BodyMode, ErrorKind, HostContent, HostParams};
use crate::capability::http::HttpSettings;

async fn error_of(answer: &'static str, resets: bool) -> (ErrorKind, u32, String) {
    let server = Server::start_as(Manner { resets, tls: None }, move |mut conn| async move {
        conn.request().await;
        conn.say(answer).await;
        // What was said must arrive before the reset overtakes it.
        tokio::time::sleep(tokio::time::Duration::from_millis(20)).await;
    })
    .await;
    let mut vu = Fixture::new();
    let error = vu.get(&server.url("/")).await.unwrap_err();
    assert_eq!(vu.vu.pool.len(), 0, "{answer:?}");
    let failed = vu.series("http_req_failed");
    assert_eq!((failed[0].count, failed[0].sum), (1, 1.0));
    let tags = &failed[0].tags;
    assert_eq!((tags["status"].as_str(), &tags["error_code"]), ("0", &error.code.to_string()));
    assert_eq!(tags["expected_response"], "false");
    assert_eq!(
        error
            .message
            .strip_prefix(&format!("{}: ", server.url("").trim_start_matches("http://").trim_end_matches('/')))
            .map(|rest| rest.starts_with(&tags["error"])),
        Some(true),
        "{}",
        error.message
    );
    for trend in ["http_req_duration", "http_req_blocked", "http_req_waiting", "http_reqs"] {
        assert_eq!(vu.total(trend).0, 1, "{trend}");
    }
    let counted = vu.data();
    let (sent, received) = server.end().await;
    assert_eq!(counted.0, received);
    assert!(counted.1 <= sent);
    (error.kind, error.code, error.message)
}

#[tokio::test]
async fn answers_that_break_off_or_are_not_http() {
    for (answer, kind, code) in [
        ("", ErrorKind::ConnectionReset, 1221),
        ("HTTP/1.1 200 OK\r\ncontent-le", ErrorKind::Protocol, 1031),
        ("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nshort", ErrorKind::Protocol, 1031),
        ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhel", ErrorKind::Protocol, 1031),
        ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n", ErrorKind::Protocol, 1030),
        ("SSH-2.0-OpenSSH_9.2\r\n\r\n", ErrorKind::Protocol, 1030),
        ("HTTP/1.1 banana\r\n\r\n", ErrorKind::Protocol, 1030),
        ("HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxx", ErrorKind::Protocol, 1030),
        ("HTTP/1.1 200 OK\r\nbad header\r\n\r\n", ErrorKind::Protocol, 1030),
    ] {
        let told = error_of(answer, false).await;
        assert_eq!((told.0, told.1), (kind, code), "{answer:?}: {}", told.2);
    }
}

#[tokio::test]
async fn a_reset_is_told_from_an_early_end() {
    let told = error_of("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nshort", true).await;
    assert_eq!((told.0, told.1), (ErrorKind::ConnectionReset, 1220), "{}", told.2);
}

#[tokio::test]
async fn a_head_without_end_is_refused() {
    let server = Server::start(|mut conn| async move {
        conn.request().await;
        conn.say("HTTP/1.1 200 OK\r\n").await;
        for i in 0..3000 {
            conn.say(format!("x-{i}: {}\r\n", "v".repeat(50))).await;
        }
        conn.until_closed().await;
    })
    .await;
    let mut vu = Fixture::new();
    let error = vu.get(&server.url("/")).await.unwrap_err();
    assert_eq!(error.code, 1030, "{}", error.message);
}

#[tokio::test]
async fn nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let mut vu = Fixture::new();
    let error = vu.get(&url).await.unwrap_err();
    assert_eq!((error.kind, error.code), (ErrorKind::ConnectionRefused, 1212), "{}", error.message);
    assert_eq!(vu.total("http_reqs").0, 1);
    assert_eq!(vu.data(), (0, 0));
}

#[tokio::test]
async fn a_name_that_does_not_exist() {
    let mut vu = Fixture::new();
    let error = vu.get("http://nowhere.invalid/").await.unwrap_err();
    // Without any name server the system cannot even say that there is none.
    assert!(error.kind == ErrorKind::Dns && matches!(error.code, 1100 | 1101), "{error:?}");
    assert!(error.message.contains("`nowhere.invalid`"), "{}", error.message);
    assert!(vu.total("http_req_dns").1 > 0.0);
}

#[tokio::test]
async fn a_host_that_was_not_granted_is_never_called() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let (server, sink) = (Server::answering(OK).await, Arc::clone(&told));
    let mut settings = network();
    settings.grants = crate::grants::NetGrants::parse(["elsewhere.test"]).unwrap();
    settings.on_refused = Arc::new(move |origin| sink.lock().unwrap().push(origin.to_owned()));
    let mut vu = Fixture::over(settings);
    for _ in 0..3 {
        let error = vu.get(&server.url("/")).await.unwrap_err();
        assert_eq!((error.kind, error.code), (ErrorKind::NotGranted, 1060));
        assert!(error.message.ends_with(&format!("`--allow-net {}`", server.address)), "{}", error.message);
    }
    assert_eq!(*told.lock().unwrap(), [server.address.to_string()], "told once");
    assert_eq!((server.connections(), vu.total("refused_calls")), (0, (3, 3.0)));
    assert_eq!(vu.total("http_reqs").0, 0, "it was no request");
}

#[tokio::test]
async fn what_is_not_a_request_is_not_sent() {
    let server = Server::answering(OK).await;
    let mut vu = Fixture::new();
    let mut long = request("POST", &server.url("/"));
    (long.body, long.headers) = (text("abc"), vec![header("content-length", "5")]);
    let mut broken = request("GET", &server.url("/"));
    broken.headers = vec![header("x", "a\r\nevil: 1")];
    let mut nameless = request("GET", &server.url("/"));
    nameless.headers = vec![header("", "1")];
    let bad_params = vu.params(|view, params| view.add_header(params(), "a b".to_owned(), String::new()).unwrap());
    for (bad, code, part) in [
        (request("GET", "/relative"), 1020, "--target"),
        (request("GET", "gopher://x.test/"), 1020, "`gopher`"),
        (request("G ET", &server.url("/")), 1021, "`G ET` is not a method"),
        (request("CONNECT", &server.url("/")), 1021, "tunnel"),
        (long, 1021, "the body has 3 bytes"),
        (broken, 1021, "control character"),
        (nameless, 1021, "`` is not a name"),
        (bad_params.with(request("GET", &server.url("/"))), 1021, "`a b` is not a name"),
    ] {
        let error = vu.send(bad).await.unwrap_err();
        assert_eq!((error.kind, error.code), (ErrorKind::InvalidRequest, code), "{}", error.message);
        assert!(error.message.contains(part), "{}", error.message);
    }
    assert_eq!((server.connections(), vu.total("http_reqs").0), (0, 0));
}

#[tokio::test]
async fn a_body_beyond_its_limit() {
    let server = Server::start(|mut conn| async move {
        while let Some(request) = conn.request().await {
            if request.starts_with("GET /told") {
                conn.say("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n").await;
            } else {
                conn.say("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await;
                conn.say(format!("64\r\n{}\r\n", "x".repeat(100)).repeat(10)).await;
            }
            conn.until_closed().await;
        }
    })
    .await;
    let mut vu = Fixture::new();
    for mode in [BodyMode::Keep, BodyMode::Discard] {
        let params = vu.params(|view, params| {
            view.set_body_mode(params(), mode).unwrap();
            view.set_body_limit(params(), 999).unwrap();
        });
        for path in ["/told", "/chunked"] {
            let error = vu.send(params.with(request("GET", &server.url(path)))).await.unwrap_err();
            assert_eq!((error.kind, error.code), (ErrorKind::TooLarge, 1702), "{}", error.message);
            assert!(error.message.ends_with("999 are allowed"), "{}", error.message);
        }
    }
    assert_eq!((server.connections(), vu.vu.pool.len()), (4, 0));
}

#[tokio::test]
async fn leaked_responses_do_not_eat_the_host() {
    let server = Server::answering(OK).await;
    let limited = HttpSettings { most_handles: 20, ..HttpSettings::default() };
    let mut vu = Fixture::with(limited);
    let mut first = Some(vu.get(&server.url("/")).await.unwrap());
    for _ in 1..20 {
        vu.get(&server.url("/")).await.unwrap();
    }
    let trap = vu.try_send(request("GET", &server.url("/"))).await;
    assert!(trap.unwrap_err().to_string().contains("leaked handles: this VU holds 20 of `content`"));
    HostContent::drop(&mut vu.view(), first.take().unwrap().content).unwrap();
    assert_eq!(vu.get_text(&server.url("/")).await.0, 200);
    for _ in 0..20 {
        HostParams::new(&mut vu.view()).unwrap();
    }
    assert!(HostParams::new(&mut vu.view()).unwrap_err().to_string().contains("`params`"));

    let limited = HttpSettings { most_kept_bytes: 100_000, ..HttpSettings::default() };
    let mut vu = Fixture::with(limited);
    let error = loop {
        if let Err(error) = vu.get(&server.url("/")).await {
            break error;
        }
    };
    assert_eq!(error.kind, ErrorKind::TooLarge);
    assert!(error.message.contains("drop the `content`"), "{}", error.message);
}
