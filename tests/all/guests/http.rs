//! Guests that send requests: every call, and every kind of error.
//!
//! Not bad networks, which are in `network`.

use wasmload_tests::http_server::HttpServer;
use wasmload_tests::raw_server::{Misbehaviour, RawServer};
use wasmload_tests::refused_address;

use super::{all_checks_passed, each, says};

#[test]
fn http_get() {
    let server = HttpServer::start();
    let run = each("http_get", 2, 5).args(["--target", &server.url()]).finish().expect_code(0);
    let summary = all_checks_passed(&run);
    assert_eq!((summary.count("http_reqs"), server.stop().requests), (10, 10));
    let server = HttpServer::start();
    let run = each("http_get", 2, 5).args(["--target", &server.url(), "--env", "URL=/status/500"]).finish();
    let summary = run.expect_code(0).summary();
    assert_eq!((summary.value("checks", "rate"), summary.value("http_req_failed", "rate")), (0.0, 1.0));
}

#[test]
fn http_json_path() {
    let server = HttpServer::start();
    let run = each("http_json_path", 1, 1).args(["--target", &server.url(), "--env", "EXPECTED=7"]).finish();
    let run = run.expect_code(0);
    all_checks_passed(&run);
    says(&run, "items.0.id is 7");
}

#[test]
fn http_all() {
    let server = HttpServer::start();
    let raw = [
        ("RESET_URL", Misbehaviour::ResetMidBody),
        ("SILENT_URL", Misbehaviour::NeverAnswer),
        ("GARBAGE_URL", Misbehaviour::Garbage),
        ("CUT_URL", Misbehaviour::EndMidBody),
    ];
    let raw = raw.map(|(name, misbehaviour)| (name, RawServer::start(misbehaviour)));
    let mut run = each("http_all", 1, 2).args(["--target", &server.url(), "--allow-net", "127.0.0.1"]);
    run = run.args(["--allow-net", "*.invalid"]);
    let mut variables: Vec<String> = raw.iter().map(|(name, server)| format!("{name}={}/", server.url())).collect();
    variables.push(format!("REFUSED_URL=http://{}/", refused_address()));
    variables.push("DNS_URL=http://nobody.invalid/".to_owned());
    variables.push("NOT_GRANTED_URL=http://192.0.2.1/".to_owned());
    for variable in &variables {
        run = run.args(["--env", variable]);
    }
    let run = run.finish().expect_code(0);
    let summary = all_checks_passed(&run);
    assert_eq!(summary.count_or_zero("iterations_failed"), 0);
}
