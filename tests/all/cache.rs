//! Compiled plugins are kept: a second run of the same plugin starts without compiling.
//!
//! Not how fast that is.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::SystemTime;

use wasmload_tests::binary::Wasmload;
use wasmload_tests::guests::guest;
use wasmload_tests::http_server::HttpServer;

/// The files in the folder with the times of their last change.
fn files(folder: &Path) -> BTreeMap<String, SystemTime> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let entry = entry.expect("an entry of the cache");
        let metadata = entry.metadata().expect("a file of the cache");
        let name = entry.file_name().to_string_lossy().into_owned();
        if metadata.is_dir() {
            found.extend(files(&entry.path()).into_iter().map(|(file, time)| (format!("{name}/{file}"), time)));
        } else {
            found.insert(name, metadata.modified().expect("a time"));
        }
    }
    found
}

fn run(cache: &Path, server: &HttpServer, arguments: &[&str]) -> String {
    let run = Wasmload::run(&guest("hello")).args(["--target", &server.url(), "--verbose"]).args(arguments);
    run.env("WASMLOAD_CACHE_DIR", cache).finish().expect_code(0).stderr
}

#[test]
fn a_second_run_uses_what_the_first_compiled() {
    let (cache, server) = (tempfile::tempdir().unwrap(), HttpServer::start());
    let said = run(cache.path(), &server, &[]);
    assert!(said.contains("compiled `"), "{said}");
    let first = files(cache.path());
    assert!(!first.is_empty(), "nothing was kept");
    let said = run(cache.path(), &server, &[]);
    assert!(!said.contains("compiled `"), "{said}");
    assert_eq!(files(cache.path()), first, "something was written anew");
}

#[test]
fn a_damaged_cache_is_compiled_anew() {
    let (cache, server) = (tempfile::tempdir().unwrap(), HttpServer::start());
    run(cache.path(), &server, &[]);
    for file in files(cache.path()).keys() {
        std::fs::write(cache.path().join(file), b"damaged").unwrap();
    }
    let said = run(cache.path(), &server, &[]);
    assert!(said.contains("compiled `"), "{said}");
    assert_eq!(server.requests(), 2);
}

#[test]
fn without_the_cache_nothing_is_kept() {
    let (cache, server) = (tempfile::tempdir().unwrap(), HttpServer::start());
    run(cache.path(), &server, &["--no-cache"]);
    assert_eq!(files(cache.path()).len(), 0);
}

#[test]
fn a_cache_that_cannot_be_written_does_not_stop_the_run() {
    let server = HttpServer::start();
    run(Path::new("/dev/null/cache"), &server, &[]);
    assert_eq!(server.requests(), 1);
}
