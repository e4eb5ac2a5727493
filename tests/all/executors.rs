//! The six executors end to end: what a plan says is what the server sees.
//!
//! Not their schedules to the nanosecond: the core's tests do that on a paused clock.

use std::time::Duration;

use wasmload_tests::binary::Wasmload;
use wasmload_tests::guests::guest;
use wasmload_tests::http_server::{Behaviour, HttpServer};
use wasmload_tests::summary::Summary;

/// Runs `hello` against a quick server with one scenario of that TOML, and returns the summary and the server's count.
fn run(scenario: &str) -> (Summary, u64) {
    run_against(HttpServer::start(), scenario)
}

fn run_against(server: HttpServer, scenario: &str) -> (Summary, u64) {
    let plan = format!("[scenarios.only]\n{scenario}");
    let run = Wasmload::run(&guest("hello")).args(["--target", &server.url(), "--allow-failures"]).plan(&plan);
    let finished = run.finish().expect_code(0);
    let summary = finished.summary();
    assert_eq!(summary.count_or_zero("iterations_failed"), 0);
    (summary, server.stop().requests)
}

fn slow_server(milliseconds: u64) -> HttpServer {
    HttpServer::behaving(Behaviour { schedule: vec![Duration::from_millis(milliseconds)], ..Behaviour::default() })
}

#[test]
fn shared_iterations_run_exactly_as_many_as_planned() {
    let (summary, requests) = run("executor = 'shared-iterations'\nvus = 4\niterations = 101");
    assert_eq!((summary.count("iterations"), requests), (101, 101));
}

#[test]
fn each_vu_runs_its_iterations_per_vu() {
    let (summary, requests) = run("executor = 'per-vu-iterations'\nvus = 7\niterations = 13");
    assert_eq!((summary.count("iterations"), requests), (91, 91));
}

#[test]
fn constant_vus_loop_and_finish_what_they_began() {
    let (summary, requests) = run_against(slow_server(70), "executor = 'constant-vus'\nvus = 3\nduration = '1s'");
    assert_eq!(summary.count("iterations"), requests);
    // 1,000 ms hold fourteen rounds of 70 ms for each VU, and the last one may go on beyond the end.
    assert!((3..=3 * 15).contains(&requests), "{requests}");
    assert_eq!(summary.value("vus_max", "max"), 3.0);
}

#[test]
fn ramping_vus_reach_their_target() {
    let stages =
        "[{ duration = '500ms', target = 5 }, { duration = '1s', target = 5 }, { duration = '500ms', target = 0 }]";
    let (summary, requests) =
        run_against(slow_server(20), &format!("executor = 'ramping-vus'\nstartVUs = 0\nstages = {stages}"));
    assert_eq!(summary.count("iterations"), requests);
    assert_eq!(summary.value("vus", "max"), 5.0);
    assert_eq!(summary.value("vus_max", "max"), 5.0);
}

#[test]
fn a_constant_arrival_rate_starts_its_rate() {
    let (summary, requests) =
        run("executor = 'constant-arrival-rate'\nrate = 100\nduration = '2s'\npreAllocatedVUs = 50");
    assert_eq!(summary.count("iterations"), requests);
    assert_eq!(summary.count("iterations") + summary.count_or_zero("dropped_iterations"), 200);
    assert_eq!(summary.count("iteration_lateness"), summary.count("iterations"));
    assert_eq!(summary.count("iteration_response_time"), summary.count("iterations"));
}

#[test]
fn a_ramping_arrival_rate_starts_the_area_under_its_curve() {
    let stages = "[{ duration = '1s', target = 100 }, { duration = '1s', target = 100 }]";
    let (summary, requests) =
        run(&format!("executor = 'ramping-arrival-rate'\npreAllocatedVUs = 50\nstages = {stages}"));
    assert_eq!(summary.count("iterations"), requests);
    assert_eq!(summary.count("iterations") + summary.count_or_zero("dropped_iterations"), 150);
}

#[test]
fn iterations_without_an_idle_vu_are_dropped_and_counted() {
    let scenario = "executor = 'constant-arrival-rate'\nrate = 100\nduration = '1s'\npreAllocatedVUs = 1";
    let (summary, requests) = run_against(slow_server(200), scenario);
    assert_eq!(summary.count("iterations"), requests);
    assert_eq!(summary.count("iterations") + summary.count("dropped_iterations"), 100);
    assert!((1..=6).contains(&requests), "{requests}");
}

#[test]
fn the_same_seed_draws_the_same_arrivals() {
    let starts = |seed: &str| {
        let server = HttpServer::start();
        let plan = "[scenarios.only]\nexecutor = 'constant-arrival-rate'\nrate = 200\nduration = '2s'\n\
            preAllocatedVUs = 100\ndistribution = 'poisson'";
        let run = Wasmload::run(&guest("hello")).args(["--target", &server.url(), "--seed", seed]).plan(plan);
        let summary = run.finish().expect_code(0).summary();
        summary.count("iterations") + summary.count_or_zero("dropped_iterations")
    };
    let drawn = starts("1");
    assert_eq!(starts("1"), drawn);
    // 400 on average with a standard deviation of 20: seeds that are both within half of one, and equal, are rare; these
    // are not.
    assert_ne!(starts("2"), drawn);
}

#[test]
fn scenarios_run_side_by_side_and_can_be_selected() {
    let plan = "[scenarios.first]\nexecutor = 'shared-iterations'\niterations = 3\n\
        [scenarios.second]\nexecutor = 'shared-iterations'\niterations = 5\nstartTime = '300ms'";
    let count = |selection: &[&str]| {
        let server = HttpServer::start();
        let run = Wasmload::run(&guest("hello")).args(["--target", &server.url()]).args(selection).plan(plan);
        (run.finish().expect_code(0).summary().count("iterations"), server.stop().requests)
    };
    assert_eq!(count(&[]), (8, 8));
    assert_eq!(count(&["--scenario", "second"]), (5, 5));
}

#[test]
fn an_iteration_that_outlives_its_graceful_stop_is_interrupted_and_not_counted() {
    let scenario = "executor = 'constant-vus'\nvus = 2\nduration = '500ms'\ngracefulStop = '0s'";
    let (summary, requests) = run_against(slow_server(20_000), scenario);
    assert_eq!(summary.count_or_zero("iterations"), 0);
    assert_eq!(requests, 0);
}
