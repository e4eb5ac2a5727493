//! The layer of the plan that `WASMLOAD_*` variables make.

use serde_json::Value;
use wasmload_core::plan::{Fault, environment_document};

/// Variables of that prefix that are no part of the plan.
const OTHERS: &[&str] = &["WASMLOAD_CACHE_DIR", "WASMLOAD_DATA_DIR"];

/// What the environment says about the plan.
pub(crate) fn from_environment() -> (Value, Vec<Fault>) {
    // A variable that is not Unicode cannot be one of ours.
    let variables =
        std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    environment_document(variables, OTHERS)
}
