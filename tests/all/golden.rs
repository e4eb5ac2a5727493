//! The golden tests: every case under `tests/cli/`. What a case is, the harness says.

use std::path::Path;

#[test]
fn the_command_line_prints_what_the_golden_files_hold() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cli");
    match wasmload_tests::golden::run_all(&folder) {
        Ok(cases) => assert!(cases >= 30, "only {cases} cases were found"),
        Err(report) => panic!("{report}"),
    }
}
