//! Results that cannot be written are said, and cost the success. Not what is in them.

use std::path::Path;

use wasmload_tests::binary::Wasmload;
use wasmload_tests::guests::guest;
use wasmload_tests::http_server::HttpServer;

fn export_to(file: &str, server: &HttpServer) -> Wasmload {
    let guest = guest("hello");
    Wasmload::new(["run".as_ref(), guest.as_os_str()]).args([
        "--target",
        &server.url(),
        "--iterations",
        "3",
        "--summary-export",
        file,
    ])
}

#[test]
fn a_full_disk_exits_with_113_and_the_summary_is_on_the_terminal() {
    let server = HttpServer::start();
    let finished = export_to("/dev/full", &server).finish().expect_code(113);
    assert_eq!(server.requests(), 3);
    assert!(finished.stdout.contains("http_reqs"), "{}", finished.stdout);
    assert!(finished.stderr.contains("/dev/full"), "{}", finished.stderr);
}

#[test]
fn a_path_that_cannot_be_written_is_told_before_there_is_any_load() {
    let server = HttpServer::start();
    let finished = export_to("/no/such/folder/summary.json", &server).finish().expect_code(104);
    assert_eq!(server.requests(), 0);
    assert!(finished.stderr.contains("/no/such/folder/summary.json"), "{}", finished.stderr);
}

#[test]
fn the_exported_summary_says_what_ran() {
    let server = HttpServer::start();
    let run = Wasmload::run(&guest("hello")).args(["--target", &server.url(), "--iterations", "3", "--seed", "42"]);
    let summary = run.finish().expect_code(0).summary();
    for key in ["metrics", "checks", "thresholds", "scenarios", "generator", "plan"] {
        assert!(!summary.json[key].is_null(), "no `{key}` in {}", summary.json);
    }
    assert_eq!(summary.json["plan"]["seed"], 42);
    let kinds: Vec<_> = ["iterations", "http_req_duration", "checks"].map(|name| &summary.metric(name)["type"]).into();
    assert_eq!(kinds, ["counter", "trend", "rate"]);
}

#[test]
fn checked_in_schema_is_the_programs_own() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/reference/summary.schema.json");
    let printed = Wasmload::new(["schema", "summary"]).finish().expect_code(0).stdout;
    assert_eq!(std::fs::read_to_string(file).unwrap_or_default(), printed, "`cargo xtask generate` mends it");
}
