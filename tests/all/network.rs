//! Bad networks and bad servers: what they do is counted as what it is, and no run hangs for it.
//!
//! Not the error kinds that a guest sees: `guests::http::http_all` asks for each.

use std::time::Duration;

use wasmload_tests::binary::{Finished, Wasmload};
use wasmload_tests::fault_proxy::{Fault, FaultProxy};
use wasmload_tests::guests::guest;
use wasmload_tests::http_server::HttpServer;
use wasmload_tests::raw_server::{Misbehaviour, RawServer};
use wasmload_tests::refused_address;

fn get(target: &str, url: &str, iterations: u32) -> Finished {
    let plan = format!("[scenarios.only]\nexecutor = 'per-vu-iterations'\niterations = {iterations}");
    let run = Wasmload::run(&guest("http_get")).plan(&plan).args(["--target", target, "--env", &format!("URL={url}")]);
    run.args(["--allow-failures"]).finish().expect_code(0)
}

/// Every request failed, was counted once, and made its iteration fail.
#[track_caller]
fn all_failed(run: &Finished, iterations: u64) {
    let summary = run.summary();
    assert_eq!((summary.count("iterations"), summary.count("iterations_failed")), (iterations, iterations));
    assert_eq!(summary.count("http_reqs"), iterations, "{}", run.stderr);
    assert_eq!(summary.value("http_req_failed", "rate"), 1.0);
}

#[test]
fn requests_to_nobody_fail_and_are_counted() {
    all_failed(&get(&format!("http://{}", refused_address()), "/", 5), 5);
}

#[test]
fn requests_to_servers_that_break_http_fail_and_are_counted() {
    for misbehaviour in [
        Misbehaviour::CloseAtOnce,
        Misbehaviour::ResetMidBody,
        Misbehaviour::EndMidBody,
        Misbehaviour::Garbage,
        Misbehaviour::EndlessHeaders,
    ] {
        let server = RawServer::start(misbehaviour);
        let run = get(&server.url(), "/", 3);
        all_failed(&run, 3);
        assert!(server.connections() >= 3, "{misbehaviour:?}: a broken connection is not used again");
    }
}

#[test]
fn a_response_cut_by_the_network_fails_and_the_next_one_gets_a_connection_of_its_own() {
    let server = HttpServer::start();
    let proxy = FaultProxy::start(server.address(), Fault::CutAfter(500));
    all_failed(&get(&proxy.url(), "/bytes/1000", 3), 3);
    assert_eq!(proxy.connections(), 3);
}

#[test]
fn a_half_closed_connection_ends_a_body_early() {
    let server = HttpServer::start();
    let proxy = FaultProxy::start(server.address(), Fault::HalfCloseAfter(500));
    all_failed(&get(&proxy.url(), "/bytes/1000", 3), 3);
}

#[test]
fn a_network_that_swallows_everything_is_left_at_the_end_of_the_graceful_stop() {
    let server = HttpServer::start();
    let proxy = FaultProxy::start(server.address(), Fault::BlackHole);
    let plan = "[scenarios.only]\nexecutor = 'constant-vus'\nvus = 3\nduration = '500ms'\ngracefulStop = '500ms'";
    let run = Wasmload::run(&guest("http_get")).plan(plan).args(["--target", &proxy.url()]).finish().expect_code(111);
    assert_eq!(run.summary().count_or_zero("iterations"), 0);
    assert!(run.took < Duration::from_secs(30), "{:?}", run.took);
    assert_eq!(proxy.connections(), 3);
}

#[test]
fn a_slow_network_shows_in_waiting_and_a_narrow_one_in_receiving() {
    let server = HttpServer::start();
    let slow = FaultProxy::start(server.address(), Fault::Delay(Duration::from_millis(100)));
    let summary = get(&slow.url(), "/", 3).summary();
    assert!(summary.value("http_req_waiting", "min") >= 99.0, "{}", summary.metric("http_req_waiting"));
    assert!(summary.value("http_req_receiving", "max") < 50.0, "{}", summary.metric("http_req_receiving"));

    // 10,000 bytes at 40,000 a second, in portions of 4,000 every tenth of a second.
    let narrow = FaultProxy::start(server.address(), Fault::Throttle(40_000));
    let summary = get(&narrow.url(), "/bytes/10000", 2).summary();
    assert!(summary.value("http_req_receiving", "min") >= 150.0, "{}", summary.metric("http_req_receiving"));
    assert_eq!(summary.value("http_req_failed", "rate"), 0.0);
}

#[test]
fn chunks_and_redirects_are_followed_to_their_end() {
    let server = HttpServer::start();
    let summary = get(&server.url(), "/chunks/5", 2).summary();
    assert!(summary.value("http_req_receiving", "min") >= 35.0, "{}", summary.metric("http_req_receiving"));
    assert!(summary.count("data_received") > 2 * 5_000);

    let summary = get(&server.url(), "/redirect/3", 2).summary();
    // Each hop is a request.
    assert_eq!(summary.count("http_reqs"), 2 * 4);
    assert_eq!(server.stop().requests, 2 + 2 * 4);
}
