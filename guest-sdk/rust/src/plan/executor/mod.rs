//! The six executors: the rules for how the iterations of a scenario start. Not the loops: the host runs them, with the
//! semantics that k6 gives them.

mod closed;
mod open;
mod shared;

use std::time::Duration;

pub use closed::{ConstantVus, PerVuIterations, RampingVus, SharedIterations};
pub use open::{ConstantArrivalRate, RampingArrivalRate};
use shared::shared;

use super::document::Object;

/// One of the six executors, with its settings.
///
/// ```
/// # use wasmload_sdk::prelude::*;
/// use wasmload_sdk::plan::Executor;
///
/// let steady: Executor = ConstantVus::new(10, secs(30)).into();
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Executor(pub(super) Object);

fn object(executor: &str) -> Object {
    let mut object = Object::default();
    object.set("executor", executor);
    object
}

fn stage(duration: Duration, target: u64) -> Object {
    let mut stage = Object::default();
    stage.set("duration", duration);
    stage.set("target", target);
    stage
}
