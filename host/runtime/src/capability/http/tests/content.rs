//! What a guest may ask of a response.

use super::fixture::{Fixture, again, request};
use super::server::Server;
use crate::bindings::wasmload::http::client::{BodyError, BodyMode, HostContent, HostParams, JsonValue};

#[tokio::test]
async fn headers_are_found_by_name_and_listed_in_order() {
    let answer = "HTTP/1.1 200 OK\r\nX-First: one\r\nx-twice: a\r\nX-TWICE: b\r\nContent-Length: 0\r\n\r\n";
    let server = Server::start(move |mut conn| async move {
        conn.request().await;
        conn.say([answer.trim_end().as_bytes(), b"\r\nx-latin: gr\xfc\xdf\r\n\r\n"].concat()).await;
        conn.until_closed().await;
    })
    .await;
    let mut vu = Fixture::new();
    let response = vu.get(&server.url("/")).await.unwrap();
    let mut header = |name: &str| vu.view().header(again(&response.content), name.to_owned()).unwrap();
    assert_eq!(header("x-FIRST").as_deref(), Some("one"));
    assert_eq!(header("X-Twice").as_deref(), Some("a"));
    assert_eq!(header("x-latin").as_deref(), Some("grüß"));
    assert_eq!(header("missing"), None);
    assert_eq!(header("not a name"), None);
    let all = vu.view().headers(again(&response.content)).unwrap();
    let all: Vec<_> = all.iter().map(|header| (header.name.as_str(), header.value.as_str())).collect();
    let expected =
        [("x-first", "one"), ("x-twice", "a"), ("x-twice", "b"), ("content-length", "0"), ("x-latin", "grüß")];
    assert_eq!(all, expected);
}

#[tokio::test]
async fn a_body_is_text_bytes_or_json_as_asked() {
    let server =
        Server::answering("HTTP/1.1 200 OK\r\ncontent-length: 34\r\n\r\n{\"items\":[{\"id\":7,\"n\":\"a\\u00e4\"}]}")
            .await;
    let mut vu = Fixture::new();
    let response = vu.get(&server.url("/")).await.unwrap();
    assert_eq!(response.body_size, 34);
    assert!(matches!(vu.json(&response, "items.0.id"), Some(JsonValue::Number(7.0))));
    assert!(matches!(vu.json(&response, "items.0.n"), Some(JsonValue::Text(text)) if text == "aä"));
    assert!(matches!(vu.json(&response, "items.0"), Some(JsonValue::Composite(text)) if text.starts_with("{\"id\":7")));
    assert!(vu.json(&response, "items.1").is_none());
    assert_eq!(vu.view().bytes(again(&response.content)).unwrap().unwrap().len(), 34);
    assert!(vu.text(response).starts_with("{\"items\""));
}

#[tokio::test]
async fn a_body_that_cannot_be_had_says_why() {
    let server = Server::start(|mut conn| async move {
        while conn.request().await.is_some() {
            conn.say(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nab\xff{").await;
        }
    })
    .await;
    let mut vu = Fixture::new();
    let response = vu.get(&server.url("/")).await.unwrap();
    assert!(matches!(vu.view().text(again(&response.content)).unwrap(), Err(BodyError::NotUtf8(2))));
    assert!(matches!(vu.view().json(again(&response.content), String::new()).unwrap(), Err(BodyError::NotUtf8(2))));
    assert_eq!(vu.view().bytes(again(&response.content)).unwrap().unwrap(), b"ab\xff{");

    let params = vu.params(|view, params| view.set_body_mode(params(), BodyMode::Discard).unwrap());
    let response = vu.send(params.with(request("GET", &server.url("/")))).await.unwrap();
    assert_eq!(response.body_size, 4, "counted");
    assert!(matches!(vu.view().bytes(again(&response.content)).unwrap(), Err(BodyError::Discarded)));
    assert!(matches!(vu.view().json(again(&response.content), String::new()).unwrap(), Err(BodyError::Discarded)));
}

#[tokio::test]
async fn a_handle_that_does_not_exist_is_a_trap() {
    let server = Server::answering("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    let mut vu = Fixture::new();
    let response = vu.get(&server.url("/")).await.unwrap();
    let dropped = again(&response.content);
    HostContent::drop(&mut vu.view(), response.content).unwrap();
    assert!(vu.view().text(dropped).is_err());
}
