//! The names of all that `wit/` holds, as the conformance scenario calls its checks: functions, cases, fields.
//!
//! Which of them a guest proves, and how, stands in `tests/conformance/README.md`.

use std::collections::BTreeSet;
use std::path::Path;

use wit_parser::{FunctionKind, Interface, Resolve, TypeDefKind};

/// All names.
///
/// # Panics
/// When the packages cannot be read.
pub fn all() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../wit");
    let mut resolve = Resolve::default();
    resolve.push_dir(&folder).unwrap_or_else(|error| panic!("{}: {error:#}", folder.display()));
    let mut names = BTreeSet::new();
    for (_, interface) in resolve.interfaces.iter() {
        names.extend(functions(&resolve, interface));
        names.extend(parts_of_types(&resolve, interface));
    }
    names
}

fn functions(resolve: &Resolve, interface: &Interface) -> Vec<String> {
    let owner = |kind: &FunctionKind| match kind.resource() {
        Some(resource) => resolve.types[resource].name.clone(),
        None => interface.name.clone(),
    };
    let name = |(_, function): (_, &wit_parser::Function)| {
        let item = match function.kind {
            FunctionKind::Constructor(_) => "constructor",
            _ => function.item_name(),
        };
        format!("{}.{item}", owner(&function.kind).expect("packages have no nameless interfaces and resources"))
    };
    interface.functions.iter().map(name).collect()
}

/// Cases of enums and variants, and fields of records.
fn parts_of_types(resolve: &Resolve, interface: &Interface) -> Vec<String> {
    let mut names = Vec::new();
    for (name, &id) in &interface.types {
        let parts: Vec<&str> = match &resolve.types[id].kind {
            TypeDefKind::Enum(all) => all.cases.iter().map(|case| case.name.as_str()).collect(),
            TypeDefKind::Variant(all) => all.cases.iter().map(|case| case.name.as_str()).collect(),
            TypeDefKind::Record(all) => all.fields.iter().map(|field| field.name.as_str()).collect(),
            _ => Vec::new(),
        };
        // The names that several interfaces have.
        let shared = matches!(name.as_str(), "error" | "error-kind");
        let owner = interface.name.as_deref().filter(|_| shared).map(|interface| format!("{interface}."));
        let owner = owner.unwrap_or_default();
        names.extend(parts.into_iter().map(|part| format!("{owner}{name}.{part}")));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::all;

    #[test]
    fn functions_cases_and_fields_have_names() {
        let names = all();
        for name in [
            "client.send",
            "params.constructor",
            "content.header",
            "checks.record",
            "lifecycle.describe",
            "client.error-kind.dns",
            "sockets.error-kind.dns",
            "metrics.error.conflict",
            "client.error.code",
            "timings.waiting",
        ] {
            assert!(names.contains(name), "`{name}` is not in {names:?}");
        }
        assert!(names.iter().all(|name| !name.contains(['[', ']'])), "{names:?}");
    }
}
