//! Latency that cannot flatter: known delays are measured as they were, and a stall is seen by whoever was to start then.
//!
//! Not wasmload's own cost, which `cargo xtask bench` measures.

use std::time::Duration;

use wasmload_tests::binary::Wasmload;
use wasmload_tests::guests::guest;
use wasmload_tests::http_server::{Behaviour, HttpServer};

const PERCENTILES: [f64; 3] = [50.0, 95.0, 99.0];

/// The value that so many percent of the values do not exceed (nearest rank).
fn percentile(sorted: &[Duration], percent: f64) -> f64 {
    let rank = (percent / 100.0 * sorted.len() as f64).ceil() as usize;
    sorted[rank.clamp(1, sorted.len()) - 1].as_secs_f64() * 1000.0
}

#[test]
fn percentiles_are_within_two_percent_of_what_the_server_slept() {
    // A thousand delays, evenly from 100 to 500 ms, in an order that mixes short and long ones.
    let schedule: Vec<Duration> =
        (0..1000_u64).map(|index| Duration::from_micros(100_000 + 400 * (index * 617 % 1000))).collect();
    let server = HttpServer::behaving(Behaviour { schedule: schedule.clone(), ..Behaviour::default() });
    let run = Wasmload::run(&guest("hello")).args(["--target", &server.url()]);
    let plan = "summaryTrendStats = ['p(50)', 'p(95)', 'p(99)', 'count']\n\
        [scenarios.only]\nexecutor = 'per-vu-iterations'\nvus = 50\niterations = 20";
    let summary = run.plan(plan).finish().expect_code(0).summary();
    assert_eq!(summary.count("http_req_duration"), 1000);
    let (mut slept, mut measured) = (schedule, server.took());
    slept.sort_unstable();
    measured.sort_unstable();
    for percent in PERCENTILES {
        for metric in ["http_req_duration", "http_req_waiting", "iteration_duration"] {
            let reported = summary.value(metric, &format!("p({percent})"));
            for (what, truth) in [("slept", percentile(&slept, percent)), ("measured", percentile(&measured, percent))]
            {
                let error = (reported - truth) / truth;
                assert!(error.abs() <= 0.02, "p({percent}) of {metric}: {reported} ms, the server {what} {truth} ms");
            }
        }
    }
}

/// A server that takes 5 ms for an answer, and for one second, one second after its first request, answers nothing.
fn stalling_server() -> HttpServer {
    let second = Duration::from_secs(1);
    HttpServer::behaving(Behaviour { schedule: vec![Duration::from_millis(5)], stall: Some((second, second)) })
}

#[test]
fn a_stall_shows_in_the_response_time_of_an_open_executor_and_hides_in_the_service_time_of_a_closed_one() {
    let server = stalling_server();
    let plan = "summaryTrendStats = ['med', 'p(90)', 'p(99)', 'max', 'count']\n\
        [scenarios.open]\nexecutor = 'constant-arrival-rate'\nrate = 100\nduration = '4s'\npreAllocatedVUs = 200\n\
        [scenarios.closed]\nexecutor = 'constant-vus'\nvus = 2\nduration = '4s'\n\
        [thresholds]\n'iteration_response_time{scenario:open}' = ['max>0']\n\
        'iteration_duration{scenario:closed}' = ['max>0']\n'iterations{scenario:open}' = ['count>0']";
    let run = Wasmload::run(&guest("hello")).args(["--target", &server.url()]).plan(plan);
    let summary = run.finish().expect_code(0).summary();

    // 400 starts in four seconds, and those of one second wait for its end: a tenth of all waits longer than 600 ms.
    let open = "iteration_response_time{scenario:open}";
    assert_eq!(summary.count("iterations{scenario:open}") + summary.count_or_zero("dropped_iterations"), 400);
    let slow = summary.value(open, "p(90)");
    assert!((550.0..=680.0).contains(&slow), "p(90) of the response time is {slow} ms");
    assert!((950.0..=1150.0).contains(&summary.value(open, "max")), "{}", summary.metric(open));

    // Two VUs ran some 1,000 iterations, and only the two under way felt the second.
    let closed = "iteration_duration{scenario:closed}";
    assert!(summary.value(closed, "max") >= 950.0, "{}", summary.metric(closed));
    assert!(summary.value(closed, "p(99)") <= 100.0, "{}", summary.metric(closed));
}

#[test]
fn a_stall_that_uses_up_all_vus_shows_as_dropped_iterations() {
    let server = stalling_server();
    let plan = "summaryTrendStats = ['p(99)', 'max', 'count']\n\
        [scenarios.open]\nexecutor = 'constant-arrival-rate'\nrate = 100\nduration = '4s'\npreAllocatedVUs = 3";
    let run = Wasmload::run(&guest("hello")).args(["--target", &server.url()]).plan(plan);
    let summary = run.finish().expect_code(0).summary();
    let (done, dropped) = (summary.count("iterations"), summary.count("dropped_iterations"));
    assert_eq!(done + dropped, 400);
    assert!((90..=110).contains(&dropped), "{dropped} of 400 were dropped");
    assert!(summary.value("iteration_duration", "p(99)") <= 100.0, "{}", summary.metric("iteration_duration"));
}
