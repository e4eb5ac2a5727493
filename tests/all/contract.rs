//! The contract in four languages: guests in Go, JavaScript and Python on raw bindings record what the contract says.
//!
//! Not the SDKs: the guests here know the WIT only.

use wasmload_tests::binary::Wasmload;
use wasmload_tests::guests::contract_guest;
use wasmload_tests::http_server::HttpServer;
use wasmload_tests::skipped;
use wasmload_tests::summary::Summary;

/// The plan of each guest: two VUs with three iterations each.
const ITERATIONS: u64 = 6;

/// One GET, two POSTs and the answered half of a batch.
const REQUESTS_PER_ITERATION: u64 = 4;

fn run(language: &str, arguments: &[&str]) -> Option<(Summary, u64)> {
    let Some(guest) = contract_guest(language) else {
        skipped(&format!("the contract guest in `{language}`"), "its language's tools are not on this machine");
        return None;
    };
    let server = HttpServer::start();
    let refused = HttpServer::start();
    let variables = [format!("URL={}/json", server.url()), format!("REFUSED_URL={}/", refused.url())];
    let run = Wasmload::run(&guest).args(["--allow-net", &server.address().to_string()]);
    let run = run.args(["--env", &variables[0], "--env", &variables[1]]).args(arguments);
    let finished = run.finish();
    assert_eq!(refused.requests(), 0, "a host that was not granted was reached");
    let code = if arguments.is_empty() { 0 } else { 111 };
    Some((finished.expect_code(code).summary(), server.stop().requests))
}

/// The guest records what the contract says, and nothing of its own.
fn records_the_contract(language: &str) {
    let Some((summary, requests)) = run(language, &[]) else { return };
    assert_eq!(summary.count("iterations"), ITERATIONS);
    assert_eq!(summary.count_or_zero("iterations_failed"), 0);
    assert_eq!(requests, ITERATIONS * REQUESTS_PER_ITERATION);
    assert_eq!(summary.count("http_reqs"), requests);
    assert_eq!(summary.value("http_req_failed", "rate"), 0.0);
    assert_eq!(summary.count("contract_requests"), ITERATIONS);
    assert_eq!(summary.count("contract_duration"), ITERATIONS);
    assert_eq!(summary.count("group_duration"), ITERATIONS);
    assert_eq!(summary.count("refused_calls"), 2 * ITERATIONS);
    assert_eq!(summary.value("checks", "rate"), 1.0, "{}", summary.json["checks"]);
    let custom = summary.metric_names().into_iter().filter(|name| name.starts_with("contract_")).collect::<Vec<_>>();
    assert_eq!(custom, ["contract_duration", "contract_requests"]);
}

/// A failed iteration is counted, and the VU goes on.
fn fails_in_good_order(language: &str) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("failing.toml");
    std::fs::write(&file, "[scenarios.failing]\nexecutor = 'per-vu-iterations'\niterations = 5\nexec = 'failing'\n")
        .expect("a plan file");
    let Some((summary, requests)) = run(language, &["--config", &file.display().to_string(), "--scenario", "failing"])
    else {
        return;
    };
    assert_eq!((summary.count("iterations"), summary.count("iterations_failed"), requests), (5, 5, 0));
}

#[test]
fn the_go_guest_records_the_contract() {
    records_the_contract("go");
}

#[test]
fn the_javascript_guest_records_the_contract() {
    records_the_contract("js");
}

#[test]
fn the_python_guest_records_the_contract() {
    records_the_contract("python");
}

#[test]
fn the_go_guest_fails_in_good_order() {
    fails_in_good_order("go");
}

#[test]
fn the_javascript_guest_fails_in_good_order() {
    fails_in_good_order("js");
}

#[test]
fn the_python_guest_fails_in_good_order() {
    fails_in_good_order("python");
}
