//! Makes what a VU shares stay shared: the objects that the build made are marked as immortal in the component's memory. Python
//! counts references inside of each object, so that a VU which only reads them would still write to their pages, and each first
//! write to a page gives the VU a copy of it. Which objects these are is the SDK's choice (`_building/_lasting.py`).
//!
//! CPython has this mark for such objects (PEP 683), and no function for a Python program to set it.

use wasmparser::{BinaryReaderError, DataKind, Operator, Parser, Payload};

/// What stands first and last in the SDK's tuple of these objects.
const MARK: &[u8] = b"wasmload: between these two, objects last as long as the VU";

/// The count that CPython 3.14 gives to immortal objects where a pointer has 32 bits, and the least that means the same.
const IMMORTAL: u32 = 5 << 28;
const LEAST_IMMORTAL: u32 = 1 << 30;

/// Where the fields of CPython's objects lie: a count and a type in each, then a size and a hash in bytes and tuples.
const BYTES_ITEMS: u32 = 16;
const TUPLE_SIZE: u32 = 8;
const TUPLE_ITEMS: u32 = 16;

/// Marks the objects, and says how many.
///
/// # Errors
/// The component is not one that componentize-py made of this SDK: what was looked for.
pub(super) fn mark(component: &mut [u8]) -> Result<usize, String> {
    let memory = Memory { pieces: pieces(component).map_err(|error| error.to_string())? };
    let objects = memory.objects(component)?;
    for &object in &objects {
        if memory.word(component, object) < LEAST_IMMORTAL {
            memory.put(component, object, IMMORTAL)?;
        }
    }
    Ok(objects.len())
}

/// A part of the memory that is not zero: its address, where in the file it stands, and its length.
struct Piece {
    address: u32,
    file: usize,
    length: usize,
}

/// The memory as a component holds it, in the order of its addresses.
struct Memory {
    pieces: Vec<Piece>,
}

impl Memory {
    /// The addresses of the objects.
    fn objects(&self, component: &[u8]) -> Result<Vec<u32>, String> {
        for at in self.addresses(component, MARK) {
            // The text of the mark may also stand where it was read from: the object that the tuple holds is meant.
            let Some(object) = at.checked_sub(BYTES_ITEMS) else { continue };
            if let Some((first, last)) = self.tuple_between(component, object) {
                return Ok((first + 4..last).step_by(4).map(|item| self.word(component, item)).collect());
            }
        }
        Err("its memory has no list of the objects that last".to_owned())
    }

    /// The addresses of the first and the last item of the tuple that has `object` at both ends.
    fn tuple_between(&self, component: &[u8], object: u32) -> Option<(u32, u32)> {
        let mut found = self.addresses(component, &object.to_le_bytes());
        found.retain(|at| at % 4 == 0);
        found.windows(2).map(|pair| (pair[0], pair[1])).find(|&(first, last)| {
            let size = first.checked_sub(TUPLE_ITEMS - TUPLE_SIZE).map(|at| self.word(component, at));
            size == Some((last - first) / 4 + 1)
        })
    }

    /// The addresses at which `needle` stands.
    fn addresses(&self, component: &[u8], needle: &[u8]) -> Vec<u32> {
        let found = self.pieces.iter().flat_map(|piece| {
            let bytes = &component[piece.file..piece.file + piece.length];
            let at = bytes.windows(needle.len()).enumerate().filter(|(_, window)| *window == needle);
            at.filter_map(|(at, _)| piece.address.checked_add(u32::try_from(at).ok()?))
        });
        found.collect()
    }

    /// The four bytes at an address. What the file leaves out is zero, also in the middle of them.
    fn word(&self, component: &[u8], address: u32) -> u32 {
        let byte = |at| self.file(address.wrapping_add(at)).map_or(0, |file| component[file]);
        u32::from_le_bytes([byte(0), byte(1), byte(2), byte(3)])
    }

    fn put(&self, component: &mut [u8], address: u32, word: u32) -> Result<(), String> {
        for (address, byte) in (address..).zip(word.to_le_bytes()) {
            match self.file(address) {
                Some(file) => component[file] = byte,
                None if byte == 0 => {}
                None => return Err(format!("the object at {address:#x} of those that last is not in its memory")),
            }
        }
        Ok(())
    }

    /// Where in the file the byte at an address stands, if it does.
    fn file(&self, address: u32) -> Option<usize> {
        let after = self.pieces.partition_point(|piece| piece.address <= address);
        let piece = self.pieces.get(after.checked_sub(1)?)?;
        let inside = (address - piece.address) as usize;
        (inside < piece.length).then_some(piece.file + inside)
    }
}

/// The parts of the memory of the first module that has any: componentize-py puts the frozen memory there.
fn pieces(component: &[u8]) -> Result<Vec<Piece>, BinaryReaderError> {
    let mut pieces = Vec::new();
    for payload in Parser::new(0).parse_all(component) {
        let Payload::DataSection(section) = payload? else { continue };
        for data in section {
            let data = data?;
            let DataKind::Active { memory_index: 0, offset_expr } = data.kind else { continue };
            let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else { continue };
            let file = data.range.end - data.data.len();
            pieces.push(Piece { address: value.cast_unsigned(), file, length: data.data.len() });
        }
        if !pieces.is_empty() {
            break;
        }
    }
    pieces.sort_by_key(|piece| piece.address);
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{ConstExpr, DataSection, MemorySection, MemoryType, Module};

    use super::*;

    const BYTES: u32 = 0x1000;
    const TUPLE: u32 = 0x2000;
    const OBJECT: u32 = 0x3000;
    const NONE: u32 = 0x3010;

    /// A module with the mark, a tuple of `size` items of which two lie between the marks, and the counts of two objects.
    fn module(size: u32) -> Vec<u8> {
        let mut data = DataSection::new();
        let mut put = |address: u32, words: &[u32], text: &[u8]| {
            let bytes = words.iter().flat_map(|word| word.to_le_bytes()).chain(text.iter().copied());
            data.active(0, &ConstExpr::i32_const(address.cast_signed()), bytes.collect::<Vec<u8>>());
        };
        put(BYTES, &[1, 7, u32::try_from(MARK.len()).unwrap(), 0], MARK);
        put(TUPLE, &[1, 9, size, 0, BYTES, OBJECT, NONE, BYTES], b"");
        put(OBJECT, &[3, 5], b"");
        // Its count is 7 << 28: the file leaves out the three zeros before.
        put(NONE + 3, &[], &[7 << 4, 5]);
        let mut memories = MemorySection::new();
        memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
        let mut module = Module::new();
        module.section(&memories).section(&data);
        module.finish()
    }

    #[test]
    fn the_objects_of_the_list_become_immortal_and_nothing_else_changes() {
        let before = module(4);
        let mut after = before.clone();
        assert_eq!(mark(&mut after), Ok(2));
        let memory = Memory { pieces: pieces(&after).unwrap() };
        let count = |address| memory.word(&after, address);
        assert_eq!((count(OBJECT), count(NONE), count(BYTES), count(TUPLE)), (IMMORTAL, 7 << 28, 1, 1));
        assert_eq!(before.iter().zip(&after).filter(|(one, other)| one != other).count(), 2);
    }

    #[test]
    fn an_object_that_is_not_in_the_file_is_an_error() {
        let mut component = module(4);
        let at = component.windows(4).rposition(|word| word == OBJECT.to_le_bytes()).unwrap();
        component[at..at + 4].copy_from_slice(&0x9000_u32.to_le_bytes());
        assert!(mark(&mut component).unwrap_err().contains("0x9003"));
    }

    #[test]
    fn a_memory_without_the_list_is_refused() {
        let mut other_size = module(5);
        assert!(mark(&mut other_size).unwrap_err().contains("no list"));
        assert!(mark(&mut Module::new().finish()).unwrap_err().contains("no list"));
    }
}
