//! The README against the truth: its example is the example, and the demo's summary looks as it says.

use std::path::Path;
use std::time::Duration;

use wasmload_tests::binary::Wasmload;
use wasmload_tests::guests::guest;
use wasmload_tests::shape::shape;
use wasmload_tests::workflow_engine::WorkflowEngine;

fn readme() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md")).expect("the README")
}

/// The first block of that language.
fn block<'a>(text: &'a str, language: &str) -> &'a str {
    let begin = text.find(&format!("```{language}\n")).expect("a block of that language") + language.len() + 4;
    &text[begin..begin + text[begin..].find("```").expect("an end of the block")]
}

#[test]
fn the_first_scenario_of_the_readme_is_the_example() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/hello/src/lib.rs");
    let example = std::fs::read_to_string(example).unwrap();
    let readme = readme();
    let code = block(&readme, "rust");
    assert!(example.ends_with(code), "{code}\nis not the end of\n{example}");
}

#[test]
fn the_summary_of_the_readme_is_that_of_the_demo() {
    let target = WorkflowEngine::start();
    let run = Wasmload::run(&guest("workflow_chaos")).args(["--target", target.url(), "--profile", "demo"]);
    let finished = run.limit(Duration::from_secs(120)).args(["--allow-failures", "--no-thresholds"]).finish();
    let shown: Vec<String> = finished.stdout.lines().map(shape).collect();
    let readme = readme();
    // Whether the demo's thresholds hold is a matter of the machine; the other test of this program says that they are judged.
    let (_, rest) = block(&readme, "text").split_once("\n\n").unwrap();
    for line in rest.lines().filter(|line| !line.is_empty()) {
        assert!(shown.contains(&shape(line)), "{line}\nis not in\n{}", finished.stdout);
    }
}
