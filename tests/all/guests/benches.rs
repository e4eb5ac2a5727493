//! The programs that the benches measure: here they only have to do what they say.
//!
//! Nothing is measured.

use std::time::Duration;

use wasmload_tests::binary::Wasmload;
use wasmload_tests::guests::guest;
use wasmload_tests::http_server::HttpServer;

use super::{all_checks_passed, each};

#[test]
fn noop() {
    let run = each("noop", 4, 250).finish().expect_code(0);
    let summary = run.summary();
    assert_eq!((summary.count("iterations"), summary.count_or_zero("iterations_failed")), (1000, 0));
    assert_eq!(summary.count("iteration_duration"), 1000);
}

#[test]
fn host_calls() {
    let summary = each("host_calls", 2, 50).finish().expect_code(0).summary();
    assert_eq!((summary.count("iterations"), summary.count_or_zero("iterations_failed")), (100, 0));
}

#[test]
fn counter_only() {
    let run = each("counter_only", 4, 250).finish().expect_code(0);
    assert_eq!(run.summary().count("ticks"), 1000);
}

#[test]
fn sleeper() {
    let run = each("sleeper", 3, 2).finish().expect_code(0);
    let duration = |figure| run.summary().value("iteration_duration", figure);
    assert!(duration("min") >= 99.0 && duration("med") < 200.0, "{}", run.summary().metric("iteration_duration"));

    let plan = "[scenarios.only]\nexecutor = 'constant-vus'\nduration = '500ms'\ngracefulStop = '0s'";
    let run = Wasmload::run(&guest("sleeper")).plan(plan).args(["--env", "SLEEP_MS=60000"]).finish().expect_code(111);
    assert!(run.took < Duration::from_secs(30), "{:?}", run.took);
    assert_eq!(run.summary().count_or_zero("iterations"), 0);
}

#[test]
fn get_then_sleep() {
    let server = HttpServer::start();
    let plan = "[scenarios.only]\nexecutor = 'per-vu-iterations'\nvus = 5\niterations = 4";
    let run =
        Wasmload::run(&guest("get_then_sleep")).plan(plan).args(["--env", "SLEEP_MS=50", "--target", &server.url()]);
    let summary = all_checks_passed(&run.finish().expect_code(0));
    assert_eq!((summary.count("iterations"), summary.count("http_reqs")), (20, 5));
    assert!(summary.value("iteration_duration", "max") >= 49.0, "{}", summary.metric("iteration_duration"));
    let totals = server.stop();
    assert_eq!((totals.requests, totals.connections), (5, 5));
}

#[test]
fn get_json() {
    let server = HttpServer::start();
    let run = each("get_json", 2, 20).args(["--target", &server.url()]).finish().expect_code(0);
    let summary = all_checks_passed(&run);
    assert_eq!((summary.count("iterations"), summary.count("http_reqs")), (40, 40));
}

#[test]
fn fixed_work() {
    let run = each("fixed_work", 2, 25).args(["--env", "WORK=1000"]).finish().expect_code(0);
    let summary = run.summary();
    assert_eq!((summary.count("iterations"), summary.count("multiplications")), (50, 50_000));
}
