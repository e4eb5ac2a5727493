//! One test for each program under `tests/programs`, of the same name: what it does is contained, counted, and leaves its
//! neighbours alone.
//!
//! What each program does stands at the head of its file.

mod benches;
mod containment;
mod endings;
mod figures;
mod http;
mod inputs;
mod websocket;

use std::collections::BTreeSet;

use wasmload_tests::binary::{Finished, Wasmload};
use wasmload_tests::guests::{guest, programs};
use wasmload_tests::summary::Summary;

#[test]
fn every_program_has_a_test_of_its_name() {
    let this = std::env::current_exe().expect("the path of this program");
    let listed = std::process::Command::new(this).args(["--list", "guests::"]).output().expect("the list of tests");
    let listed = String::from_utf8(listed.stdout).expect("names of tests");
    let tests = listed.lines().filter_map(|line| line.strip_suffix(": test")?.rsplit("::").next());
    let tests: BTreeSet<&str> = tests.collect();
    for program in programs() {
        assert!(tests.contains(program.as_str()), "the program `{program}` has no test of its name");
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
