//! Python: exceptions of all kinds, imports, and what is not allowed while a component is built. The functions are those of
//! `tests/languages/python`.

use std::path::Path;
use std::time::Duration;

use wasmload_tests::binary::Wasmload;
use wasmload_tests::guests::language_guest;
use wasmload_tests::http_server::HttpServer;
use wasmload_tests::languages::can_build;

use super::{Case, case, fault, refused};

/// Three iterations of a VU: the second and the third one find the VU as it was.
fn the_vu_goes_on(cases: &[Case]) {
    if !can_build("python") {
        return;
    }
    let server = HttpServer::start();
    for case in cases {
        let run = case.holds(&language_guest("python", "traps"), &server.url());
        // More often than that in functions that call themselves.
        assert!(run.summary().count("survived") >= 2, "{}\n{}", case.function, run.stderr);
    }
}

#[test]
fn an_exception_is_a_failed_iteration_with_its_lines_and_the_vu_goes_on() {
    the_vu_goes_on(&[
        case("raises", 3, 111, &["KeyError: 'b'", "scenario.py", "in deeper"]),
        case("raises_from_another", 3, 111, &["ValueError: no order"]),
        case("exits", 3, 111, &["SystemExit"]),
        case("interrupts", 3, 111, &["KeyboardInterrupt"]),
        case("raises_without_text", 3, 111, &["Misplaced"]),
        case("recurses", 3, 111, &["RecursionError"]),
        case("recurses_in_requests", 3, 111, &["RecursionError"]),
    ]);
}

#[test]
fn a_wrong_type_is_an_exception_and_no_trap() {
    the_vu_goes_on(&[
        case("wrong_url", 3, 111, &["TypeError"]),
        case("wrong_header", 3, 111, &["TypeError"]),
        case("wrong_value", 3, 111, &["TypeError"]),
        case("wrong_text", 3, 111, &["iteration failed"]),
        case("returns_a_coroutine", 3, 111, &["coroutine"]),
        case("imports_what_is_not_there", 3, 111, &["not_there"]),
    ]);
}

#[test]
fn the_library_works_as_elsewhere() {
    the_vu_goes_on(&[
        case("works_nested_import", 3, 0, &[]),
        case("works_late_library", 3, 0, &[]),
        case("works_sleep", 3, 0, &[]),
        case("works_finalize", 3, 0, &[]),
        case("works_print", 3, 0, &["a line from print", "a line on standard error"]),
    ]);
}

/// A file of Locust with a changed import line, and nothing else.
#[test]
fn a_file_of_locust_runs() {
    if !can_build("python") {
        return;
    }
    let server = HttpServer::start();
    let run = Wasmload::run(&language_guest("python", "locust")).args(["--target", &server.url()]);
    let finished = run.args(["--vus", "4", "--iterations", "40", "--allow-failures"]).finish();
    let summary = finished.summary();
    assert!(summary.count("http_reqs") > 0, "{}", finished.stderr);
}

#[test]
fn what_cannot_be_built_says_why_and_where() {
    refused("python", "syntax_error.py", 114, &["syntax_error.py", "line 5", "SyntaxError"]);
    refused("python", "throws.py", 114, &["throws.py", "in prices", "KeyError: 'tea'"]);
    refused("python", "missing_import.py", 114, &["not_there", "missing_import.py"]);
    refused("python", "nothing.py", 114, &["there is nothing to run: mark a function with `@scenario`"]);
    refused("python", "async_scenario.py", 114, &["async"]);
    refused("python", "generator_task.py", 114, &["generator"]);
    refused("python", "reads_environ.py", 114, &["wasmload.env"]);
    refused("python", "asks_host.py", 114, &["(line 3)", "do it in a function of the scenario"]);
}

#[test]
fn numbers_drawn_while_building_are_the_same_in_all_vus_and_warned_of() {
    if !can_build("python") {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (source, output) = (fault("python", "draws.py"), folder.path().join("draws.wasm"));
    let words = [Path::new("build"), &source, Path::new("--output"), &output];
    let built = Wasmload::new(words).with_toolchains().limit(Duration::from_secs(300)).finish().expect_code(0);
    assert!(built.stderr.contains("`draws` draws random numbers at its top level"), "{}", built.stderr);
}
