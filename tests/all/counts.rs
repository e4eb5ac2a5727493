//! The summary's counts are the server's: to the request and to the byte, for a run that ends gracefully.
//!
//! Against three servers that count in different ways: nginx's log, the example target, and our own sockets.

use wasmload_tests::binary::Wasmload;
use wasmload_tests::guests::guest;
use wasmload_tests::http_server::HttpServer;
use wasmload_tests::nginx::Nginx;
use wasmload_tests::skipped;
use wasmload_tests::summary::Summary;
use wasmload_tests::workflow_engine::WorkflowEngine;

fn load(target: &str) -> Summary {
    let run = Wasmload::run(&guest("hello")).args(["--target", target, "--vus", "10", "--duration", "2s"]);
    run.args(["--allow-failures"]).finish().expect_code(0).summary()
}

/// Requests, bytes sent and bytes received.
fn counted(summary: &Summary) -> (u64, u64, u64) {
    (summary.count("http_reqs"), summary.count("data_sent"), summary.count("data_received"))
}

#[test]
fn requests_and_bytes_equal_what_our_server_counts() {
    let server = HttpServer::start();
    let summary = load(&server.url());
    let totals = server.stop();
    assert!(totals.requests > 100, "{totals:?}");
    assert_eq!(counted(&summary), (totals.requests, totals.bytes_received, totals.bytes_sent));
    assert_eq!(totals.connections, 10, "each VU keeps one connection");
}

#[test]
fn requests_and_bytes_equal_what_nginx_logs() {
    if !Nginx::is_installed() {
        skipped("requests_and_bytes_equal_what_nginx_logs", "nginx is not installed");
        return;
    }
    let nginx = Nginx::start();
    let summary = load(nginx.url());
    let totals = nginx.stop();
    assert!(totals.requests > 100, "{totals:?}");
    assert_eq!(counted(&summary), (totals.requests, totals.bytes_received, totals.bytes_sent));
    assert_eq!(totals.connections, 10, "each VU keeps one connection");
}

#[test]
fn requests_and_bytes_equal_what_the_example_target_counts() {
    let engine = WorkflowEngine::start();
    let summary = load(engine.url());
    let totals = engine.stop();
    assert!(totals.requests > 100, "{totals:?}");
    assert_eq!(counted(&summary), (totals.requests, totals.bytes_received, totals.bytes_sent));
}

#[test]
fn every_request_of_the_chaos_mix_is_counted_by_the_example_target() {
    let engine = WorkflowEngine::start();
    let run = Wasmload::run(&guest("workflow-chaos")).args(["--target", engine.url(), "--profile", "smoke"]);
    let summary = run.finish().expect_code(0).summary();
    let totals = engine.stop();
    assert!(totals.requests > 0, "{totals:?}");
    assert_eq!(counted(&summary), (totals.requests, totals.bytes_received, totals.bytes_sent));
}
