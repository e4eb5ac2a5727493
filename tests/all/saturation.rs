//! Whether the generator or the target was the limit: the verdict speaks when wasmload is starved on purpose, and is silent
//! when only the target is slow.
//!
//! The machine of a test may be overloaded itself. Then the verdict rightly speaks, so that silence is asked for only where
//! the exported figures are within the limits; a slow target cannot make wasmload compute, wherever it runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
use serde_json::Value;
use wasmload_tests::binary::{Finished, Wasmload};
use wasmload_tests::guests::guest;
use wasmload_tests::http_server::HttpServer;
use wasmload_tests::raw_server::{Misbehaviour, RawServer};
use wasmload_tests::refused_address;

const WORDS: &str = "the generator, not the target, was the limit";

/// The generator's part of the summary, once it is known that the verdict is what its own figures say.
#[track_caller]
fn verdict(run: &Finished) -> Value {
    let summary = run.summary();
    let generator = summary.json["generator"].clone();
    let over = |figure: &str, limit: f64| generator[figure].as_f64().is_some_and(|figure| figure > limit);
    let enough =
        |metric: &str| summary.json["metrics"][metric]["values"]["count"].as_f64().is_some_and(|count| count >= 100.0);
    let evidence = over("cpu_mean", 0.9)
        || over("busy_p90", 0.9)
        || (over("lag_p99", 10.0) && enough("generator_lag"))
        || (over("lateness_p99", 10.0) && enough("iteration_lateness"));
    assert_eq!(generator["saturated"], evidence, "{generator}");
    assert_eq!(run.stdout.contains(WORDS), evidence, "{}", run.stdout);
    assert_eq!(generator["reasons"].as_array().is_some_and(|reasons| !reasons.is_empty()), evidence, "{generator}");
    generator
}

#[track_caller]
fn accuses(run: &Finished, reason: &str) -> Value {
    let generator = verdict(run);
    assert!(generator["reasons"].to_string().contains(reason), "`{reason}` is not in {generator}");
    generator
}

/// Wasmload had nothing to do, and if it is accused it is for the lateness of a machine that is overloaded.
#[track_caller]
fn acquits(run: &Finished) -> Value {
    let generator = verdict(run);
    assert!(generator["cpu_mean"].as_f64() < Some(0.5), "{generator}");
    generator
}

// === Starved on purpose

#[test]
fn a_worker_that_never_rests_is_seen_however_many_cores_there_are() {
    let run = Wasmload::run(&guest("busy")).args(["--workers", "1", "--vus", "1", "--duration", "2s"]);
    let generator = accuses(&run.finish().expect_code(0), "no time to spare");
    assert!(generator["busy_mean"].as_f64() > Some(0.9), "{generator}");
}

#[test]
fn a_rate_that_a_worker_cannot_give_is_the_generators_limit() {
    let plan = "[scenarios.only]\nexecutor = 'constant-arrival-rate'\nrate = 1000\nduration = '2s'\n\
        preAllocatedVUs = 20\nenv = { BUSY_MS = '5' }";
    let run = Wasmload::run(&guest("busy")).args(["--workers", "1"]).plan(plan).finish().expect_code(0);
    let generator = accuses(&run, "no time to spare");
    let undelivered = generator["undelivered"][0].as_str().expect("iterations were dropped");
    assert!(undelivered.contains("were dropped") && undelivered.contains("the generator may be why"), "{undelivered}");
}

/// Threads that compute all the time, on the cores of the thread that starts them.
struct Spinners {
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Spinners {
    fn start(count: usize) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let spin = |stop: Arc<AtomicBool>| move || while !stop.load(Ordering::Relaxed) {};
        let threads = (0..count).map(|_| std::thread::spawn(spin(Arc::clone(&stop)))).collect();
        Self { stop, threads }
    }
}

impl Drop for Spinners {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads.drain(..) {
            thread.join().expect("it only computes");
        }
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_generator_whose_core_others_take_says_that_it_had_none() {
    // What this thread starts inherits its one core.
    let all = sched_getaffinity(None).expect("the cores of this thread");
    let first = (0..CpuSet::MAX_CPU).find(|core| all.is_set(*core)).expect("a core");
    let mut one = CpuSet::new();
    one.set(first);
    sched_setaffinity(None, &one).expect("a core that this thread may use");
    let spinners = Spinners::start(4);
    let run = Wasmload::run(&guest("busy")).args(["--vus", "2", "--duration", "3s", "-e", "BUSY_MS=1"]);
    let run = run.finish().expect_code(0);
    drop(spinners);
    let generator = accuses(&run, "had no core for");
    let of = |figure: &str| generator[figure].as_f64().expect("a figure");
    // It was starved and did not starve itself: one of five on a core.
    assert!(of("core_wait_mean") > 0.4 && of("cpu_mean") < 0.6, "{generator}");
    assert_eq!(generator["workers"], 1, "as many as it has cores");
}

// === Not the generator

#[test]
fn a_slow_target_is_not_the_generators_limit() {
    let server = HttpServer::start();
    let run = Wasmload::run(&guest("http_get")).args(["--target", &server.url(), "-e", "URL=/?delay_ms=300"]);
    acquits(&run.args(["--vus", "20", "--duration", "2s"]).finish().expect_code(0));
}

#[test]
fn a_target_that_hangs_is_not_the_generators_limit() {
    let server = RawServer::start(Misbehaviour::NeverAnswer);
    let plan = "[scenarios.only]\nexecutor = 'constant-vus'\nvus = 20\nduration = '2s'\ngracefulStop = '0s'";
    let run = Wasmload::run(&guest("http_get")).args(["--target", &server.url(), "--allow-failures"]).plan(plan);
    acquits(&run.finish().expect_code(0));
}

#[test]
fn iterations_that_are_dropped_for_want_of_vus_are_not_the_generators_limit() {
    let server = HttpServer::start();
    let plan = "[scenarios.only]\nexecutor = 'constant-arrival-rate'\nrate = 100\nduration = '2s'\npreAllocatedVUs = 2";
    let run = Wasmload::run(&guest("http_get")).args(["--target", &server.url(), "-e", "URL=/?delay_ms=300"]);
    let generator = acquits(&run.plan(plan).finish().expect_code(0));
    let undelivered = generator["undelivered"][0].as_str().expect("iterations were dropped");
    let way_out = if generator["saturated"] == true { "the generator may be why" } else { "raise `maxVUs`" };
    assert!(undelivered.contains(way_out), "{undelivered}");
}

#[test]
fn errors_are_not_the_generators_limit() {
    let plan =
        "[scenarios.only]\nexecutor = 'constant-arrival-rate'\nrate = 100\nduration = '2s'\npreAllocatedVUs = 20";
    let target = format!("http://{}", refused_address());
    let run = Wasmload::run(&guest("http_get")).args(["--target", &target, "--allow-failures"]).plan(plan);
    let run = run.finish().expect_code(0);
    acquits(&run);
    assert_eq!(run.summary().value("http_req_failed", "rate"), 1.0);
}
