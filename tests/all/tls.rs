//! Whom a run trusts: `--cacert` adds an authority, and `--insecure-skip-tls-verify` trusts everybody.
//!
//! Not what a guest sees of TLS: `conformance` shows that.

use std::path::Path;

use wasmload_tests::binary::{Finished, Wasmload};
use wasmload_tests::guests::guest;
use wasmload_tests::tls_server::{Authority, TlsServer};

/// Three requests to that server, with more arguments.
fn ask(server: &TlsServer, arguments: &[&str]) -> Finished {
    let run = Wasmload::run(&guest("http_get")).args(["--target", &server.url(), "--iterations", "3"]);
    run.args(["--allow-failures", "--summary-series"]).args(arguments).finish()
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path that is text")
}

/// All three requests got an answer over TLS.
#[track_caller]
fn trusted(run: Finished) {
    let run = run.expect_code(0);
    let summary = run.summary();
    assert_eq!((summary.count("http_reqs"), summary.value("http_req_failed", "rate")), (3, 0.0), "{}", run.stderr);
    assert!(summary.value("http_req_tls_handshaking", "max") > 0.0);
    assert!(has_tag(&run, "tls_version", "tls1.3"));
}

/// All three failed, since nobody known has signed the certificate.
#[track_caller]
fn not_trusted(run: Finished) {
    let run = run.expect_code(0);
    let summary = run.summary();
    assert_eq!((summary.count("http_reqs"), summary.value("http_req_failed", "rate")), (3, 1.0), "{}", run.stderr);
    assert!(has_tag(&run, "error_code", "1310"), "{}", run.stderr);
}

fn has_tag(run: &Finished, name: &str, value: &str) -> bool {
    let summary = run.summary();
    let series = summary.json["series"].as_array().expect("a list of series");
    series.iter().any(|series| series["metric"] == "http_reqs" && series["tags"][name] == value)
}

#[test]
fn a_stranger_is_trusted_once_its_authority_is() {
    let (authority, other) = (Authority::new("an authority"), Authority::new("another one"));
    let server = TlsServer::start(&authority);
    let (file, other) = (authority.file(), other.file());
    not_trusted(ask(&server, &[]));
    not_trusted(ask(&server, &["--cacert", text(other.path())]));
    trusted(ask(&server, &["--cacert", text(file.path())]));
}

#[test]
fn everybody_is_trusted_where_nothing_is_verified() {
    let server = TlsServer::start(&Authority::new("an authority"));
    trusted(ask(&server, &["--insecure-skip-tls-verify"]));
}

#[test]
fn a_file_without_certificates_is_told_before_there_is_any_load() {
    let server = TlsServer::start(&Authority::new("an authority"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("empty.pem");
    for there in [false, true] {
        if there {
            std::fs::write(&file, "").expect("a file");
        }
        let run = ask(&server, &["--cacert", text(&file)]).expect_code(104);
        assert!(run.stderr.contains("empty.pem") && !run.has_summary(), "{}", run.stderr);
    }
}
