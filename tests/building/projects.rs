//! From an empty folder to a run: `wasmload new`, `build`, `run`, in each language and with each template; and what is said
//! when that goes wrong.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use wasmload_tests::binary::{Finished, Wasmload, toolchain_environment};
use wasmload_tests::http_server::HttpServer;
use wasmload_tests::languages::can_build;
use wasmload_tests::skipped;
use wasmload_tests::websocket_server::WebSocketServer;

/// Compiling a first project in a language may fetch its tools.
const LIMIT: Duration = Duration::from_secs(600);

fn wasmload(folder: &Path, arguments: &[&str]) -> Finished {
    Wasmload::new(arguments).with_toolchains().in_folder(folder).limit(LIMIT).finish()
}

/// Makes the project `shop`.
fn project(folder: &Path, language: &str, template: &str) {
    wasmload(folder, &["new", "shop", "--lang", language, "--template", template]).expect_code(0);
}

/// All templates build and run, and the project's own unit test passes.
fn templates(language: &str, unit_test: &[&str]) {
    if !can_build(language) {
        return;
    }
    let (http, sockets) = (HttpServer::start(), WebSocketServer::start());
    for (template, url, check) in [
        ("http", http.url(), "status is 200"),
        ("personas", http.url(), "status is 200"),
        ("stages", http.url(), "status is 200"),
        ("websocket", sockets.url(), "it answers"),
    ] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        project(folder.path(), language, template);
        let shop = folder.path().join("shop");
        let run = ["run", "shop", "--target", &url, "--iterations", "4", "--vus", "2", "--no-thresholds"];
        let finished = wasmload(folder.path(), &run).expect_code(0);
        assert!(finished.stdout.contains(check), "{template}\n{}", finished.stdout);
        let again = wasmload(&shop, &["build"]).expect_code(0);
        assert!(again.stdout.starts_with("dist/shop.wasm is up to date"), "{template}\n{}", again.stdout);
        if template == "http" {
            let (program, arguments) = unit_test.split_first().expect("a command");
            let mut command = Command::new(program);
            let status = command.args(arguments).current_dir(&shop).envs(toolchain_environment()).status();
            assert!(status.expect("the unit test's tool").success(), "{unit_test:?}");
        }
    }
}

#[test]
fn rust_templates() {
    templates("rust", &["cargo", "test", "--quiet"]);
}

#[test]
fn go_templates() {
    templates("go", &["go", "test", "./..."]);
}

#[test]
fn javascript_templates() {
    templates("js", &["npm", "test"]);
}

#[test]
fn typescript_templates() {
    // Node runs TypeScript from 22.6 on.
    let strips = Command::new("node").args(["--experimental-strip-types", "--eval", "0"]).output();
    let unit_test: &[&str] = match strips {
        Ok(output) if output.status.success() => &["npm", "test"],
        _ => {
            skipped("the unit test of a TypeScript project", "node is older than 22.6");
            &["true"]
        }
    };
    templates("ts", unit_test);
}

#[test]
fn python_templates() {
    templates("python", &["env", "PYTHONPATH=.wasmload/sdk/python/src", "python3", "-m", "unittest"]);
}

/// A change is built and run again; Ctrl-C while nothing runs ends it all in good order.
#[test]
fn a_watched_file_runs_again_when_it_changes() {
    if !can_build("js") {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("shop.js");
    let write = |word: &str| {
        let source = format!("export default function () {{ console.log(\"the {word} version\"); }}\n");
        std::fs::write(&file, source).expect("the scenario");
    };
    write("first");
    let words = ["run", "shop.js", "--watch"];
    let mut run = Wasmload::new(words).with_toolchains().in_folder(folder.path()).limit(LIMIT).start();
    run.wait_for("the first version");
    run.wait_for("waiting for a change");
    write("second and longer");
    run.wait_for("the second and longer version");
    // The run has said that before it ends.
    run.wait_for_times("waiting for a change", 2);
    run.interrupt();
    let finished = run.finish().expect_code(0);
    assert_eq!(finished.stdout.matches("success (exit code 0)").count(), 2, "{}", finished.stdout);
}

/// A comment leaves the bundle of a script as it is, and moves its lines.
#[test]
fn lines_in_stacks_are_those_of_the_source_as_it_is_now() {
    if !can_build("js") {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (comment, line) in [("", 1), ("// How many are left?\n", 2)] {
        let source = format!("{comment}export default function () {{ throw new Error(\"sold out\"); }}\n");
        std::fs::write(folder.path().join("shop.js"), source).expect("the scenario");
        let finished = wasmload(folder.path(), &["run", "shop.js"]).expect_code(111);
        assert!(finished.stderr.contains(&format!("shop.js:{line}:")), "not line {line}:\n{}", finished.stderr);
    }
}

/// A project of those files; with that folder in place of the search path, and nothing installed before, if there is one.
fn build(files: &[(&str, &str)], path: Option<&Path>) -> Finished {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (file, text) in files {
        let file = folder.path().join(file);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder of the project");
        std::fs::write(file, text).expect("a file of the project");
    }
    let mut wasmload = Wasmload::new(["build", "."]).with_toolchains().in_folder(folder.path()).limit(LIMIT);
    if let Some(path) = path {
        wasmload = wasmload.env("PATH", path).env("XDG_CACHE_HOME", path.join("cache"));
    }
    wasmload.finish()
}

/// Fails with the code for builds, and says each of that.
#[track_caller]
fn refused(finished: Finished, says: &[&str]) {
    let finished = finished.expect_code(114);
    for text in says {
        assert!(finished.stderr.contains(text), "it does not say `{text}`:\n{}", finished.stderr);
    }
}

#[test]
fn a_missing_tool_is_named_with_the_way_to_get_it() {
    let empty = tempfile::tempdir().expect("a temporary folder");
    let built = |file: &str, text: &str| build(&[(file, text)], Some(empty.path()));
    refused(built("Cargo.toml", ""), &["building Rust needs cargo", "hint: install Rust from https://rustup.rs"]);
    refused(built("go.mod", ""), &["building Go needs go 1.25 or newer", "hint: install Go from https://go.dev/dl"]);
    let scenario = ("scenario.js", "export default function () {}\n");
    let javascript = build(&[("package.json", "{}"), scenario], Some(empty.path()));
    refused(javascript, &["building JavaScript needs node", "hint: install node 20 or newer, with npm"]);
    let python = build(&[("pyproject.toml", ""), ("scenario.py", "")], Some(empty.path()));
    refused(python, &["building Python needs", "hint:"]);
}

#[test]
fn an_old_tool_is_named_with_its_version() {
    use std::os::unix::fs::PermissionsExt as _;
    let tools = tempfile::tempdir().expect("a temporary folder");
    for (tool, says) in [("go", "go1.20.3"), ("node", "v16.20.0")] {
        let file = tools.path().join(tool);
        std::fs::write(&file, format!("#!/bin/sh\necho {says}\n")).expect("a tool");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).expect("a program");
    }
    let go = build(&[("go.mod", "")], Some(tools.path()));
    refused(go, &["building Go needs go 1.25 or newer, and not go1.20.3"]);
    let scenario = ("scenario.js", "export default function () {}\n");
    let javascript = build(&[("package.json", "{}"), scenario], Some(tools.path()));
    refused(javascript, &["building JavaScript needs node 18 or newer", "v16.20.0"]);
}

/// A Go project with that source, in a module that knows the SDK.
fn go(source: &str, more: &[(&str, &str)]) -> Finished {
    let module = "module shop\n\ngo 1.25\n\nrequire github.com/wasmload/wasmload/guest-sdk/go v0.1.0\n\n\
                  replace github.com/wasmload/wasmload/guest-sdk/go => ./.wasmload/sdk/go\n";
    let mut files = vec![("go.mod", module), ("main.go", source)];
    files.extend(more);
    build(&files, None)
}

#[test]
fn faults_in_go_are_shown_as_go_says_them() {
    if !can_build("go") {
        return;
    }
    let program = |body: &str| {
        format!(
            "package main\n\nimport wasmload \"github.com/wasmload/wasmload/guest-sdk/go\"\n\n\
             func visit(*wasmload.VU) error {{ return nil }}\n\nfunc main() {{ {body} }}\n"
        )
    };
    refused(go(&program("wasmload.Run(visit"), &[]), &["main.go:7:", "`go build` could not build `.`"]);
    let idle = go(&program(""), &[]).expect_code(107);
    assert!(idle.stderr.contains("wasmload.Run"), "{}", idle.stderr);
    let excluded =
        program("wasmload.Run(visit); native.Do()").replacen("import ", "import \"shop/native\"\nimport ", 1);
    let native = ("native/native.go", "//go:build windows\n\npackage native\n\nfunc Do() {}\n");
    refused(go(&excluded, &[native]), &["build constraints exclude all Go files", "hint:"]);
    let twice = go(&program("wasmload.Run(visit, wasmload.Function(\"visit\", visit))"), &[]).expect_code(107);
    assert!(twice.stderr.contains("visit"), "{}", twice.stderr);
    let throws = go(&program("panic(\"no plan today\")"), &[]).expect_code(107);
    assert!(throws.stderr.contains("no plan today") && throws.stderr.contains("describe"), "{}", throws.stderr);
}

#[test]
fn faults_in_javascript_are_shown_as_esbuild_says_them() {
    if !can_build("js") {
        return;
    }
    let javascript = |source: &str| build(&[("package.json", r#"{"main": "shop.ts"}"#), ("shop.ts", source)], None);
    refused(javascript("export default function visit( {}\n"), &["shop.ts:", "ERROR", "could not build `.`"]);
    refused(javascript("import fs from 'fs';\nexport default () => fs;\n"), &["shop.ts:1:", "modules of node"]);
    refused(
        javascript("import http from 'k6/http';\nexport default () => http;\n"),
        &["k6's modules are called `wasmload`"],
    );
    let throws = javascript(
        "export const options = { stages: later() };\nfunction later(): never { throw new Error('no plan') }\n\
                             export default () => {};\n",
    )
    .expect_code(107);
    assert!(throws.stderr.contains("no plan") && throws.stderr.contains("describe"), "{}", throws.stderr);
}

#[test]
fn a_syntax_error_in_rust_is_shown_as_the_compiler_says_it() {
    let manifest = "[package]\nname = \"shop\"\nedition = \"2024\"\n[lib]\ncrate-type = [\"cdylib\"]\n[workspace]\n";
    let built = build(&[("Cargo.toml", manifest), ("src/lib.rs", "fn visit( {}\n")], None);
    refused(built, &["src/lib.rs:1:", "error: `cargo build` could not build `.`"]);
}

#[test]
fn a_package_without_a_component_is_told_what_is_missing() {
    let manifest = "[package]\nname = \"shop\"\nedition = \"2024\"\n[workspace]\n";
    let built = build(&[("Cargo.toml", manifest), ("src/lib.rs", "")], None);
    refused(built, &["the package builds no component", "crate-type = [\"cdylib\"]"]);
}

#[test]
fn a_python_package_with_a_compiled_part_is_refused_by_name() {
    if !can_build("python") {
        return;
    }
    let scenario = "from wasmload import scenario\nimport markupsafe\n\n@scenario\ndef visit():\n    pass\n";
    let files = [("pyproject.toml", ""), ("requirements.txt", "markupsafe==3.0.2\n"), ("scenario.py", scenario)];
    refused(build(&files, None), &["requirements.txt", "markupsafe/_speedups", "hint: use a package of pure Python"]);
}
