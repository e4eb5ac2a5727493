//! Rows that are JSON already: the values of one array, or one value a line. They are checked, and stay as they are.

use std::fmt;

use serde::Deserializer;
use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::file::Faults;
use super::offsets::Offsets;

/// Finds the values of an array.
pub(super) fn find_in_array(text: &str, begin: usize, rows: &mut Offsets, faults: &mut Faults) {
    let array = &text[begin..];
    if array.trim().is_empty() {
        return;
    }
    if !array.trim_start().starts_with('[') {
        let line = 1 + array.len().saturating_sub(array.trim_start().len());
        let line = array[..line - 1].matches('\n').count() as u64 + 1;
        faults.add(line, || "it is no array: its rows are the values of one array".to_owned());
        return;
    }
    let mut reader = serde_json::Deserializer::from_str(array);
    let values = Values { base: text.as_ptr() as usize, rows };
    if let Err(error) = reader.deserialize_seq(values).and_then(|()| reader.end()) {
        faults.add(error.line() as u64, || reason(&error));
    }
}

/// Finds the values of lines; empty ones are passed over.
pub(super) fn find_in_lines(text: &str, begin: usize, rows: &mut Offsets, faults: &mut Faults) {
    let mut at = begin;
    for (line, number) in text[begin..].split_inclusive('\n').zip(1..) {
        if !line.trim().is_empty() {
            match serde_json::from_str::<IgnoredAny>(line) {
                Ok(_) => rows.push(at),
                Err(error) => faults.add(number, || reason(&error)),
            }
        }
        at += line.len();
    }
}

/// A value, out of what lies between its beginning and that of the next.
pub(super) fn row(raw: &str) -> &str {
    let raw = raw.trim();
    // Values of lines end at the line; those of an array are followed by its comma, or by its end.
    let mut value = serde_json::Deserializer::from_str(raw).into_iter::<&RawValue>();
    value.next().and_then(Result::ok).map_or(raw, RawValue::get)
}

/// The error without its place, which is told in another way.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.as_str(), |(reason, _)| reason).to_owned()
}

/// Notes where the values of an array begin.
struct Values<'a> {
    /// Where the text begins in memory.
    base: usize,
    rows: &'a mut Offsets,
}

impl<'de> Visitor<'de> for Values<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<(), A::Error> {
        while let Some(value) = values.next_element::<&'de RawValue>()? {
            // It is borrowed from the text.
            self.rows.push(value.get().as_ptr() as usize - self.base);
        }
        Ok(())
    }
}
