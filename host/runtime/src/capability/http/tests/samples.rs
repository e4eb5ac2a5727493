//! The samples of a request and their tags.

use std::collections::BTreeMap;

use super::fixture::{Fixture, OK, request};
use super::server::Server;
use crate::bindings::wasmload::http::client::HostParams;

fn tags(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[tokio::test]
async fn a_request_records_each_metric_once() {
    let server = Server::answering(OK).await;
    let mut vu = Fixture::new();
    let url = server.url("/a?b");
    vu.get(&format!("{url}#c")).await.unwrap();
    let expected = tags(&[
        ("scenario", "s"),
        ("name", &url),
        ("url", &url),
        ("method", "GET"),
        ("status", "200"),
        ("expected_response", "true"),
        ("proto", "HTTP/1.1"),
    ]);
    for metric in [
        "http_reqs",
        "http_req_failed",
        "http_req_duration",
        "http_req_blocked",
        "http_req_dns",
        "http_req_connecting",
        "http_req_tls_handshaking",
        "http_req_sending",
        "http_req_waiting",
        "http_req_receiving",
    ] {
        let series = vu.series(metric);
        assert_eq!((series.len(), series[0].count), (1, 1), "{metric}");
        assert_eq!(series[0].tags, expected, "{metric}");
    }
    for metric in ["data_sent", "data_received"] {
        assert_eq!(vu.series(metric)[0].tags, tags(&[("scenario", "s")]), "{metric}");
    }
    assert_eq!(vu.total("http_req_failed").1, 0.0);
}

#[tokio::test]
async fn names_and_tags_group_requests() {
    let server = Server::answering(OK).await;
    let mut vu = Fixture::new();
    vu.samples.set_tag("colour", "of the VU");
    vu.samples.set_tag("mine", "1");
    let params = vu.params(|view, params| {
        view.set_name(params(), "item".to_owned()).unwrap();
        view.set_tag(params(), "colour".to_owned(), "of params".to_owned()).unwrap();
        view.set_tag(params(), "status".to_owned(), "mine".to_owned()).unwrap();
        view.set_tag(params(), "scenario".to_owned(), "another".to_owned()).unwrap();
    });
    for i in 0..5 {
        vu.send(params.with(request("GET", &server.url(&format!("/item/{i}"))))).await.unwrap();
    }
    let series = vu.series("http_reqs");
    assert_eq!((series.len(), series[0].count), (1, 5), "one series for all URLs");
    let found = &series[0].tags;
    assert_eq!((found["name"].as_str(), found["url"].as_str()), ("item", "item"));
    assert_eq!((found["colour"].as_str(), found["mine"].as_str()), ("of params", "1"));
    assert_eq!(found["status"], "200", "what happened wins");
    assert_eq!(found["scenario"], "s", "a guest cannot count for another scenario");

    let named = vu.params(|view, params| view.set_tag(params(), "name".to_owned(), "by tag".to_owned()).unwrap());
    vu.send(named.with(request("GET", &server.url("/")))).await.unwrap();
    assert!(vu.series("http_reqs").iter().any(|series| series.tags["url"] == "by tag"));
    vu.samples.remove_tag("mine");
    vu.send(params.with(request("GET", &server.url("/")))).await.unwrap();
    assert!(vu.series("http_reqs").iter().any(|series| !series.tags.contains_key("mine")));
}

#[tokio::test]
async fn an_unexpected_status_is_a_failure_with_its_code() {
    let server = Server::answering("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n").await;
    let mut vu = Fixture::new();
    let response = vu.get(&server.url("/")).await.unwrap();
    assert!(!response.expected);
    let series = vu.series("http_req_failed");
    assert_eq!(series[0].sum, 1.0);
    let found = &series[0].tags;
    assert_eq!((found["expected_response"].as_str(), found["error_code"].as_str()), ("false", "1404"));
    assert!(!found.contains_key("error"));

    let params = vu.expecting(&[(404, 404)]);
    assert!(vu.send(params.with(request("GET", &server.url("/")))).await.unwrap().expected);
    let none = vu.expecting(&[]);
    assert!(!vu.send(none.with(request("GET", &server.url("/")))).await.unwrap().expected);
    assert_eq!(vu.total("http_req_failed"), (3, 2.0));
}
