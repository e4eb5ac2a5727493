//! Iterations and tests that end otherwise than well. What comes of them is looked at from outside.

use wasmload_sdk::prelude::*;

use crate::Session;

/// Fails each iteration, after a check that does not hold.
pub(crate) fn failing(session: &mut Session) -> Result {
    session.iterations += 1;
    check!("meant to fail", false, &Tags::of(&[("meant", "yes")]));
    fail!("meant to fail");
}

/// Ends the test in its first iteration.
pub(crate) fn aborting(session: &mut Session) {
    session.iterations += 1;
    execution::abort("the first reason");
    execution::abort("the second reason");
}

/// Marks the test as failed, and lets it go on.
pub(crate) fn marking(session: &mut Session) {
    session.iterations += 1;
    execution::fail_test("the first reason");
    execution::fail_test("the second reason");
}
