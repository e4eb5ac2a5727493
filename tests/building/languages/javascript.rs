//! JavaScript: what the engine lacks or does in its own way, and scripts as they come from k6. The functions are those of
//! `tests/languages/js`.

use wasmload_tests::guests::language_guest;
use wasmload_tests::http_server::HttpServer;
use wasmload_tests::languages::can_build;

use super::{Case, all_hold, case, refused};

const fn twice(function: &'static str, code: i32, says: &'static [&'static str]) -> Case {
    Case { function, vus: 2, iterations: 2, code, says }
}

#[test]
fn random_numbers_follow_the_seed_and_differ_between_vus() {
    if !can_build("js") {
        return;
    }
    let server = HttpServer::start();
    let values = || {
        let run = twice("random", 0, &[]).holds(&language_guest("js", "traps"), &server.url());
        let summary = run.summary();
        ["count", "min", "avg", "max"].map(|figure| summary.value("js_random", figure))
    };
    let [count, min, avg, max] = values();
    assert_eq!([count, min, avg, max], values());
    assert!(count == 6.0 && min < max, "{count} values from {min} to {max}");
}

#[test]
fn what_the_engine_lacks_is_there() {
    all_hold(
        "js",
        "traps",
        &[
            twice("globals", 0, &[]),
            twice("log", 0, &["top level", r#"plain {"a":[1]}"#, "debug: "]),
            twice("timers", 0, &[]),
            twice("surrogates", 0, &[]),
        ],
    );
}

#[test]
fn an_async_function_is_driven_to_its_end_or_fails() {
    all_hold(
        "js",
        "traps",
        &[
            twice("asyncWorks", 0, &[]),
            twice("asyncThrows", 111, &["iteration failed: RangeError: after an await", "traps.js:"]),
            twice("asyncNever", 111, &["the promise that the function returned can never settle"]),
            twice("unhandled", 111, &["a promise was rejected, and nobody handled it"]),
        ],
    );
}

#[test]
fn whatever_is_thrown_is_a_failed_iteration_with_its_line() {
    all_hold(
        "js",
        "traps",
        &[
            twice("throwError", 111, &["TypeError: an error", "traps.js:"]),
            twice("throwText", 111, &["a text"]),
            twice("throwObject", 111, &[r#"{"code":7}"#]),
            twice("throwNothing", 111, &["undefined"]),
            twice("wrongTypes", 0, &[]),
            twice("failedRequest", 0, &[]),
        ],
    );
}

#[test]
fn handles_that_nobody_keeps_are_dropped() {
    all_hold(
        "js",
        "traps",
        &[
            case("many", 2, 0, &[]),
            case("manyKept", 2, 0, &[]),
            case("manyParams", 2, 0, &[]),
            case("afterwards", 2, 0, &[]),
        ],
    );
}

/// Scripts of k6 with a changed import line, and nothing else.
#[test]
fn scripts_of_k6_run() {
    if !can_build("js") {
        return;
    }
    for script in ["k6-data-driven", "k6-rest-api", "k6-scenarios"] {
        let server = HttpServer::start();
        let run = wasmload_tests::binary::Wasmload::run(&language_guest("js", script));
        let finished = run.args(["--target", &server.url()]).finish().expect_code(0);
        let summary = finished.summary();
        assert_eq!(summary.value("checks", "rate"), 1.0, "{script}\n{}\n{}", summary.json["checks"], finished.stderr);
        assert!(summary.count("http_reqs") > 0, "{script}");
    }
}

#[test]
fn what_cannot_run_says_why() {
    refused("js", "bad-options.js", 107, &["`rps`: limit the rate with an executor"]);
    refused("js", "no-function.js", 107, &["the module exports no function to run"]);
    refused("js", "throws-at-top.js", 107, &["TypeError: at the top level"]);
}
