//! One test for each program under `tests/programs`, of the same name: what it does is contained, counted, and leaves its
//! neighbours alone.
//!
//! What each program does stands at the head of its file.

use std::collections::BTreeSet;
use std::time::Duration;

use wasmload_tests::binary::{Finished, Wasmload};
use wasmload_tests::guests::{guest, programs};
use wasmload_tests::http_server::HttpServer;
use wasmload_tests::raw_server::{Misbehaviour, RawServer};
use wasmload_tests::refused_address;
use wasmload_tests::summary::Summary;

#[test]
fn every_program_has_a_test_of_its_name() {
    let this = std::env::current_exe().expect("the path of this program");
    let listed = std::process::Command::new(this).args(["--list", "guests::"]).output().expect("the list of tests");
    let listed = String::from_utf8(listed.stdout).expect("names of tests");
    let tests: BTreeSet<&str> = listed.lines().filter_map(|line| line.strip_suffix(": test")).collect();
    for program in programs() {
        assert!(tests.contains(&*format!("guests::{program}")), "the program `{program}` has no test of its name");
    }
}

/// `wasmload run` of a program in which each of so many VUs runs so many iterations.
fn each(program: &str, vus: u32, iterations: u32) -> Wasmload {
    each_with(program, vus, iterations, "")
}

/// The same with more keys at the top of the plan, or tables after it.
fn each_with(program: &str, vus: u32, iterations: u32, more: &str) -> Wasmload {
    let (top, tables) = more.split_once("---").unwrap_or((more, ""));
    let scenario = format!("executor = 'per-vu-iterations'\nvus = {vus}\niterations = {iterations}");
    Wasmload::run(&guest(program)).plan(&format!("{top}\n[scenarios.only]\n{scenario}\n{tables}"))
}

/// Sub-metrics are in the summary when a threshold speaks about them; these hold always.
fn watching(selectors: &[&str]) -> String {
    let lines: Vec<String> = selectors.iter().map(|selector| format!("'{selector}' = ['count>=0']")).collect();
    format!("---\n[thresholds]\n{}", lines.join("\n"))
}

#[track_caller]
fn all_checks_passed(finished: &Finished) -> Summary {
    let summary = finished.summary();
    let checks = summary.json["checks"].as_array().expect("a list of checks");
    let failed: Vec<_> = checks.iter().filter(|check| check["fails"] != 0).collect();
    assert!(failed.is_empty() && !checks.is_empty(), "{failed:?}\n{}", finished.stderr);
    summary
}

#[track_caller]
fn says(finished: &Finished, text: &str) {
    assert!(finished.stderr.contains(text), "`{text}` is not in: {}", finished.stderr);
}

fn lines_with(finished: &Finished, text: &str) -> usize {
    finished.stderr.lines().filter(|line| line.contains(text)).count()
}

// === The ends of a test

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

// === Traps in each step

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

// === Guests that take too much

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

// === Guests that reach for what they were not granted

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

// === Guests that behave

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
fn fixed_work() {
    let run = each("fixed_work", 2, 25).args(["--env", "WORK=1000"]).finish().expect_code(0);
    let summary = run.summary();
    assert_eq!((summary.count("iterations"), summary.count("multiplications")), (50, 50_000));
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
fn execution_info() {
    let plan = watching(&["asked{phase:second}", "asked{phase:first}"]);
    let run = each_with("execution_info", 3, 4, &plan).finish().expect_code(0);
    let summary = all_checks_passed(&run);
    assert_eq!(summary.count("asked"), 12);
    assert_eq!(summary.count("asked{phase:second}"), 9);
    assert_eq!(summary.count_or_zero("asked{phase:first}"), 0);
    let open = "[scenarios.open]\nexecutor = 'constant-arrival-rate'\nrate = 20\nduration = '1s'\npreAllocatedVUs = 2";
    let run = Wasmload::run(&guest("execution_info")).plan(open).finish().expect_code(0);
    all_checks_passed(&run);
}

#[test]
fn groups_and_checks() {
    let plan = watching(&["steps{group:::outer}", "steps{group:::outer::inner}"]);
    let run = each_with("groups_and_checks", 1, 5, &plan).finish().expect_code(0);
    let summary = run.summary();
    assert_eq!(summary.count("group_duration"), 10);
    assert_eq!(summary.count("steps"), 15);
    assert_eq!(summary.count("steps{group:::outer}"), 5);
    assert_eq!(summary.count("steps{group:::outer::inner}"), 5);
    assert_eq!(summary.value("checks", "rate"), 0.75);

    let forgetful = "[scenarios.only]\nexecutor = 'per-vu-iterations'\niterations = 3\nexec = 'forgetful'";
    let run = Wasmload::run(&guest("groups_and_checks")).plan(forgetful).finish().expect_code(0);
    assert_eq!(run.summary().count("steps"), 3);
}

#[test]
fn nan_values() {
    let run = each("nan_values", 1, 10).finish().expect_code(0);
    let summary = run.summary();
    assert_eq!((summary.count("sizes"), summary.count("values_rejected")), (10, 40));
    assert!(summary.value("iteration_duration", "max") < 1000.0);
}

#[test]
fn invalid_utf8() {
    let plan = watching(&["iterations_failed{reason:trap}"]);
    let run = each_with("invalid_utf8", 2, 3, &plan).finish().expect_code(0);
    let summary = run.summary();
    assert_eq!((summary.count("iterations"), summary.count("iterations_failed{reason:trap}")), (6, 6));
}

#[test]
fn http_get() {
    let server = HttpServer::start();
    let run = each("http_get", 2, 5).args(["--target", &server.url()]).finish().expect_code(0);
    let summary = all_checks_passed(&run);
    assert_eq!((summary.count("http_reqs"), server.stop().requests), (10, 10));
    let server = HttpServer::start();
    let run = each("http_get", 2, 5).args(["--target", &server.url(), "--env", "URL=/status/500"]).finish();
    let summary = run.expect_code(0).summary();
    assert_eq!((summary.value("checks", "rate"), summary.value("http_req_failed", "rate")), (0.0, 1.0));
}

#[test]
fn http_json_path() {
    let server = HttpServer::start();
    let run = each("http_json_path", 1, 1).args(["--target", &server.url(), "--env", "EXPECTED=7"]).finish();
    let run = run.expect_code(0);
    all_checks_passed(&run);
    says(&run, "items.0.id is 7");
}

#[test]
fn http_all() {
    let server = HttpServer::start();
    let raw = [
        ("RESET_URL", Misbehaviour::ResetMidBody),
        ("SILENT_URL", Misbehaviour::NeverAnswer),
        ("GARBAGE_URL", Misbehaviour::Garbage),
        ("CUT_URL", Misbehaviour::EndMidBody),
    ];
    let raw = raw.map(|(name, misbehaviour)| (name, RawServer::start(misbehaviour)));
    let mut run = each("http_all", 1, 2).args(["--target", &server.url(), "--allow-net", "127.0.0.1"]);
    run = run.args(["--allow-net", "*.invalid"]);
    let mut variables: Vec<String> = raw.iter().map(|(name, server)| format!("{name}={}/", server.url())).collect();
    variables.push(format!("REFUSED_URL=http://{}/", refused_address()));
    variables.push("DNS_URL=http://nobody.invalid/".to_owned());
    variables.push("NOT_GRANTED_URL=http://192.0.2.1/".to_owned());
    for variable in &variables {
        run = run.args(["--env", variable]);
    }
    let run = run.finish().expect_code(0);
    let summary = all_checks_passed(&run);
    assert_eq!(summary.count_or_zero("iterations_failed"), 0);
}
