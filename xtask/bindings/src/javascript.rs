//! TypeScript declarations of the WIT interfaces as `componentize-qjs` binds them to JavaScript.
//!
//! Not the bindings themselves: the engine makes those. Names, shapes and errors follow its rules: functions and fields in
//! camel case, types in Pascal case, `option` as a value or null, `result` of a function as a return or a thrown `Error` with
//! the value in `payload`, and inside of other types as an object with `tag` and `val`.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail};
use wit_bindgen_core::wit_parser::{
    Docs, Function, FunctionKind, Handle, Interface, Resolve, Type, TypeDefKind, TypeId, WorldItem, WorldKey,
};

const HEAD: &str = "\
// Made from `wit/` by `cargo xtask generate`: the raw bindings, as `componentize-qjs` gives them to JavaScript.
/// <reference lib=\"esnext.disposable\" />
";

/// The declarations of everything that the world `scenario` imports and exports.
///
/// # Errors
///
/// The packages cannot be read, or use a type that has no JavaScript form here.
pub(crate) fn declarations(folder: &Path) -> Result<String> {
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let world = resolve.select_world(&[package], Some("scenario"))?;
    let world = &resolve.worlds[world];
    let mut file = File { resolve: &resolve, text: HEAD.to_owned() };
    for (key, item, is_import) in world
        .imports
        .iter()
        .map(|(key, item)| (key, item, true))
        .chain(world.exports.iter().map(|(key, item)| (key, item, false)))
    {
        match item {
            WorldItem::Interface { id, .. } => file.module(key, &resolve.interfaces[*id], is_import)?,
            _ => bail!("the world `scenario` has something else than interfaces: {}", resolve.name_world_key(key)),
        }
    }
    Ok(file.text)
}

struct File<'a> {
    resolve: &'a Resolve,
    text: String,
}

impl File<'_> {
    fn module(&mut self, key: &WorldKey, interface: &Interface, is_import: bool) -> Result<()> {
        self.line("");
        self.docs("", &interface.docs);
        self.line(&format!("declare module \"{}\" {{", self.resolve.name_world_key(key)));
        for (name, &id) in &interface.types {
            self.definition(interface, name, id)?;
        }
        let free = |function: &&Function| matches!(function.kind, FunctionKind::Freestanding);
        let functions: Vec<&Function> = interface.functions.values().filter(free).collect();
        let what = if is_import { "What the module gives." } else { "What the component exports." };
        self.line(&format!("  /** {what} */\n  export interface Exports {{"));
        for function in functions {
            self.function("    ", &camel(&function.name), function)?;
        }
        for (name, &id) in &interface.types {
            if matches!(self.resolve.types[id].kind, TypeDefKind::Resource) {
                self.line(&format!("    {0}: typeof {0};", pascal(name)));
            }
        }
        self.line("  }");
        if is_import {
            self.line("  const exports: Exports;\n  export default exports;");
        }
        self.line("}");
        Ok(())
    }

    fn definition(&mut self, interface: &Interface, name: &str, id: TypeId) -> Result<()> {
        let definition = &self.resolve.types[id];
        let name = pascal(name);
        if let TypeDefKind::Type(Type::Id(other)) = definition.kind
            && self.resolve.types[other].owner != definition.owner
        {
            let wit_bindgen_core::wit_parser::TypeOwner::Interface(owner) = self.resolve.types[other].owner else {
                bail!("the type `{name}` is not of an interface");
            };
            let from = self.resolve.id_of(owner).context("an interface without a name")?;
            self.line(&format!("  import type {{ {name} }} from \"{from}\";"));
            return Ok(());
        }
        self.docs("  ", &definition.docs);
        match &definition.kind {
            TypeDefKind::Record(record) => {
                self.line(&format!("  export interface {name} {{"));
                for field in &record.fields {
                    self.docs("    ", &field.docs);
                    let optional = matches!(field.ty, Type::Id(id) if matches!(self.resolve.types[id].kind, TypeDefKind::Option(_)));
                    let ty = self.ty(&field.ty)?;
                    let (mark, ty) = if optional { ("?", format!("{ty} | undefined")) } else { ("", ty) };
                    self.line(&format!("    {}{mark}: {ty};", camel(&field.name)));
                }
                self.line("  }");
            }
            TypeDefKind::Variant(variant) => {
                self.line(&format!("  export type {name} ="));
                for case in &variant.cases {
                    self.docs("    ", &case.docs);
                    let value = case.ty.as_ref().map(|ty| self.ty(ty)).transpose()?;
                    let value = value.map_or(String::new(), |ty| format!("; val: {ty}"));
                    self.line(&format!("    | {{ tag: \"{}\"{value} }}", case.name));
                }
                self.text.truncate(self.text.trim_end().len());
                self.line(";");
            }
            TypeDefKind::Enum(cases) => {
                self.line(&format!("  export type {name} ="));
                for case in &cases.cases {
                    self.docs("    ", &case.docs);
                    self.line(&format!("    | \"{}\"", case.name));
                }
                self.text.truncate(self.text.trim_end().len());
                self.line(";");
            }
            TypeDefKind::Resource => {
                self.line(&format!("  export class {name} {{"));
                let mut constructible = false;
                for function in interface.functions.values().filter(|function| function.kind.resource() == Some(id)) {
                    if matches!(function.kind, FunctionKind::Constructor(_)) {
                        constructible = true;
                        self.docs("    ", &function.docs);
                        self.line(&format!("    constructor({});", self.parameters(function)?));
                    } else {
                        self.function("    ", &camel(function.item_name()), function)?;
                    }
                }
                if !constructible {
                    self.line("    private constructor();");
                }
                self.line("    /** Drops the host's handle; nothing else does. */\n    [Symbol.dispose](): void;\n  }");
            }
            kind => {
                let alias = self.structure(kind)?;
                self.line(&format!("  export type {name} = {alias};"));
            }
        }
        Ok(())
    }

    fn function(&mut self, indent: &str, name: &str, function: &Function) -> Result<()> {
        let mut docs = function.docs.clone();
        let mut returns = "void".to_owned();
        if let Some(result) = &function.result {
            returns = match result {
                Type::Id(id) if let TypeDefKind::Result(result) = &self.resolve.types[*id].kind => {
                    if let Some(error) = &result.err {
                        let thrown = format!("\n\n@throws An `Error` whose `payload` is a `{}`.", self.ty(error)?);
                        docs.contents.get_or_insert_default().push_str(&thrown);
                    }
                    result.ok.as_ref().map_or(Ok("void".to_owned()), |ty| self.ty(ty))?
                }
                ty => self.ty(ty)?,
            };
        }
        self.docs(indent, &docs);
        self.line(&format!("{indent}{name}({}): {returns};", self.parameters(function)?));
        Ok(())
    }

    fn parameters(&self, function: &Function) -> Result<String> {
        let named = function.params.iter().filter(|parameter| parameter.name != "self");
        let typed =
            named.map(|parameter| Ok(format!("{}: {}", parameter_name(&parameter.name), self.ty(&parameter.ty)?)));
        Ok(typed.collect::<Result<Vec<_>>>()?.join(", "))
    }

    fn ty(&self, ty: &Type) -> Result<String> {
        Ok(match ty {
            Type::Bool => "boolean".to_owned(),
            Type::String | Type::Char => "string".to_owned(),
            Type::Id(id) => {
                let definition = &self.resolve.types[*id];
                match &definition.name {
                    Some(name) => pascal(name),
                    None => self.structure(&definition.kind)?,
                }
            }
            Type::ErrorContext => bail!("an error context has no form in JavaScript"),
            _ => "number".to_owned(),
        })
    }

    fn structure(&self, kind: &TypeDefKind) -> Result<String> {
        Ok(match kind {
            TypeDefKind::Type(ty) => self.ty(ty)?,
            TypeDefKind::Option(ty) => format!("{} | null", self.ty(ty)?),
            TypeDefKind::List(Type::U8) => "Uint8Array".to_owned(),
            TypeDefKind::List(ty) => {
                let of = self.ty(ty)?;
                if of.contains(' ') && !of.starts_with('[') { format!("({of})[]") } else { format!("{of}[]") }
            }
            TypeDefKind::Tuple(tuple) => {
                let types: Result<Vec<_>> = tuple.types.iter().map(|ty| self.ty(ty)).collect();
                format!("[{}]", types?.join(", "))
            }
            TypeDefKind::Handle(Handle::Own(id) | Handle::Borrow(id)) => self.ty(&Type::Id(*id))?,
            TypeDefKind::Result(result) => {
                let value = |ty: &Option<Type>| -> Result<String> {
                    Ok(ty
                        .as_ref()
                        .map(|ty| self.ty(ty))
                        .transpose()?
                        .map_or(String::new(), |ty| format!("; val: {ty}")))
                };
                format!("{{ tag: \"ok\"{} }} | {{ tag: \"err\"{} }}", value(&result.ok)?, value(&result.err)?)
            }
            other => bail!("a {} has no form in JavaScript", other.as_str()),
        })
    }

    fn docs(&mut self, indent: &str, docs: &Docs) {
        let text = docs.contents.as_deref().unwrap_or_default().trim();
        match text.lines().collect::<Vec<_>>().as_slice() {
            [] => {}
            [line] => self.line(&format!("{indent}/** {line} */")),
            lines => {
                self.line(&format!("{indent}/**"));
                lines.iter().for_each(|line| self.line(format!("{indent} * {line}").trim_end()));
                self.line(&format!("{indent} */"));
            }
        }
    }

    fn line(&mut self, line: &str) {
        writeln!(self.text, "{line}").expect("writing to a string cannot fail");
    }
}

/// The name of a parameter: one that is a word of the language gets an underscore. Callers never see it.
fn parameter_name(name: &str) -> String {
    let name = camel(name);
    let is_word = matches!(
        &*name,
        "function" | "default" | "new" | "in" | "of" | "class" | "delete" | "export" | "import" | "enum"
    );
    if is_word { format!("{name}_") } else { name }
}

/// `first-byte-ms` as `FirstByteMs`.
fn pascal(name: &str) -> String {
    name.split('-')
        .map(|word| word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect::<String>())
        .collect()
}

/// `first-byte-ms` as `firstByteMs`.
fn camel(name: &str) -> String {
    let name = pascal(name);
    name.chars().take(1).flat_map(char::to_lowercase).chain(name.chars().skip(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::{camel, declarations, parameter_name, pascal};

    #[test]
    fn names_follow_javascript() {
        assert_eq!((camel("first-byte-ms"), pascal("json-value")), ("firstByteMs".into(), "JsonValue".into()));
        assert_eq!(parameter_name("function"), "function_");
    }

    #[test]
    fn types_take_the_form_that_the_engine_gives_them() {
        let folder = std::env::temp_dir().join(format!("wasmload-xtask-js-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let text = "package wasmload:x@0.1.0;\ninterface i {\n record r { f: option<u32>, g: list<u8> }\n\
            variant v { a, b(string) }\n resource c { constructor(); m: func() -> result<r, v>; }\n\
            all: func(of: list<r>) -> list<result<r, v>>;\n}\nworld scenario { import i; }\n";
        std::fs::write(folder.join("x.wit"), text).unwrap();
        let made = declarations(&folder).unwrap();
        for line in [
            "    f?: number | null | undefined;",
            "    g: Uint8Array;",
            "    | { tag: \"b\"; val: string };",
            "    m(): R;",
            "    all(of_: R[]): ({ tag: \"ok\"; val: R } | { tag: \"err\"; val: V })[];",
            "    C: typeof C;",
        ] {
            assert!(made.contains(line), "`{line}` is not in:\n{made}");
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
