//! What would go wrong in a language if its SDK did not see to it: the programs under `tests/languages`, function by function.
//!
//! Not what the languages have in common: that is `conformance`.

mod go;
mod javascript;
mod python;

use std::path::{Path, PathBuf};
use std::time::Duration;

use wasmload_tests::binary::{Finished, Wasmload};
use wasmload_tests::guests::language_guest;
use wasmload_tests::http_server::HttpServer;
use wasmload_tests::languages::can_build;

/// What a function of a program shows: how often each of how many VUs runs it, the exit code, and what standard error says.
struct Case {
    function: &'static str,
    vus: u32,
    iterations: u32,
    code: i32,
    says: &'static [&'static str],
}

const fn case(function: &'static str, iterations: u32, code: i32, says: &'static [&'static str]) -> Case {
    Case { function, vus: 1, iterations, code, says }
}

impl Case {
    /// One scenario, of the function's name, is the only one that runs.
    fn run(&self, component: &Path, target: &str) -> Finished {
        let Self { function, vus, iterations, .. } = self;
        let plan = format!(
            "[scenarios.{function}]\nexecutor = 'per-vu-iterations'\nvus = {vus}\niterations = {iterations}\nexec = '{function}'\n"
        );
        let run = Wasmload::run(component).plan(&plan).args(["--scenario", function, "--target", target, "--verbose"]);
        run.args(["--seed", "7"]).limit(Duration::from_secs(300)).finish()
    }

    /// It ends as it should, says what it should, and none of its checks fails.
    fn holds(&self, component: &Path, target: &str) -> Finished {
        let finished = self.run(component, target);
        let shown = || format!("{}\n{}\n{}", self.function, finished.stdout, finished.stderr);
        assert_eq!(finished.code, self.code, "{}", shown());
        for text in self.says {
            assert!(finished.stderr.contains(text), "it does not say `{text}`: {}", shown());
        }
        let summary = finished.summary();
        for check in summary.json["checks"].as_array().into_iter().flatten() {
            assert_eq!(check["fails"], 0, "`{}` does not hold: {}", check["name"], shown());
        }
        let failed = summary.count_or_zero("iterations_failed");
        let expected = if self.code == 111 { u64::from(self.vus * self.iterations) } else { 0 };
        assert_eq!(failed, expected, "{}", shown());
        finished
    }
}

/// Runs all cases of a program.
fn all_hold(language: &str, program: &str, cases: &[Case]) {
    if !can_build(language) {
        return;
    }
    let server = HttpServer::start();
    for case in cases {
        case.holds(&language_guest(language, program), &server.url());
    }
}

/// Twenty thousand iterations of a VU, each with a request, a check and a field of JSON.
fn lasts(language: &str) {
    if !can_build(language) {
        return;
    }
    let server = HttpServer::start();
    let plan = "[scenarios.only]\nexecutor = 'per-vu-iterations'\nvus = 1\niterations = 20000\n";
    let run = Wasmload::run(&language_guest(language, "get_json")).plan(plan).args(["--target", &server.url()]);
    let finished = run.limit(Duration::from_secs(300)).finish().expect_code(0);
    let summary = finished.summary();
    assert_eq!((summary.count("iterations"), summary.count_or_zero("iterations_failed")), (20_000, 0));
    assert_eq!((summary.count("http_reqs"), summary.value("checks", "rate")), (20_000, 1.0));
}

#[test]
fn go_lasts() {
    lasts("go");
}

#[test]
fn javascript_lasts() {
    lasts("js");
}

#[test]
fn python_lasts() {
    lasts("python");
}

/// Sources that cannot be run, each in a file of its own.
fn fault(language: &str, file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("languages").join(language).join("faults").join(file)
}

/// What `wasmload run` says about such a file.
#[track_caller]
fn refused(language: &str, file: &str, code: i32, says: &[&str]) {
    if !can_build(language) {
        return;
    }
    let source = fault(language, file);
    let run = Wasmload::run(&source).with_toolchains().limit(Duration::from_secs(300)).finish().expect_code(code);
    for text in says {
        assert!(run.stderr.contains(text), "{file} does not say `{text}`:\n{}", run.stderr);
    }
}
