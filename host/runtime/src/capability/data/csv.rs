//! Comma-separated values by RFC 4180, with a header: where the records are, and one of them as JSON.

use ::csv::{ByteRecord, ReaderBuilder, StringRecord};

use super::file::Faults;
use super::offsets::Offsets;

/// Finds the records, and returns the names of the columns as they stand in JSON: `"name":`.
pub(super) fn find(text: &str, begin: usize, rows: &mut Offsets, faults: &mut Faults) -> Vec<String> {
    let text = &text[begin..];
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut record = ByteRecord::new();
    let mut columns = None;
    // Reading bytes from memory does not fail.
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        let (from, to) = (position(&record), byte(reader.position()));
        let raw = &text.as_bytes()[from.0..to];
        // Empty lines are passed over, and belong to the record that follows them.
        let empty = raw.iter().take_while(|&&byte| byte == b'\n' || byte == b'\r');
        let line = from.1 + empty.filter(|&&byte| byte == b'\n').count() as u64;
        // Doubled quotes and closed ones come in pairs.
        if raw.iter().filter(|&&byte| byte == b'"').count() % 2 == 1 {
            faults.add(line, || "a quote is not closed".to_owned());
        }
        match &columns {
            None => columns = Some(header(&record, line, faults)),
            Some(columns) if columns.len() == record.len() => rows.push(begin + from.0),
            Some(columns) => faults.add(line, || {
                let plural = if record.len() == 1 { "" } else { "s" };
                format!("it has {} field{plural}, and the header has {}", record.len(), columns.len())
            }),
        }
    }
    columns.unwrap_or_default()
}

/// Where a record begins, and in which line.
fn position(record: &ByteRecord) -> (usize, u64) {
    record.position().map_or((0, 1), |position| (byte(position), position.line()))
}

fn byte(position: &::csv::Position) -> usize {
    // A place in memory.
    usize::try_from(position.byte()).unwrap_or(usize::MAX)
}

fn header(record: &ByteRecord, line: u64, faults: &mut Faults) -> Vec<String> {
    let names: Vec<String> = record.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
    for (index, name) in names.iter().enumerate() {
        if name.is_empty() {
            faults.add(line, || format!("column {} has no name", index + 1));
        } else if names[..index].contains(name) {
            faults.add(line, || format!("two columns are called `{name}`"));
        }
    }
    names.iter().map(|name| format!("{}:", serde_json::Value::from(name.as_str()))).collect()
}

/// A record as an object.
pub(super) fn row(raw: &str, columns: &[String]) -> String {
    let mut reader =
        ReaderBuilder::new().has_headers(false).buffer_capacity(raw.len().max(1)).from_reader(raw.as_bytes());
    let mut record = StringRecord::new();
    // It was read before, when the file was.
    reader.read_record(&mut record).unwrap_or(false);
    let mut json =
        Vec::with_capacity(raw.len() + columns.iter().map(String::len).sum::<usize>() + 2 * columns.len() + 2);
    for (column, value) in columns.iter().zip(&record) {
        json.push(if json.is_empty() { b'{' } else { b',' });
        json.extend_from_slice(column.as_bytes());
        // Writing text to memory does not fail.
        serde_json::to_writer(&mut json, value).unwrap_or_default();
    }
    json.push(b'}');
    String::from_utf8(json).unwrap_or_default()
}
