//! The pages that a reader follows, followed to the letter: the tutorials of the languages, from an empty folder to a first own
//! run; and what can be handed in.

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
fn data_and_secrets() {
    tutorial("../data.md", "js");
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
