//! The conformance scenario in each language: it proves every name of `wit/`, and records what the Rust guest records.
//!
//! What the scenario does stands in `tests/conformance/README.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use wasmload_tests::binary::Finished;
use wasmload_tests::conformance::Servers;
use wasmload_tests::guests::conformance_guest;
use wasmload_tests::series::difference;
use wasmload_tests::summary::Summary;
use wasmload_tests::{skipped, wit_names};

/// Names that no check can prove: what the host gets from them is looked at here, in `describes_itself` and in `endings`.
const FROM_OUTSIDE: [&str; 10] = [
    "lifecycle.describe",
    "description.plan",
    "description.functions",
    "description.sdk-name",
    "description.sdk-version",
    "failure.message",
    "failure.stack",
    "execution.abort",
    "execution.fail-test",
    "fault.ended",
];

/// What no server can cause: it is for what nobody has thought of.
const FOR_THE_UNFORESEEN: [&str; 2] = ["client.error-kind.other", "sockets.error-kind.other"];

/// 2 VUs with 2 iterations each.
const ITERATIONS: u64 = 4;

/// A run of one scenario, and what it recorded.
struct Recorded {
    run: Finished,
    summary: Summary,
    series: BTreeSet<String>,
}

/// Runs a scenario of a language's guest; none when its language's tools are not on this machine.
fn record(language: &str, scenario: &str, code: i32) -> Option<Recorded> {
    let Some(guest) = conformance_guest(language) else {
        skipped(&format!("conformance in `{language}`"), "its language's tools are not on this machine");
        return None;
    };
    let servers = Servers::start();
    let run = servers.run(&guest, scenario).expect_code(code);
    Some(Recorded { summary: run.summary(), series: servers.series(&run), run })
}

/// What the reference guest recorded in that scenario.
fn reference(scenario: &str, code: i32) -> Recorded {
    record("rust", scenario, code).expect("the Rust guest is always there")
}

fn proves_every_name(Recorded { run, summary, .. }: &Recorded) {
    assert_eq!((summary.count("iterations"), summary.count_or_zero("iterations_failed")), (ITERATIONS, 0));
    let checks = summary.json["checks"].as_array().expect("a list of checks");
    let name = |check: &serde_json::Value| check["name"].as_str().unwrap_or_default().to_owned();
    let failed: Vec<String> = checks.iter().filter(|check| check["fails"] != 0).map(name).collect();
    assert!(failed.is_empty(), "these checks failed: {failed:?}\n{}", run.stderr);
    let proved: BTreeSet<String> = checks.iter().map(name).collect();
    let all = wit_names::all();
    let elsewhere =
        |name: &&String| FROM_OUTSIDE.contains(&name.as_str()) || FOR_THE_UNFORESEEN.contains(&name.as_str());
    let unproved: Vec<&String> = all.difference(&proved).filter(|name| !elsewhere(name)).collect();
    assert!(unproved.is_empty(), "names of `wit/` without a check: {unproved:?}");
    for level in ["debug", "info", "warn", "error"] {
        assert!(run.stderr.contains(&format!("a message of the level {level}")), "{}", run.stderr);
    }
}

fn describes_itself(Recorded { summary, .. }: &Recorded, language: &str) {
    assert_eq!(summary.json["versions"][format!("wasmload-sdk-{language}")], "0.1.0", "{}", summary.json["versions"]);
    assert_eq!(summary.json["plan"]["tags"]["suite"], "conformance");
    assert_eq!(summary.json["scenarios"][0]["exec"], "everything");
}

#[track_caller]
fn records_what_rust_records(language: &str, found: &Recorded, expected: &Recorded) {
    if let Some(difference) = difference(&expected.series, &found.series) {
        panic!("- is missing in `{language}`, + is not in Rust:\n{difference}");
    }
}

/// The numbers in the specification, by what is drawn and the VU.
fn specified_numbers() -> BTreeMap<(String, u32), Vec<f64>> {
    let specification = include_str!("../conformance/README.md");
    let (_, section) = specification.split_once("With `--seed 42`:").expect("the table of numbers");
    let mut numbers = BTreeMap::new();
    for row in section.lines().filter(|line| line.starts_with("| `") && !line.starts_with("| `of`")) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        for (vu, cell) in [(1, cells[2]), (2, cells[3])] {
            let drawn = cell.split(", ").map(|number| number.parse().expect("a number")).collect();
            numbers.insert((cells[1].trim_matches('`').to_owned(), vu), drawn);
        }
    }
    numbers
}

fn draws_the_specified_numbers(Recorded { summary, .. }: &Recorded) {
    let series = summary.json["series"].as_array().expect("a list of series");
    let mut found: BTreeMap<(String, u32), Vec<f64>> = BTreeMap::new();
    // Sorted by their tags, of which `draw` is the first.
    for one in series.iter().filter(|one| one["metric"] == "conformance_random") {
        let tag = |name: &str| one["tags"][name].as_str().unwrap_or_else(|| panic!("no `{name}` in {one}"));
        let key = (tag("of").to_owned(), tag("vu").parse().expect("the number of a VU"));
        found.entry(key).or_default().push(one["values"]["value"].as_f64().expect("a number"));
    }
    let specified = specified_numbers();
    assert!(found.keys().eq(specified.keys()), "{found:?}");
    for (key, specified) in specified {
        let found = &found[&key];
        // Reading JSON may be off in the last place.
        let equal = |(found, specified): (&f64, &f64)| (found - specified).abs() <= specified * f64::EPSILON;
        let all = found.len() == specified.len() && found.iter().zip(&specified).all(equal);
        assert!(all, "{key:?}: {found:?}, and not {specified:?}");
    }
}

/// The other scenarios: iterations and tests that do not end well.
fn endings(language: &str) {
    let Some(failing) = record(language, "failing", 111) else { return };
    assert_eq!((failing.summary.count("iterations"), failing.summary.count("iterations_failed")), (4, 4));
    assert!(failing.run.stderr.contains("meant to fail"), "{}", failing.run.stderr);
    assert!(failing.run.stderr.contains("failing."), "a stack names the source file: {}", failing.run.stderr);
    records_what_rust_records(language, &failing, &reference("failing", 111));
    let Some(ending) = record(language, "ending", 0) else { return };
    // As many as there are rows; the iteration that found none is not one.
    assert_eq!((ending.summary.count("iterations"), ending.summary.count_or_zero("iterations_failed")), (3, 0));
    let ended = ending.summary.json["checks"].as_array().expect("a list of checks").iter();
    let ended: Vec<_> = ended.filter(|check| check["name"] == "fault.ended").collect();
    assert!(matches!(&ended[..], [check] if check["passes"] == 1 && check["fails"] == 0), "{ended:?}");
    records_what_rust_records(language, &ending, &reference("ending", 0));
    for (scenario, code) in [("aborting", 108), ("marking", 110)] {
        let Some(Recorded { run, .. }) = record(language, scenario, code) else { return };
        let printed = format!("{}{}", run.stdout, run.stderr);
        assert!(printed.contains("the first reason") && !printed.contains("the second reason"), "{printed}");
    }
}

/// The run of `everything`, once for all tests of a language.
macro_rules! language {
    ($module:ident) => {
        mod $module {
            use super::*;

            fn everything() -> Option<&'static Recorded> {
                static EVERYTHING: OnceLock<Option<Recorded>> = OnceLock::new();
                EVERYTHING.get_or_init(|| record(stringify!($module), "everything", 0)).as_ref()
            }

            #[test]
            fn proves_every_name_of_the_contract() {
                let Some(recorded) = everything() else { return };
                proves_every_name(recorded);
                describes_itself(recorded, stringify!($module));
            }

            #[test]
            fn records_what_the_reference_records() {
                let Some(recorded) = everything() else { return };
                records_what_rust_records(stringify!($module), recorded, &reference("everything", 0));
            }

            #[test]
            fn draws_the_numbers_of_the_specification() {
                let Some(recorded) = everything() else { return };
                draws_the_specified_numbers(recorded);
            }

            #[test]
            fn fails_aborts_and_marks_the_test() {
                endings(stringify!($module));
            }
        }
    };
}

language!(rust);
language!(go);
language!(js);
language!(python);

/// What the guest cannot see, and a comparison with the reference would not show in the reference itself.
#[test]
fn what_only_the_host_sees_is_in_the_series_of_the_reference() {
    let Recorded { series, .. } = reference("everything", 0);
    let deepest: String = (1..=16).map(|level| format!("::{level}")).collect();
    let everything = "scenario=everything, suite=conformance";
    let everything_over_sockets = "scenario=everything, status=101, subproto=, suite=conformance, url=sockets";
    let shared = "method=GET, name=shared, part=settings, proto=HTTP/1.1, scenario=everything, status=404";
    for expected in [
        format!("checks (rate, default) {{check=with tags, kind=own, {everything}}} fails=0.0 passes=4.0 rate=1.0"),
        format!("conformance_bytes (counter, data) {{{everything}}} count=4096.0"),
        format!("conformance_counter (counter, default) {{{everything}}} count=14.0"),
        format!("conformance_counter (counter, default) {{group={deepest}, {everything}}} count=400.0"),
        format!("conformance_counter (counter, default) {{kind=own, {everything}}} count=40.0"),
        format!("conformance_ended (counter, default) {{{everything}}} count=2.0"),
        format!("conformance_gauge (gauge, default) {{{everything}}} max=7.0 min=-2.0 value=7.0"),
        format!("conformance_rate (rate, default) {{{everything}}} fails=4.0 passes=8.0 rate=0.6666666666666666"),
        format!("group_duration (trend, time) {{group={deepest}, {everything}}} count=12.0"),
        format!(
            "http_reqs (counter, default) {{error_code=1404, expected_response=true, {shared}, suite=conformance, url=shared}} \
             count=4.0"
        ),
        "values_rejected (counter, default) {} count=12.0".to_owned(),
        format!("ws_dropped (counter, default) {{name=sockets, {everything_over_sockets}}} count=16.0"),
        format!("ws_sessions (counter, default) {{name=sockets, part=sockets, {everything_over_sockets}}} count=4.0"),
    ] {
        assert!(series.contains(&expected), "no `{expected}` in {series:#?}");
    }
}
