//! Guests that take too much, or reach for what they were not granted: they are stopped, and their neighbours go on.
//!
//! Not the grants themselves: `grants` is about those.

use std::time::Duration;

use wasmload_tests::binary::Wasmload;
use wasmload_tests::guests::guest;
use wasmload_tests::http_server::HttpServer;

use super::{all_checks_passed, each, each_with, lines_with, says, watching};

#[test]
fn endless_loop() {
    let plan = "guestStall = '200ms'".to_owned() + &watching(&["iterations_failed{reason:stalled}"]);
    let run = each_with("endless_loop", 3, 5, &plan).args(["--workers", "1"]).finish().expect_code(0);
    let summary = run.summary();
    // The first iteration of VU 1; the VU in its place has another number and does the four that are left.
    assert_eq!(summary.count("iterations"), 15);
    assert_eq!(summary.count("iterations_failed"), 1);
    assert_eq!(summary.count("iterations_failed{reason:stalled}"), 1);
}

#[test]
fn endless_loop_in_setup() {
    let run = each_with("endless_loop_in_setup", 1, 1, "guestStall = '200ms'").finish().expect_code(107);
    assert!(run.took < Duration::from_secs(30), "{:?}", run.took);
    says(&run, "setup");
}

#[test]
fn memory_hog() {
    let plan = "vuMemory = '16MiB'".to_owned()
        + &watching(&["iterations_failed{reason:memory}", "iterations_failed{reason:trap}"]);
    let run = each_with("memory_hog", 3, 5, &plan).finish().expect_code(0);
    let summary = run.summary();
    assert_eq!(summary.count("iterations"), 15);
    assert_eq!(summary.count("iterations_failed"), 1);
    let by_reason =
        ["memory", "trap"].map(|reason| summary.count_or_zero(&format!("iterations_failed{{reason:{reason}}}")));
    assert_eq!(by_reason.iter().sum::<u64>(), 1);
    assert!(summary.value("generator_memory", "max") < 512e6, "{}", summary.metric("generator_memory"));
}

#[test]
fn leaked_handles() {
    let run = each("leaked_handles", 2, 20).args(["--allow-failures"]).finish().expect_code(0);
    let summary = run.summary();
    assert_eq!(summary.count("iterations"), 40);
    assert!(summary.value("generator_memory", "max") < 1e9, "{}", summary.metric("generator_memory"));
}

#[test]
fn busy() {
    let plan = "[scenarios.busy]\nexecutor = 'constant-vus'\nduration = '2s'\nenv = { BUSY_MS = '300' }\n\
        [scenarios.quick]\nexecutor = 'constant-vus'\nduration = '2s'\nenv = { BUSY_MS = '1' }\n\
        [thresholds]\n'iterations{scenario:quick}' = ['count>=0']\n'iterations{scenario:busy}' = ['count>=0']";
    let run = Wasmload::run(&guest("busy")).args(["--workers", "1"]).plan(plan).finish().expect_code(0);
    let summary = run.summary();
    // With a worker that waited for the busy one, there would be as many quick iterations as busy ones.
    let (quick, busy) = (summary.count("iterations{scenario:quick}"), summary.count("iterations{scenario:busy}"));
    assert!(busy >= 1 && quick >= 4 * busy, "{quick} quick and {busy} busy iterations");
    assert!(summary.value("generator_lag", "max") > 0.0);
}

#[test]
fn hot_neighbour() {
    let server = HttpServer::start();
    let plan = "[scenarios.hot]\nexecutor = 'per-vu-iterations'\nexec = 'hot'\nenv = { BUSY_MS = '500' }\n\
        [scenarios.light]\nexecutor = 'per-vu-iterations'\niterations = 20\nexec = 'light'\n\
        [thresholds]\n'iterations{scenario:hot}' = ['count>=0']";
    let run = Wasmload::run(&guest("hot_neighbour")).args(["--workers", "1", "--target", &server.url()]).plan(plan);
    let summary = all_checks_passed(&run.finish().expect_code(0));
    assert_eq!((summary.count("iterations{scenario:hot}"), summary.count("http_reqs")), (1, 20));
    assert!(summary.count("generator_lag") > 0);
}

#[test]
fn log_flood() {
    let run = each("log_flood", 2, 5).finish().expect_code(0);
    assert_eq!(run.summary().count("iterations"), 10);
    let shown = lines_with(&run, "message ") + lines_with(&run, "output ") + lines_with(&run, "error ");
    assert!((1..=5_000).contains(&shown), "{shown} of 120,000 messages are shown");
    says(&run, "left out");
}

#[test]
fn many_metrics() {
    let run = each("many_metrics", 1, 1).finish().expect_code(0);
    let summary = all_checks_passed(&run);
    assert_eq!(summary.count("registered") + summary.count_or_zero("refused"), 10_000);
}

#[test]
fn many_series() {
    let run = each_with("many_series", 1, 1, "maxSeries = 1000").finish().expect_code(0);
    assert_eq!(run.summary().count("hits"), 20_000);
    assert_eq!(lines_with(&run, "series"), 1, "one warning: {}", run.stderr);
}

#[test]
fn forbidden_host() {
    let server = HttpServer::start();
    let run = each("forbidden_host", 2, 5).args(["--env", &format!("URL={}/", server.url())]).finish().expect_code(0);
    let summary = all_checks_passed(&run);
    assert_eq!(summary.count("refused_calls"), 10);
    assert_eq!(server.stop().connections, 0);
    assert_eq!(lines_with(&run, "--allow-net"), 1, "one hint: {}", run.stderr);
}

#[test]
fn forbidden_file() {
    let run = each("forbidden_file", 1, 2).finish().expect_code(0);
    all_checks_passed(&run);
}

#[test]
fn granted_file() {
    let outside = tempfile::tempdir().unwrap();
    let folder = outside.path().join("granted");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("known"), "as it was").unwrap();
    std::fs::write(outside.path().join("secret"), "not to be seen").unwrap();
    let run = |grant: &str, writable: &str| {
        let grant = format!("{}:/data{grant}", folder.display());
        let run = each("granted_file", 2, 1).args(["--allow-dir", &grant, "-e", writable]).finish().expect_code(0);
        all_checks_passed(&run);
        std::fs::read_dir(&folder).unwrap().count()
    };
    assert_eq!(run("", "WRITABLE=false"), 1, "nothing was written");
    assert_eq!(run(":rw", "WRITABLE=true"), 3, "each of two VUs wrote a file");
    assert_eq!(std::fs::read_to_string(folder.join("known")).unwrap(), "as it was");
}

#[test]
fn forbidden_variable() {
    let run = each("forbidden_variable", 1, 2).args(["--env", "GRANTED=yes"]).finish().expect_code(0);
    all_checks_passed(&run);
    let run = each("forbidden_variable", 1, 2).args(["--allow-env", "GRANTED"]).env("GRANTED", "yes").finish();
    all_checks_passed(&run.expect_code(0));
}

#[test]
fn forbidden_socket() {
    let server = HttpServer::start();
    let address = server.address().to_string();
    let run = each("forbidden_socket", 1, 2).args(["--allow-net", &address, "--env", &format!("ADDRESS={address}")]);
    all_checks_passed(&run.finish().expect_code(0));
    assert_eq!(server.stop().connections, 0);
}
