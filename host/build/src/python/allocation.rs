//! Mends a leak of componentize-py 0.25.1: each list without elements that a component hands to the host, such as the header
//! fields of a plain GET, left 16 bytes behind. Its code asks the runtime's `cabi_realloc` for no bytes at all, gets a block, and
//! gives back only blocks that have bytes.
//!
//! The mended function answers as that of other languages does: the alignment, which is an address that nobody reads.

use wasm_encoder::{CodeSection, RawSection, Section};
use wasmparser::{BinaryReader, BinaryReaderError, ExternalKind, Parser, Payload, TypeRef};

/// Only the runtime's module has this beside `cabi_realloc`: it is what should give the blocks back.
const BESIDE: &str = "wit_dylib_dealloc_bytes";

/// The beginning of `cabi_realloc(old, old size, alignment, size)`: `if size == 0 { return alignment }`.
const ANSWER_FOR_NOTHING: [u8; 9] = [0x20, 3, 0x45, 0x04, 0x40, 0x20, 2, 0x0f, 0x0b];

const HEADER: usize = 8;
const CORE_MODULE: u8 = 1;
const CODE: u8 = 10;

/// The component with the mended function.
///
/// # Errors
/// The component is not one that componentize-py made: what was looked for.
pub(super) fn mend(component: &[u8]) -> Result<Vec<u8>, String> {
    let mut mended = component.get(..HEADER).unwrap_or_default().to_vec();
    let mut found = false;
    let sections = sections(component).map_err(|error| error.to_string())?;
    for (id, data) in sections {
        let function = if id == CORE_MODULE { function(data).map_err(|error| error.to_string())? } else { None };
        match function {
            Some(function) => {
                found = true;
                let module = module(data, function).map_err(|error| error.to_string())?;
                RawSection { id, data: &module }.append_to(&mut mended);
            }
            None => RawSection { id, data }.append_to(&mut mended),
        }
    }
    if found { Ok(mended) } else { Err(format!("no module of it has `cabi_realloc` and `{BESIDE}`")) }
}

/// Which of a module's own functions is `cabi_realloc`, if it is the runtime's module.
fn function(module: &[u8]) -> Result<Option<u32>, BinaryReaderError> {
    let (mut imported, mut realloc, mut beside) = (0, None, false);
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    if export.kind == ExternalKind::Func && export.name == "cabi_realloc" {
                        realloc = export.index.checked_sub(imported);
                    }
                    beside |= export.name == BESIDE;
                }
            }
            Payload::CodeSectionStart { .. } => break,
            _ => {}
        }
    }
    Ok(realloc.filter(|_| beside))
}

/// A module with the mended function.
fn module(module: &[u8], function: u32) -> Result<Vec<u8>, BinaryReaderError> {
    let mut mended = module[..HEADER].to_vec();
    for (id, data) in sections(module)? {
        if id == CODE {
            code(data, function)?.append_to(&mut mended);
        } else {
            RawSection { id, data }.append_to(&mut mended);
        }
    }
    Ok(mended)
}

fn code(data: &[u8], function: u32) -> Result<CodeSection, BinaryReaderError> {
    let mut mended = CodeSection::new();
    for (index, body) in (0..).zip(wasmparser::CodeSectionReader::new(BinaryReader::new(data, 0))?) {
        let body = body?;
        let bytes = body.as_bytes();
        if index == function {
            let (locals, rest) = bytes.split_at(body.get_operators_reader()?.original_position() - body.range().start);
            mended.raw(&[locals, &ANSWER_FOR_NOTHING, rest].concat());
        } else {
            mended.raw(bytes);
        }
    }
    Ok(mended)
}

/// The sections of a component or a module: their kinds and what they hold.
fn sections(binary: &[u8]) -> Result<Vec<(u8, &[u8])>, BinaryReaderError> {
    let mut reader = BinaryReader::new(binary, 0);
    reader.read_bytes(HEADER)?;
    let mut sections = Vec::new();
    while !reader.eof() {
        let id = reader.read_u8()?;
        let size = reader.read_var_u32()?;
        sections.push((id, reader.read_bytes(size as usize)?));
    }
    Ok(sections)
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        Component, ExportKind, ExportSection, Function, FunctionSection, Module, ModuleSection, TypeSection, ValType,
    };

    use super::*;

    fn component(beside: &str) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([ValType::I32; 4], [ValType::I32]);
        let mut functions = FunctionSection::new();
        functions.function(0).function(0);
        let mut exports = ExportSection::new();
        exports.export(beside, ExportKind::Func, 0).export("cabi_realloc", ExportKind::Func, 1);
        let mut code = CodeSection::new();
        for locals in [vec![], vec![(2, ValType::I32), (1, ValType::I64)]] {
            let mut function = Function::new(locals);
            function.instructions().i32_const(8).end();
            code.function(&function);
        }
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&exports).section(&code);
        let mut component = Component::new();
        component.section(&ModuleSection(&module));
        component.finish()
    }

    #[test]
    fn nothing_is_answered_without_a_block_and_only_there() {
        let before = component(BESIDE);
        let after = mend(&before).unwrap();
        wasmparser::validate(&after).unwrap();
        assert_eq!(after.len(), before.len() + ANSWER_FOR_NOTHING.len());
        let at = after.windows(ANSWER_FOR_NOTHING.len()).position(|window| window == ANSWER_FOR_NOTHING).unwrap();
        // Behind the declaration of five bytes that only the second function has, and before its code.
        assert_eq!(after[at - 5..at], [2, 2, 0x7f, 1, 0x7e]);
        assert_eq!(after[at + ANSWER_FOR_NOTHING.len()..], [0x41, 8, 0x0b]);
    }

    #[test]
    fn a_component_without_the_function_is_refused() {
        assert!(mend(&component("other")).unwrap_err().contains(BESIDE));
    }
}
