//! Ctrl-C: once ends the run in good order, twice at once; both keep what was measured.
//!
//! Not the guests' `abort`, which `guests` shows.

use std::time::Duration;

use wasmload_tests::binary::{Running, Wasmload};
use wasmload_tests::guests::guest;
use wasmload_tests::http_server::{Behaviour, HttpServer};
use wasmload_tests::raw_server::{Misbehaviour, RawServer};

/// `hello` for a minute, with two VUs.
fn long_run(target: &str) -> Running {
    Wasmload::run(&guest("hello")).args(["--target", target, "--vus", "2", "--duration", "60s"]).start()
}

#[test]
fn one_interrupt_lets_iterations_finish_and_exits_with_105() {
    let schedule = vec![Duration::from_millis(300)];
    let server = HttpServer::behaving(Behaviour { schedule, ..Behaviour::default() });
    let mut running = long_run(&server.url());
    running.wait_until("the first answers", || server.requests() >= 2);
    running.interrupt();
    let finished = running.finish().expect_code(105);
    assert!(finished.took < Duration::from_secs(30), "{:?}", finished.took);
    let summary = finished.summary();
    let totals = server.stop();
    assert_eq!(summary.count("iterations"), totals.requests, "what was under way was finished and counted");
    assert!(finished.stdout.contains("http_req"), "the summary is printed: {}", finished.stdout);
}

#[test]
fn a_second_interrupt_ends_at_once_and_still_prints_the_summary() {
    let server = RawServer::start(Misbehaviour::NeverAnswer);
    let mut running = long_run(&server.url());
    running.wait_until("both connections", || server.connections() >= 2);
    running.interrupt();
    // Two signals that arrive together are one.
    running.wait_for("stopping: waiting");
    running.interrupt();
    let finished = running.finish().expect_code(105);
    // Waiting for the iterations would take the graceful stop of 30 seconds.
    assert!(finished.took < Duration::from_secs(20), "{:?}", finished.took);
    assert_eq!(finished.summary().count_or_zero("iterations"), 0);
    assert!(!finished.stdout.is_empty(), "the summary is printed");
}
