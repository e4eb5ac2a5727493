//! Each exit code, and what it stands for. Not the messages, which the golden tests hold.

use wasmload_tests::binary::{Finished, Wasmload};
use wasmload_tests::guests::guest;
use wasmload_tests::http_server::HttpServer;
use wasmload_tests::raw_server::{Misbehaviour, RawServer};
use wasmload_tests::refused_address;

fn hello(target: &str, arguments: &[&str]) -> Finished {
    Wasmload::run(&guest("hello")).args(["--target", target, "--iterations", "4"]).args(arguments).finish()
}

#[test]
fn a_run_that_passes_exits_with_0() {
    hello(&HttpServer::start().url(), &[]).expect_code(0);
}

#[test]
fn a_threshold_that_fails_exits_with_99() {
    let finished = hello(&HttpServer::start().url(), &["--threshold", "http_reqs=count>1000"]).expect_code(99);
    assert_eq!(finished.summary().count("http_reqs"), 4);
}

#[test]
fn thresholds_that_are_switched_off_fail_nothing() {
    hello(&HttpServer::start().url(), &["--threshold", "http_reqs=count>1000", "--no-thresholds"]).expect_code(0);
}

#[test]
fn failed_iterations_exit_with_111_unless_something_spoke_about_them() {
    let nobody = format!("http://{}", refused_address());
    let finished = hello(&nobody, &[]).expect_code(111);
    assert_eq!(finished.summary().count("iterations_failed"), 4);
    hello(&nobody, &["--allow-failures"]).expect_code(0);
    hello(&nobody, &["--threshold", "iterations_failed=count<10"]).expect_code(0);
    hello(&nobody, &["--threshold", "iterations_failed=count<2"]).expect_code(99);
    // A threshold about something else has not spoken about them.
    hello(&nobody, &["--threshold", "http_reqs=count<10"]).expect_code(111);
}

#[test]
fn a_run_in_which_no_iteration_was_completed_exits_with_111() {
    let server = RawServer::start(Misbehaviour::NeverAnswer);
    let plan = "[scenarios.only]\nexecutor = 'constant-vus'\nvus = 2\nduration = '300ms'\ngracefulStop = '0s'";
    let run = || Wasmload::run(&guest("hello")).args(["--target", &server.url()]).plan(plan);
    let finished = run().finish().expect_code(111);
    assert!(finished.stdout.contains("no iteration was completed"), "{}", finished.stdout);
    run().args(["--allow-failures"]).finish().expect_code(0);
}

#[test]
fn a_threshold_may_end_the_test_early() {
    let server = HttpServer::start();
    let plan = "[thresholds]\nhttp_reqs = [{ threshold = 'count<10', abortOnFail = true }]\n\
        [scenarios.long]\nexecutor = 'constant-vus'\nvus = 1\nduration = '60s'\ngracefulStop = '5s'";
    let run = Wasmload::run(&guest("hello")).args(["--target", &server.url()]).plan(plan);
    let finished = run.finish().expect_code(99);
    assert!(finished.took.as_secs() < 30, "{:?}", finished.took);
}

#[test]
fn a_command_line_that_is_not_valid_exits_with_104() {
    Wasmload::new(["run"]).finish().expect_code(104);
    Wasmload::new(["run", "x.wasm", "--no-such-flag"]).finish().expect_code(104);
    hello("not a url", &[]).expect_code(104);
}

#[test]
fn help_and_version_exit_with_0_and_print_to_standard_output() {
    for arguments in [&["--version"][..], &["--help"], &["run", "--help"]] {
        let finished = Wasmload::new(arguments).finish().expect_code(0);
        assert!(finished.stdout.contains("wasmload") && finished.stderr.is_empty(), "{arguments:?}: {finished:?}");
    }
}

#[test]
fn a_generator_that_is_starved_says_so_and_fails_the_run_when_it_is_to() {
    // Eight guests that compute all the time, on one worker.
    let starved = || {
        let run = Wasmload::run(&guest("busy")).args(["--vus", "8", "--duration", "2s", "--workers", "1"]);
        run.args(["-e", "BUSY_MS=100"])
    };
    let run = starved().args(["--fail-on-saturation"]).finish().expect_code(112);
    assert!(run.stdout.contains("the generator, not the target, was the limit"), "{}", run.stdout);
    assert_eq!(starved().finish().expect_code(0).summary().json["generator"]["saturated"], true);
}
