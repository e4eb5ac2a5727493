//! VUs that share a worker: one that computes all the time leaves the others their turns, and what it costs them is shown.
//!
//! Counts, not times: how fast a machine is does not matter.

use std::time::Duration;

use wasmload_tests::binary::Wasmload;
use wasmload_tests::guests::guest;
use wasmload_tests::http_server::HttpServer;
use wasmload_tests::summary::Summary;

/// How often each light VU gets a page within four seconds, beside a hot one on each worker. Where the hot one had 61
/// turns for each of theirs it was six times; where each turn of theirs cost one of 10 ms it was 400 times.
const TURNS: u32 = 40;

/// Runs ten light VUs beside one hot VU on each of so many workers.
fn beside_a_hot_one(workers: u32, server: &HttpServer) -> Summary {
    let plan = format!(
        "[scenarios.hot]\nexecutor = 'constant-vus'\nvus = {workers}\nduration = '4s'\nexec = 'hot'\n\
         [scenarios.light]\nexecutor = 'per-vu-iterations'\nvus = 10\niterations = {TURNS}\nmaxDuration = '4s'\n\
         exec = 'light'\n\
         [thresholds]\n'iterations{{scenario:light}}' = ['count>=0']\n'iterations{{scenario:hot}}' = ['count>=0']"
    );
    let run = Wasmload::run(&guest("hot_neighbour")).args(["--workers", &workers.to_string()]);
    run.args(["--target", &server.url()]).plan(&plan).finish().expect_code(0).summary()
}

fn each_light_vu_gets_its_turns(workers: u32) {
    let server = HttpServer::start();
    let summary = beside_a_hot_one(workers, &server);
    // Each VU has iterations of its own, so that none is done by another.
    assert_eq!(summary.count("iterations{scenario:light}"), u64::from(10 * TURNS), "{}", summary.json["generator"]);
    assert!(summary.count("iterations{scenario:hot}") > 0, "the hot one went on too");
}

#[test]
fn a_hot_vu_leaves_the_others_on_its_worker_their_turns() {
    each_light_vu_gets_its_turns(1);
}

#[test]
fn a_hot_vu_on_each_of_two_workers_leaves_the_others_their_turns() {
    each_light_vu_gets_its_turns(2);
}

#[test]
fn what_a_hot_vu_adds_to_the_latency_of_others_is_shown_as_lag() {
    let server = HttpServer::start();
    let summary = beside_a_hot_one(1, &server);
    let mut took = server.took();
    took.sort_unstable();
    let server_took = took[took.len() / 2].as_secs_f64() * Duration::from_secs(1).as_millis() as f64;
    let added = summary.value("http_req_duration", "med") - server_took;
    let lag = summary.value("generator_lag", "p(99)");
    assert!(added <= lag, "{added} ms were added to the median, and p(99) of the lag is {lag} ms");
    // The worker never rested, so nobody can take the figures for the target's.
    let generator = &summary.json["generator"];
    assert!(generator["saturated"] == true && generator["busy_p90"].as_f64() > Some(0.9), "{generator}");
}
