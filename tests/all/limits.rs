//! Limits on what a run may use, set by flags. What guests do against them is in `guests`.

use wasmload_tests::binary::Wasmload;
use wasmload_tests::guests::guest;

#[test]
fn a_vu_gets_the_memory_that_it_was_given() {
    // A Rust guest needs more than a mebibyte for its stack alone.
    let run = Wasmload::run(&guest("noop")).args(["--vu-memory", "1MiB"]).finish().expect_code(104);
    assert!(run.stderr.contains("hint: raise it with `--vu-memory 2MiB`"), "{}", run.stderr);
    Wasmload::run(&guest("noop")).args(["--vu-memory", "4MiB"]).finish().expect_code(0);
}

#[test]
fn a_guest_may_compute_as_long_as_its_stall_limit_says() {
    let busy = |stall: &str| {
        let run =
            Wasmload::run(&guest("endless_loop")).args(["--vus", "1", "--iterations", "1", "--guest-stall", stall]);
        run.finish().expect_code(111)
    };
    let (short, long) = (busy("100ms"), busy("2s"));
    let duration = |run: &wasmload_tests::binary::Finished| run.summary().value("iteration_duration", "max");
    assert!((90.0..=1_500.0).contains(&duration(&short)), "{}", duration(&short));
    assert!((1_900.0..=6_000.0).contains(&duration(&long)), "{}", duration(&long));
}

#[test]
fn a_thousand_vus_run_at_the_same_time() {
    let plan = "[scenarios.only]\nexecutor = 'per-vu-iterations'\nvus = 1000\niterations = 2";
    let run = Wasmload::run(&guest("sleeper")).plan(plan).finish().expect_code(0);
    assert_eq!(run.summary().count("iterations"), 2000);
    assert_eq!(run.summary().value("vus_max", "max"), 1000.0);
}

#[test]
fn more_vus_than_the_system_allows_are_told_before_the_run() {
    // Each VU reserves gigabytes of addresses: no 64-bit system has room for this many.
    let run = Wasmload::run(&guest("noop")).args(["--vus", "4000000", "--duration", "1s"]).finish();
    assert_ne!(run.code, 0);
    assert!(run.stderr.contains("VUs") && run.stderr.contains("hint:"), "{}", run.stderr);
}
