//! The reference of the WIT packages: every item with what its comment says. An item without a comment is a fault.
//!
//! Not a judge of what the comments say.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail};
use wit_parser::{Docs, Function, FunctionKind, Interface, PackageId, Resolve, TypeDefKind, TypeId, World, WorldItem};

use super::wit_text;

const HEAD: &str = "\
<!-- Made from `wit/` by `cargo xtask generate`. -->
# WIT reference

What a component imports and exports. The files themselves are in [`wit/`](../../wit).
";

/// The reference of our packages, as markdown. Fails with all undocumented items at once.
pub(super) fn reference(folder: &Path) -> Result<String> {
    let mut resolve = Resolve::default();
    resolve.push_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut page = Page { resolve: &resolve, text: HEAD.to_owned(), undocumented: Vec::new() };
    let mut packages: Vec<PackageId> = resolve.packages.iter().map(|(id, _)| id).collect();
    packages.retain(|&id| resolve.packages[id].name.namespace == "wasmload");
    packages.sort_by_key(|&id| resolve.packages[id].name.to_string());
    for id in packages {
        page.package(id);
    }
    if !page.undocumented.is_empty() {
        bail!("WIT items without a `///` comment:\n  {}", page.undocumented.join("\n  "));
    }
    Ok(page.text)
}

struct Page<'a> {
    resolve: &'a Resolve,
    text: String,
    undocumented: Vec<String>,
}

impl Page<'_> {
    fn package(&mut self, id: PackageId) {
        let package = &self.resolve.packages[id];
        let name = package.name.to_string();
        let docs = self.docs(&name, &package.docs);
        self.block(&format!("## Package `{name}`"), &docs);
        for &interface in package.interfaces.values() {
            self.interface(&name, &self.resolve.interfaces[interface]);
        }
        for &world in package.worlds.values() {
            self.world(&name, &self.resolve.worlds[world]);
        }
    }

    fn world(&mut self, package: &str, world: &World) {
        let docs = self.docs(&format!("{package} world {}", world.name), &world.docs);
        self.block(&format!("### World `{}`", world.name), &docs);
        for (direction, items) in [("imports", &world.imports), ("exports", &world.exports)] {
            for (key, item) in items {
                let what = match item {
                    WorldItem::Interface { .. } => "interface",
                    WorldItem::Function(_) => "function",
                    WorldItem::Type { .. } => "type",
                };
                self.line(&format!("- {direction} the {what} `{}`", self.resolve.name_world_key(key)));
            }
        }
        self.line("");
    }

    fn interface(&mut self, package: &str, interface: &Interface) {
        let name = interface.name.as_deref().unwrap_or_default();
        let place = format!("{package} interface {name}");
        let docs = self.docs(&place, &interface.docs);
        self.block(&format!("### Interface `{name}`"), &docs);
        for (type_name, &id) in &interface.types {
            self.type_definition(&place, type_name, id);
        }
        for function in interface.functions.values() {
            if function.kind == FunctionKind::Freestanding {
                self.function(&place, function, &function.name);
            }
        }
    }

    fn type_definition(&mut self, place: &str, name: &str, id: TypeId) {
        let definition = &self.resolve.types[id];
        // A type that `use` brought in is documented where it was made.
        if wit_text::is_used(self.resolve, id) {
            return;
        }
        let place = format!("{place}: {name}");
        let docs = self.docs(&place, &definition.docs);
        let (kind, shape) = wit_text::kind(self.resolve, &definition.kind);
        self.block(&format!("#### {kind} `{name}{shape}`"), &docs);
        match &definition.kind {
            TypeDefKind::Record(record) => {
                for field in &record.fields {
                    let shape = format!("{}: {}", field.name, wit_text::name(self.resolve, &field.ty));
                    self.member(&place, &field.name, &shape, &field.docs);
                }
            }
            TypeDefKind::Variant(variant) => {
                for case in &variant.cases {
                    let carried =
                        case.ty.map_or(String::new(), |ty| format!("({})", wit_text::name(self.resolve, &ty)));
                    self.member(&place, &case.name, &format!("{}{carried}", case.name), &case.docs);
                }
            }
            TypeDefKind::Enum(cases) => {
                cases.cases.iter().for_each(|case| self.member(&place, &case.name, &case.name, &case.docs))
            }
            TypeDefKind::Flags(flags) => {
                flags.flags.iter().for_each(|flag| self.member(&place, &flag.name, &flag.name, &flag.docs))
            }
            TypeDefKind::Resource => self.methods(&place, name, id),
            _ => {}
        }
        self.line("");
    }

    fn methods(&mut self, place: &str, resource: &str, id: TypeId) {
        for interface in self.resolve.interfaces.iter().map(|(_, interface)| interface) {
            for function in interface.functions.values().filter(|function| function.kind.resource() == Some(id)) {
                let name = match function.kind {
                    FunctionKind::Constructor(_) => format!("new {resource}"),
                    _ => format!("{resource}.{}", function.item_name()),
                };
                self.function(place, function, &name);
            }
        }
    }

    fn function(&mut self, place: &str, function: &Function, name: &str) {
        let docs = self.docs(&format!("{place}: {name}"), &function.docs);
        self.block(&format!("#### Function `{name}{}`", wit_text::signature(self.resolve, function)), &docs);
    }

    fn member(&mut self, place: &str, name: &str, shape: &str, docs: &Docs) {
        let docs = self.docs(&format!("{place}.{name}"), docs).replace('\n', " ");
        self.line(&format!("- `{shape}`: {docs}"));
    }

    /// The comment of an item, or a note that it has none.
    fn docs(&mut self, place: &str, docs: &Docs) -> String {
        let text = docs.contents.as_deref().unwrap_or_default().trim();
        if text.is_empty() {
            self.undocumented.push(place.to_owned());
        }
        text.to_owned()
    }

    fn block(&mut self, heading: &str, docs: &str) {
        self.line(&format!("\n{heading}\n\n{docs}\n"));
        // One empty line between blocks, whatever came before.
        while self.text.contains("\n\n\n") {
            self.text = self.text.replace("\n\n\n", "\n\n");
        }
    }

    fn line(&mut self, line: &str) {
        writeln!(self.text, "{line}").expect("writing to a string cannot fail");
    }
}

#[cfg(test)]
mod tests {
    use super::reference;

    #[test]
    fn an_undocumented_item_is_a_fault_that_names_every_place() {
        let folder = std::env::temp_dir().join(format!("wasmload-xtask-wit-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let text = "/// A package.\npackage wasmload:x@0.1.0;\n/// An interface.\ninterface i {\n\
            /// A record.\nrecord r { f: u32 }\n g: func(a: option<list<u8>>) -> result<_, r>;\n }\n";
        std::fs::write(folder.join("x.wit"), text).unwrap();
        let error = reference(&folder).unwrap_err().to_string();
        assert!(error.contains("interface i: r.f") && error.contains("interface i: g"), "{error}");
        let documented = text.replace("f: u32", "\n/// A field.\nf: u32").replace(" g:", "/// A function.\ng:");
        std::fs::write(folder.join("x.wit"), documented).unwrap();
        let page = reference(&folder).unwrap();
        assert!(page.contains("- `f: u32`: A field."), "{page}");
        assert!(page.contains("#### Function `g(a: option<list<u8>>) -> result<_, r>`\n\nA function.\n"), "{page}");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
