//! The tutorials of the languages, followed to the letter: from an empty folder to a first own run.

use std::path::Path;

use wasmload_tests::http_server::HttpServer;
use wasmload_tests::languages::can_build;
use wasmload_tests::tutorial::follow;

fn tutorial(page: &str, language: &str) {
    if !can_build(language) {
        return;
    }
    let server = HttpServer::start();
    follow(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/languages").join(page), &server.url());
}

#[test]
fn rust() {
    tutorial("rust.md", "rust");
}

#[test]
fn go() {
    tutorial("go.md", "go");
}

#[test]
fn javascript() {
    tutorial("javascript.md", "js");
}

#[test]
fn python() {
    tutorial("python.md", "python");
}
