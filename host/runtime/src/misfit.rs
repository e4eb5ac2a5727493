//! What a component imports and exports, and precisely why it does not fit the world, if it does not.

use std::fmt;

use wasmtime::Engine;
use wasmtime::component::Component;
use wasmtime::component::types::ComponentItem;

use crate::lifecycle;

/// The interfaces that a component may import from this tool, and the version that is given.
const PROVIDED: &[(&str, &str)] = &[
    ("wasmload:scenario/execution", "0.1.0"),
    ("wasmload:scenario/configuration", "0.1.0"),
    ("wasmload:scenario/log", "0.1.0"),
    ("wasmload:scenario/timing", "0.1.0"),
    ("wasmload:metrics/metrics", "0.1.0"),
    ("wasmload:metrics/checks", "0.1.0"),
    ("wasmload:metrics/groups", "0.1.0"),
    ("wasmload:http/client", "0.1.0"),
    ("wasmload:data/rows", "0.1.0"),
    ("wasmload:websocket/sockets", "0.1.0"),
];

/// The interface that a component has to export.
const REQUIRED: (&str, &str) = ("wasmload:scenario/lifecycle", "0.1.0");

/// One imported interface, and which of its functions are used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Its full name, such as `wasmload:http/client@0.1.0`.
    pub interface: String,
    /// The functions, in the component's order.
    pub functions: Vec<String>,
}

/// What a component imports and exports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Interfaces {
    /// Imported interfaces.
    pub imports: Vec<Import>,
    /// Names of exports.
    pub exports: Vec<String>,
}

/// One reason why a component does not fit the world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// What does not fit.
    pub message: String,
    /// The way out.
    pub hint: Option<String>,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Interfaces {
    /// Reads them off a component.
    pub(crate) fn of(engine: &Engine, component: &Component) -> Self {
        let ty = component.component_type();
        let imports = ty.imports(engine).map(|(name, item)| {
            let functions = match item.ty {
                ComponentItem::ComponentInstance(instance) => instance
                    .exports(engine)
                    .filter(|(_, item)| matches!(item.ty, ComponentItem::ComponentFunc(_)))
                    .map(|(name, _)| name.to_owned())
                    .collect(),
                _ => Vec::new(),
            };
            Import { interface: name.to_owned(), functions }
        });
        Self { imports: imports.collect(), exports: ty.exports(engine).map(|(name, _)| name.to_owned()).collect() }
    }

    /// Whether a function of an interface, in whatever version, is imported. An interface may be imported for its types alone.
    pub fn uses(&self, interface: &str) -> bool {
        self.imports.iter().any(|import| split(&import.interface).0 == interface && !import.functions.is_empty())
    }

    /// Everything in which the component does not fit the world.
    pub(crate) fn misfits(&self, engine: &Engine, component: &Component) -> Vec<Misfit> {
        let mut misfits: Vec<Misfit> =
            self.imports.iter().filter_map(|import| import_misfit(&import.interface)).collect();
        misfits.extend(self.export_misfit());
        if misfits.is_empty() {
            // Names and versions fit: what is left are types that differ, which only the linker sees.
            if let Err(error) = lifecycle::check(engine, component) {
                misfits.push(Misfit {
                    message: format!("{error:#}"),
                    hint: Some("rebuild it with the WIT packages of this version of wasmload".to_owned()),
                });
            }
        }
        misfits
    }

    fn export_misfit(&self) -> Option<Misfit> {
        let (required, ours) = REQUIRED;
        match self.exports.iter().map(|name| split(name)).find(|(name, _)| *name == required) {
            Some((_, Some(version))) if compatible(version, ours) => None,
            Some((_, version)) => Some(version_misfit("exports", required, version, ours)),
            None => Some(Misfit {
                message: format!(
                    "it does not export `{required}@{ours}`{}",
                    match self.exports.as_slice() {
                        [] => "; it exports nothing".to_owned(),
                        exports => format!("; it exports `{}`", exports.join("`, `")),
                    }
                ),
                hint: Some(
                    "a scenario is built with an SDK, or from the world `wasmload:scenario/scenario`".to_owned(),
                ),
            }),
        }
    }
}

fn import_misfit(import: &str) -> Option<Misfit> {
    let (name, version) = split(import);
    if name.starts_with("wasi:") {
        return wasi_misfit(import, name, version);
    }
    match PROVIDED.iter().find(|(provided, _)| *provided == name) {
        Some((_, ours)) if version.is_some_and(|version| compatible(version, ours)) => None,
        Some((_, ours)) => Some(version_misfit("imports", name, version, ours)),
        None if name.starts_with("wasmload:") => Some(Misfit {
            message: format!("it imports `{import}`, which this version of wasmload does not have"),
            hint: Some("it may need a newer wasmload".to_owned()),
        }),
        None => Some(Misfit {
            message: format!("it imports `{import}`, which is no part of the world"),
            hint: Some("compose it with a component that exports this interface".to_owned()),
        }),
    }
}

fn wasi_misfit(import: &str, name: &str, version: Option<&str>) -> Option<Misfit> {
    const GIVEN: [&str; 6] =
        ["wasi:io/", "wasi:clocks/", "wasi:random/", "wasi:cli/", "wasi:filesystem/", "wasi:sockets/"];
    let hint = match () {
        () if name.starts_with("wasi:http/") => {
            "requests through `wasi:http` are not supported: use `wasmload:http/client`"
        }
        () if !GIVEN.iter().any(|given| name.starts_with(given)) => {
            "only io, clocks, random, cli, filesystem and sockets are given"
        }
        () if version.is_some_and(|version| compatible(version, "0.2.99")) => return None,
        () => "build it for WASI 0.2",
    };
    Some(Misfit { message: format!("it imports `{import}`, which is not given"), hint: Some(hint.to_owned()) })
}

fn version_misfit(verb: &str, name: &str, theirs: Option<&str>, ours: &str) -> Misfit {
    let (theirs_shown, newer) = match theirs {
        Some(version) => (version, parse(version) > parse(ours)),
        None => ("no version", false),
    };
    Misfit {
        message: format!("it {verb} `{name}` in version {theirs_shown}; this wasmload has {ours}"),
        hint: Some(if newer { "use a newer wasmload" } else { "rebuild it with the current SDK" }.to_owned()),
    }
}

/// `a:b/c@1.2.3` → (`a:b/c`, `1.2.3`).
fn split(name: &str) -> (&str, Option<&str>) {
    name.split_once('@').map_or((name, None), |(name, version)| (name, Some(version)))
}

fn parse(version: &str) -> [u64; 3] {
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    std::array::from_fn(|_| parts.next().unwrap_or(0))
}

/// Whether two versions are on one track of semantic versioning, as wasmtime's linker understands it.
fn compatible(theirs: &str, ours: &str) -> bool {
    match (parse(theirs), parse(ours)) {
        ([0, 0, a], [0, 0, b]) => a == b,
        ([0, a, _], [0, b, _]) => a == b,
        ([a, ..], [b, ..]) => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_fit_on_one_track_only() {
        assert!(compatible("0.1.0", "0.1.0"));
        assert!(compatible("0.1.7", "0.1.0"));
        assert!(!compatible("0.2.0", "0.1.0"));
        assert!(!compatible("1.0.0", "0.1.0"));
        assert!(compatible("1.2.0", "1.0.0"));
        assert!(!compatible("0.0.1", "0.0.2"));
    }

    #[test]
    fn each_kind_of_import_has_its_own_words() {
        assert_eq!(import_misfit("wasmload:http/client@0.1.3"), None);
        assert_eq!(import_misfit("wasi:io/streams@0.2.6"), None);
        let message = |name| import_misfit(name).unwrap().message;
        assert_eq!(
            message("wasmload:http/client@0.9.0"),
            "it imports `wasmload:http/client` in version 0.9.0; this wasmload has 0.1.0"
        );
        assert_eq!(
            message("wasmload:quic/client@0.1.0"),
            "it imports `wasmload:quic/client@0.1.0`, which this version of wasmload does not have"
        );
        assert_eq!(message("a:b/c@1.0.0"), "it imports `a:b/c@1.0.0`, which is no part of the world");
        assert_eq!(
            import_misfit("wasi:http/outgoing-handler@0.2.0").unwrap().hint.unwrap(),
            "requests through `wasi:http` are not supported: use `wasmload:http/client`"
        );
        assert_eq!(import_misfit("wasi:io/streams@0.3.0").unwrap().hint.unwrap(), "build it for WASI 0.2");
    }
}
