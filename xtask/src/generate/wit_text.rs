//! WIT types and signatures as text, the way they are written in a `.wit` file.
//!
//! Not a printer of whole packages: the reference shows items one by one.

use wit_parser::{Function, Handle, Resolve, Type, TypeDefKind, TypeId};

/// Whether `use` brought the type in from another interface.
pub(super) fn is_used(resolve: &Resolve, id: TypeId) -> bool {
    let definition = &resolve.types[id];
    match definition.kind {
        TypeDefKind::Type(Type::Id(other)) => {
            resolve.types[other].owner != definition.owner && resolve.types[other].name.is_some()
        }
        _ => false,
    }
}

/// What a definition is called, and what follows its name in a heading.
pub(super) fn kind(resolve: &Resolve, kind: &TypeDefKind) -> (&'static str, String) {
    match kind {
        TypeDefKind::Record(_) => ("Record", String::new()),
        TypeDefKind::Variant(_) => ("Variant", String::new()),
        TypeDefKind::Enum(_) => ("Enum", String::new()),
        TypeDefKind::Flags(_) => ("Flags", String::new()),
        TypeDefKind::Resource => ("Resource", String::new()),
        other => ("Type", format!(" = {}", structure(resolve, other))),
    }
}

/// A type as it is written where it is used.
pub(super) fn name(resolve: &Resolve, ty: &Type) -> String {
    let word = match ty {
        Type::Bool => "bool",
        Type::U8 => "u8",
        Type::U16 => "u16",
        Type::U32 => "u32",
        Type::U64 => "u64",
        Type::S8 => "s8",
        Type::S16 => "s16",
        Type::S32 => "s32",
        Type::S64 => "s64",
        Type::F32 => "f32",
        Type::F64 => "f64",
        Type::Char => "char",
        Type::String => "string",
        Type::ErrorContext => "error-context",
        Type::Id(id) => {
            let definition = &resolve.types[*id];
            return definition.name.clone().unwrap_or_else(|| structure(resolve, &definition.kind));
        }
    };
    word.to_owned()
}

/// Parameters and result of a function; a method's own resource is left out.
pub(super) fn signature(resolve: &Resolve, function: &Function) -> String {
    let parameters = function.params.iter().filter(|parameter| parameter.name != "self");
    let parameters: Vec<String> =
        parameters.map(|parameter| format!("{}: {}", parameter.name, name(resolve, &parameter.ty))).collect();
    let result = function.result.filter(|_| !matches!(function.kind, wit_parser::FunctionKind::Constructor(_)));
    let result = result.map_or(String::new(), |ty| format!(" -> {}", name(resolve, &ty)));
    format!("({}){result}", parameters.join(", "))
}

fn structure(resolve: &Resolve, kind: &TypeDefKind) -> String {
    let of = |ty: &Type| name(resolve, ty);
    let or_nothing = |ty: &Option<Type>| ty.as_ref().map_or("_".to_owned(), of);
    match kind {
        TypeDefKind::Type(ty) => of(ty),
        TypeDefKind::Option(ty) => format!("option<{}>", of(ty)),
        TypeDefKind::List(ty) => format!("list<{}>", of(ty)),
        TypeDefKind::FixedLengthList(ty, length) => format!("list<{}, {length}>", of(ty)),
        TypeDefKind::Map(key, value) => format!("map<{}, {}>", of(key), of(value)),
        TypeDefKind::Tuple(tuple) => format!("tuple<{}>", tuple.types.iter().map(of).collect::<Vec<_>>().join(", ")),
        TypeDefKind::Handle(Handle::Own(id)) => of(&Type::Id(*id)),
        TypeDefKind::Handle(Handle::Borrow(id)) => format!("borrow<{}>", of(&Type::Id(*id))),
        TypeDefKind::Future(ty) => format!("future<{}>", or_nothing(ty)),
        TypeDefKind::Stream(ty) => format!("stream<{}>", or_nothing(ty)),
        TypeDefKind::Result(result) => match (&result.ok, &result.err) {
            (None, None) => "result".to_owned(),
            (ok, None) => format!("result<{}>", or_nothing(ok)),
            (ok, err) => format!("result<{}, {}>", or_nothing(ok), or_nothing(err)),
        },
        // These always have a name of their own and are written by it.
        TypeDefKind::Record(_)
        | TypeDefKind::Resource
        | TypeDefKind::Flags(_)
        | TypeDefKind::Variant(_)
        | TypeDefKind::Enum(_)
        | TypeDefKind::Unknown => "?".to_owned(),
    }
}
