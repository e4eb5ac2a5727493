//! Grants: what was given is reachable, and nothing beside it.
//!
//! What happens to guests that trespass is in `guests`.

use wasmload_tests::binary::Wasmload;
use wasmload_tests::guests::guest;
use wasmload_tests::http_server::HttpServer;

/// Runs `http_get` once for that URL with those grants, and says whether the server saw it.
fn reaches(server: &HttpServer, url: &str, grants: &[&str]) -> bool {
    let before = server.requests();
    let run = Wasmload::run(&guest("http_get")).args(["--env", &format!("URL={url}"), "--allow-failures"]).args(grants);
    run.finish().expect_code(0);
    server.requests() > before
}

#[test]
fn a_host_is_reached_when_it_was_granted_with_that_port_or_any() {
    let server = HttpServer::start();
    let (url, address) = (format!("{}/", server.url()), server.address().to_string());
    for granted in [&address, "127.0.0.1", "*"] {
        assert!(reaches(&server, &url, &["--allow-net", granted]), "{granted}");
    }
    for other in ["127.0.0.1:1", "127.0.0.2", "localhost", "*.0.0.1.example"] {
        assert!(!reaches(&server, &url, &["--allow-net", other]), "{other}");
    }
    assert!(!reaches(&server, &url, &[]));
}

#[test]
fn the_target_is_granted_and_no_other_port_of_its_host() {
    let (server, other) = (HttpServer::start(), HttpServer::start());
    assert!(reaches(&server, "/", &["--target", &server.url()]));
    assert!(!reaches(&other, &format!("{}/", other.url()), &["--target", &server.url()]));
}

#[test]
fn a_redirect_leads_nowhere_that_was_not_granted() {
    let (server, other) = (HttpServer::start(), HttpServer::start());
    let elsewhere = format!("{}/redirect-to?{}/", server.url(), other.url());
    assert!(reaches(&server, &elsewhere, &["--allow-net", &server.address().to_string()]));
    assert_eq!(other.requests(), 0);
    let both = [server.address().to_string(), other.address().to_string()];
    reaches(&server, &elsewhere, &["--allow-net", &both[0], "--allow-net", &both[1]]);
    assert_eq!(other.requests(), 1);
}

#[test]
fn variables_of_the_environment_are_handed_in_one_by_one() {
    let server = HttpServer::start();
    let url = format!("{}/", server.url());
    let run = |arguments: &[&str]| {
        let run = Wasmload::run(&guest("http_get")).args(["--allow-net", "127.0.0.1", "--allow-failures"]);
        run.args(arguments).env("URL", &url).finish().expect_code(0);
        server.requests()
    };
    assert_eq!(run(&[]), 0);
    assert_eq!(run(&["--allow-env", "URL"]), 1);
}
