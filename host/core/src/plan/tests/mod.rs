//! Whole plans: layers in, a plan or all faults out.

mod any;
mod faults;
mod inputs;
mod layers;
mod mixes;
mod tables;

use serde_json::Value;

use super::{Fault, Layer, Origin, Plan, ResolveContext, Resolved, path_text, resolve};

pub(super) fn context() -> ResolveContext {
    ResolveContext { functions: vec!["browse".to_owned(), "buy".to_owned()], seed: 7, ..ResolveContext::default() }
}

pub(super) fn file(document: Value) -> Layer {
    Layer { origin: Origin::File("plan.toml".to_owned()), document }
}

pub(super) fn layer(origin: Origin, document: Value) -> Layer {
    Layer { origin, document }
}

/// Resolves one file; panics with the faults.
pub(super) fn resolved(document: Value) -> Resolved {
    resolve(vec![file(document)], &context()).unwrap_or_else(|faults| panic!("{:#?}", lines(&faults)))
}

pub(super) fn plan(document: Value) -> Plan {
    resolved(document).plan
}

/// Each fault as `path: message -> hint`, where `path` has `@offset` if there is one, and `#` when it is the key's.
pub(super) fn lines(faults: &[Fault]) -> Vec<String> {
    let line = |fault: &Fault| {
        let key = if fault.in_key { "#" } else { "" };
        let offset = fault.offset_in_value.map(|offset| format!("@{offset}")).unwrap_or_default();
        let hint = fault.hint.as_ref().map(|hint| format!(" -> {hint}")).unwrap_or_default();
        format!("{}{key}{offset}: {fault}{hint}", path_text(&fault.path))
    };
    faults.iter().map(line).collect()
}

/// The faults of one file; panics when there are none.
pub(super) fn faults(document: Value) -> Vec<String> {
    match resolve(vec![file(document.clone())], &context()) {
        Ok(_) => panic!("{document} was accepted"),
        Err(faults) => lines(&faults),
    }
}

/// The messages of a file's faults.
pub(super) fn faults_of(document: Value) -> Vec<String> {
    let faults = resolve(vec![file(document)], &context()).expect_err("it has a fault");
    faults.into_iter().map(|fault| fault.message).collect()
}
