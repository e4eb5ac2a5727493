//! Iterations, steps and tests that end otherwise than well: each is counted, told, and decides the exit code.
//!
//! Not guests that have to be stopped: those are in `containment`.

use std::time::Duration;

use wasmload_tests::binary::{Finished, Wasmload};
use wasmload_tests::guests::guest;

use super::{all_checks_passed, each, each_with, lines_with, says, watching};

#[track_caller]
fn gives_the_first_reason(finished: &Finished) {
    let printed = format!("{}{}", finished.stdout, finished.stderr);
    assert!(printed.contains("the first reason") && !printed.contains("the second reason"), "{printed}");
}

#[test]
fn abort_test() {
    let run = Wasmload::run(&guest("abort_test")).args(["--vus", "3", "--duration", "60s"]).finish().expect_code(108);
    assert!(run.took < Duration::from_secs(30), "{:?}", run.took);
    gives_the_first_reason(&run);
    assert_eq!(run.summary().count("torn_down"), 1);
}

#[test]
fn fail_test() {
    let run = each("fail_test", 2, 10).finish().expect_code(110);
    assert_eq!(run.summary().count("iterations"), 20);
    gives_the_first_reason(&run);
}

#[test]
fn fail_setup() {
    let run = each("fail_setup", 1, 1).finish().expect_code(107);
    says(&run, "setup failed on purpose");
    says(&run, "fail_setup.rs");
    assert!(!run.has_summary() || run.summary().count_or_zero("iterations") == 0);
}

#[test]
fn slow_setup() {
    let quick = ["--env", "SETUP_MS=300"];
    let run = each("slow_setup", 2, 2).args(quick).finish().expect_code(0);
    let summary = all_checks_passed(&run);
    assert_eq!(summary.count("iterations"), 4);
    assert!(summary.value("iteration_duration", "max") < 300.0, "{}", summary.metric("iteration_duration"));

    let run = each_with("slow_setup", 2, 2, "setupTimeout = '200ms'").finish().expect_code(100);
    assert!(run.took < Duration::from_secs(30), "{:?}", run.took);
    let plan = "teardownTimeout = '200ms'";
    let run = each_with("slow_setup", 2, 2, plan).args(quick).args(["--env", "TEARDOWN_MS=60000"]).finish();
    assert_eq!(run.expect_code(101).summary().count("iterations"), 4);
}

#[test]
fn trap_in_describe() {
    let run = each("trap_in_describe", 1, 1).finish().expect_code(107);
    says(&run, "a trap in describe");
}

#[test]
fn trap_in_setup() {
    let run = each("trap_in_setup", 1, 1).finish().expect_code(107);
    says(&run, "a trap in setup");
    assert!(!run.has_summary() || run.summary().count_or_zero("iterations") == 0);
}

#[test]
fn trap_in_vu_start() {
    let run = each("trap_in_vu_start", 3, 3).finish().expect_code(107);
    says(&run, "a trap in vu-start");
}

#[test]
fn trap_in_iteration() {
    let plan = watching(&["iterations_failed{reason:trap}"]);
    let run = each_with("trap_in_iteration", 3, 9, &plan).finish().expect_code(0);
    let summary = run.summary();
    // The third iteration of VU 1; the VU in its place has another number and does the six that are left.
    assert_eq!(summary.count("iterations"), 27);
    assert_eq!(summary.count("iterations_failed"), 1);
    assert_eq!(summary.count("iterations_failed{reason:trap}"), 1);
    says(&run, "a trap in iteration");
}

#[test]
fn trap_in_vu_end() {
    let run = each("trap_in_vu_end", 2, 3).finish().expect_code(0);
    assert_eq!(run.summary().count("iterations"), 6);
    says(&run, "a trap in vu-end");
}

#[test]
fn trap_in_teardown() {
    let run = each("trap_in_teardown", 2, 3).finish().expect_code(107);
    assert_eq!(run.summary().count("iterations"), 6);
    says(&run, "a trap in teardown");
}

#[test]
fn fail_iteration() {
    let plan = watching(&["iterations_failed{reason:failure}"]);
    let run = each_with("fail_iteration", 2, 500, &plan).finish().expect_code(0);
    let summary = run.summary();
    assert_eq!((summary.count("iterations"), summary.count("iterations_failed")), (1000, 1000));
    assert_eq!(summary.count("iterations_failed{reason:failure}"), 1000);
    assert_eq!(summary.value("kept", "max"), 500.0, "a VU goes on after a failure");
    let shown = lines_with(&run, "failed on purpose");
    assert!((1..=100).contains(&shown), "{shown} of 1,000 failures are shown");
}

#[test]
fn invalid_utf8() {
    let plan = watching(&["iterations_failed{reason:trap}"]);
    let run = each_with("invalid_utf8", 2, 3, &plan).finish().expect_code(0);
    let summary = run.summary();
    assert_eq!((summary.count("iterations"), summary.count("iterations_failed{reason:trap}")), (6, 6));
}
