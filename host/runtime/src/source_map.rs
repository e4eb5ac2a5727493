//! Where in the sources of a script a position in its bundle comes from: JavaScript is bundled into one file before it becomes
//! a component, and people know only the files that they wrote.
//!
//! Not a debugger: stack traces as text go in and come out. The map is one of ECMA-426, which `wasmload build` leaves in a
//! custom section.

use std::sync::OnceLock;

use wasmparser::{Chunk, Parser, Payload};

/// The custom section that holds the map.
const SECTION: &str = "wasmload:source-map";

/// The map of a component; most components have none.
#[derive(Debug, Default)]
pub(crate) struct SourceMap {
    json: Vec<u8>,
    /// Parsed when the first stack needs it; none when it is damaged.
    parsed: OnceLock<Option<sourcemap::SourceMap>>,
}

impl SourceMap {
    /// Takes it out of a component that is valid.
    pub(crate) fn of(component: &[u8]) -> Self {
        let (mut parser, mut rest) = (Parser::new(0), component);
        while let Ok(Chunk::Parsed { consumed, payload }) = parser.parse(rest, true) {
            let inside = match payload {
                // What lies inside is not looked at: there are megabytes of it, and this is done at each start.
                Payload::ModuleSection { unchecked_range: range, .. }
                | Payload::ComponentSection { unchecked_range: range, .. } => range.len(),
                Payload::CustomSection(section) if section.name() == SECTION => {
                    return Self { json: section.data().to_vec(), parsed: OnceLock::new() };
                }
                Payload::End(_) => break,
                _ => 0,
            };
            let Some(after) = rest.get(consumed + inside..) else { break };
            rest = after;
        }
        Self::default()
    }

    /// A stack trace with positions in the sources, where the map knows them. A position is `FILE:LINE:COLUMN`, and the file
    /// the bundle's.
    pub(crate) fn translate(&self, stack: &str) -> String {
        let Some(map) = self.parsed() else { return stack.to_owned() };
        let bundle = map.get_file().unwrap_or_default();
        if bundle.is_empty() {
            return stack.to_owned();
        }
        let mut text = String::with_capacity(stack.len());
        let mut rest = stack;
        while let Some(at) = rest.find(bundle) {
            let (before, position) = rest.split_at(at);
            text.push_str(before);
            let after = &position[bundle.len()..];
            match place(map, after) {
                Some((place, length)) => {
                    text.push_str(&place);
                    rest = &after[length..];
                }
                None => {
                    text.push_str(bundle);
                    rest = after;
                }
            }
        }
        text + rest
    }

    fn parsed(&self) -> Option<&sourcemap::SourceMap> {
        if self.json.is_empty() {
            return None;
        }
        self.parsed.get_or_init(|| sourcemap::SourceMap::from_slice(&self.json).ok()).as_ref()
    }
}

/// The place in the sources that `:LINE:COLUMN` at the beginning of the text stands for, and how long that was.
fn place(map: &sourcemap::SourceMap, text: &str) -> Option<(String, usize)> {
    let (line, line_length) = number(text)?;
    let (column, column_length) = number(&text[line_length..])?;
    // Stacks count from 1, maps from 0.
    let token = map.lookup_token(line.checked_sub(1)?, column.checked_sub(1)?)?;
    let source = token.get_source()?;
    Some((format!("{source}:{}:{}", token.get_src_line() + 1, token.get_src_col() + 1), line_length + column_length))
}

/// The number after a colon, and the length of both.
fn number(text: &str) -> Option<(u32, usize)> {
    let digits = text.strip_prefix(':')?;
    let length = digits.find(|character: char| !character.is_ascii_digit()).unwrap_or(digits.len());
    Some((digits[..length].parse().ok()?, length + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Line 1, column 0 of `bundle.js` is line 3, column 4 of `shop.ts`.
    fn map() -> SourceMap {
        let mut builder = sourcemap::SourceMapBuilder::new(Some("bundle.js"));
        builder.add(0, 0, 2, 4, Some("shop.ts"), None, false);
        builder.add(4, 0, 9, 0, Some("basket.ts"), None, false);
        let mut json = Vec::new();
        builder.into_sourcemap().to_writer(&mut json).unwrap();
        SourceMap { json, parsed: OnceLock::new() }
    }

    #[test]
    fn positions_in_the_bundle_become_those_of_the_sources() {
        let stack = "    at visit (bundle.js:1:7)\n    at bundle.js:5:1\n    at native";
        assert_eq!(map().translate(stack), "    at visit (shop.ts:3:5)\n    at basket.ts:10:1\n    at native");
    }

    #[test]
    fn what_is_no_position_stays() {
        for stack in
            ["bundle.js", "bundle.js:", "bundle.js:0:1", "bundle.js:1", "other.js:1:1", "bundle.js:99999999999:1"]
        {
            assert_eq!(map().translate(stack), stack);
        }
        assert_eq!(SourceMap::default().translate("bundle.js:1:1"), "bundle.js:1:1");
    }

    #[test]
    fn it_is_found_in_a_component() {
        // A component with nothing but an empty module and a custom section; the module's own does not count.
        let mut component = b"\0asm\x0d\0\x01\0".to_vec();
        let module = [b"\0asm\x01\0\0\0\0".as_slice(), &[22, 19], SECTION.as_bytes(), b"no"].concat();
        component.push(1);
        component.push(u8::try_from(module.len()).unwrap());
        component.extend(module);
        let name = SECTION.as_bytes();
        component.push(0);
        component.push(u8::try_from(name.len() + 1 + 2).unwrap());
        component.push(u8::try_from(name.len()).unwrap());
        component.extend(name);
        component.extend(b"{}");
        assert_eq!(SourceMap::of(&component).json, b"{}");
        assert!(SourceMap::of(b"\0asm\x0d\0\x01\0").json.is_empty());
    }
}
