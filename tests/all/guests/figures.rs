//! Guests that ask what they are, and record what they find.
//!
//! Not requests: those are in `http`.

use wasmload_tests::binary::Wasmload;
use wasmload_tests::guests::guest;

use super::{all_checks_passed, each, each_with, watching};

#[test]
fn execution_info() {
    let plan = watching(&["asked{phase:second}", "asked{phase:first}"]);
    let run = each_with("execution_info", 3, 4, &plan).finish().expect_code(0);
    let summary = all_checks_passed(&run);
    assert_eq!(summary.count("asked"), 12);
    assert_eq!(summary.count("asked{phase:second}"), 9);
    assert_eq!(summary.count_or_zero("asked{phase:first}"), 0);
    let open = "[scenarios.open]\nexecutor = 'constant-arrival-rate'\nrate = 20\nduration = '1s'\npreAllocatedVUs = 2";
    let run = Wasmload::run(&guest("execution_info")).plan(open).finish().expect_code(0);
    all_checks_passed(&run);
}

#[test]
fn groups_and_checks() {
    let plan = watching(&["steps{group:::outer}", "steps{group:::outer::inner}"]);
    let run = each_with("groups_and_checks", 1, 5, &plan).finish().expect_code(0);
    let summary = run.summary();
    assert_eq!(summary.count("group_duration"), 10);
    assert_eq!(summary.count("steps"), 15);
    assert_eq!(summary.count("steps{group:::outer}"), 5);
    assert_eq!(summary.count("steps{group:::outer::inner}"), 5);
    assert_eq!(summary.value("checks", "rate"), 0.75);

    let forgetful = "[scenarios.only]\nexecutor = 'per-vu-iterations'\niterations = 3\nexec = 'forgetful'";
    let run = Wasmload::run(&guest("groups_and_checks")).plan(forgetful).finish().expect_code(0);
    assert_eq!(run.summary().count("steps"), 3);
}

#[test]
fn nan_values() {
    let run = each("nan_values", 1, 10).finish().expect_code(0);
    let summary = run.summary();
    assert_eq!((summary.count("sizes"), summary.count("values_rejected")), (10, 40));
    assert!(summary.value("iteration_duration", "max") < 1000.0);
}
