//! A file of rows: read once, checked whole, its rows found. Every fault is known before the test begins.

use std::path::Path;

use thiserror::Error;
use wasmload_core::plan::DataFormat;

use super::offsets::Offsets;
use super::{csv, json};

/// How many faults of a file are told.
const MOST_FAULTS: usize = 10;

/// What is wrong with a line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFault {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: String,
}

/// Why a file has no rows to give.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LoadError {
    /// It is not there, or cannot be read: why.
    #[error("it cannot be read: {0}")]
    Missing(String),
    /// It is not of its format.
    #[error("line {}: {}", faults.first().map_or(0, |fault| fault.line), faults.first().map_or("", |fault| &fault.reason))]
    Malformed {
        /// The first faults; at least one.
        faults: Vec<LineFault>,
        /// How many more there are.
        more: u64,
    },
    /// It holds no rows.
    #[error("it holds no rows")]
    Empty,
}

/// The faults of a file as they are found.
#[derive(Debug, Default)]
pub(super) struct Faults {
    told: Vec<LineFault>,
    more: u64,
}

impl Faults {
    pub(super) fn add(&mut self, line: u64, reason: impl FnOnce() -> String) {
        if self.told.len() < MOST_FAULTS {
            self.told.push(LineFault { line, reason: reason() });
        } else {
            self.more += 1;
        }
    }
}

/// How a row becomes JSON.
#[derive(Debug)]
pub(super) enum Shape {
    /// It is a record, and these are the names of its columns, as they stand in JSON: `"name":`.
    Record(Vec<String>),
    /// It is JSON.
    Json,
}

/// A file in memory.
#[derive(Debug)]
pub(super) struct File {
    text: String,
    rows: Offsets,
    shape: Shape,
}

impl File {
    pub(super) fn load(path: &Path, format: DataFormat) -> Result<Self, LoadError> {
        let bytes = std::fs::read(path).map_err(|error| LoadError::Missing(error.to_string()))?;
        Self::of(bytes, format)
    }

    pub(super) fn of(bytes: Vec<u8>, format: DataFormat) -> Result<Self, LoadError> {
        let text = String::from_utf8(bytes).map_err(|error| {
            let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count() as u64;
            LoadError::Malformed { faults: vec![LineFault { line, reason: "it is not UTF-8".to_owned() }], more: 0 }
        })?;
        // Spreadsheets put a mark at the beginning.
        let begin = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let (mut rows, mut faults) = (Offsets::of(text.len()), Faults::default());
        let shape = match format {
            DataFormat::Csv => Shape::Record(csv::find(&text, begin, &mut rows, &mut faults)),
            DataFormat::Json => {
                json::find_in_array(&text, begin, &mut rows, &mut faults);
                Shape::Json
            }
            DataFormat::Ndjson => {
                json::find_in_lines(&text, begin, &mut rows, &mut faults);
                Shape::Json
            }
        };
        rows.fit();
        match (faults.told.is_empty(), rows.count()) {
            (false, _) => Err(LoadError::Malformed { faults: faults.told, more: faults.more }),
            (true, 0) => Err(LoadError::Empty),
            (true, _) => Ok(Self { text, rows, shape }),
        }
    }

    pub(super) fn count(&self) -> u32 {
        self.rows.count()
    }

    /// A row as JSON; none beyond the last.
    pub(super) fn row(&self, index: u32) -> Option<String> {
        let raw = &self.text[self.rows.range(index, self.text.len())?];
        Some(match &self.shape {
            Shape::Record(columns) => csv::row(raw, columns),
            Shape::Json => json::row(raw).to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, format: DataFormat) -> Vec<String> {
        let file = File::of(text.as_bytes().to_vec(), format).unwrap_or_else(|error| panic!("{text}: {error}"));
        (0..file.count()).map(|index| file.row(index).unwrap()).collect()
    }

    /// The faults, each as its line and its reason, and how many are not told.
    fn faults(text: &[u8], format: DataFormat) -> (Vec<String>, u64) {
        match File::of(text.to_vec(), format) {
            Err(LoadError::Malformed { faults, more }) => {
                (faults.iter().map(|fault| format!("{}: {}", fault.line, fault.reason)).collect(), more)
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn records_are_objects_of_texts() {
        let text = "\u{feff}name,note\r\nalice,\"a, \"\"b\"\"\nc\"\r\n\r\nbob,\n\"c\",d";
        let expected =
            [r#"{"name":"alice","note":"a, \"b\"\nc"}"#, r#"{"name":"bob","note":""}"#, r#"{"name":"c","note":"d"}"#];
        assert_eq!(rows(text, DataFormat::Csv), expected);
    }

    #[test]
    fn json_stays_as_it_is() {
        assert_eq!(
            rows(" [ {\"a\": 1} , [1,2],\n\"x\" ,3 ] \n", DataFormat::Json),
            ["{\"a\": 1}", "[1,2]", "\"x\"", "3"]
        );
        assert_eq!(rows("{\"a\": 1}\r\n\n  [1,2]  \nnull", DataFormat::Ndjson), ["{\"a\": 1}", "[1,2]", "null"]);
    }

    #[test]
    fn faults_name_their_lines() {
        let csv = |text: &str| faults(text.as_bytes(), DataFormat::Csv).0;
        assert_eq!(
            csv("a,b\n1,2\n\n3\n4,5,6\n"),
            ["4: it has 1 field, and the header has 2", "5: it has 3 fields, and the header has 2"]
        );
        assert_eq!(csv("a,b\n1,\"2\n3,4\n"), ["2: a quote is not closed"]);
        assert_eq!(csv("a,a\n1,2\n"), ["1: two columns are called `a`"]);
        assert_eq!(csv("a,\n1,2\n"), ["1: column 2 has no name"]);
        let json = |text: &str| faults(text.as_bytes(), DataFormat::Json).0;
        assert_eq!(json("[{\"a\": 1},\n{\"a\" 2}]"), ["2: expected `:`"]);
        assert_eq!(json("{\"a\": 1}"), ["1: it is no array: its rows are the values of one array"]);
        assert_eq!(json("[1] 2"), ["1: trailing characters"]);
        let ndjson = |text: &str| faults(text.as_bytes(), DataFormat::Ndjson).0;
        assert_eq!(ndjson("{}\n{\"a\":\n\n1 2"), ["2: EOF while parsing a value", "4: trailing characters"]);
        assert_eq!(faults(b"a\n\xff\n", DataFormat::Csv).0, ["2: it is not UTF-8"]);
        let many = faults(format!("a\n{}", "x,y\n".repeat(15)).as_bytes(), DataFormat::Csv);
        assert_eq!((many.0.len(), many.1), (10, 5));
    }

    #[test]
    fn what_has_no_rows_is_empty() {
        for (text, format) in [
            ("", DataFormat::Csv),
            ("\n", DataFormat::Csv),
            ("a,b\n", DataFormat::Csv),
            ("[]", DataFormat::Json),
            ("", DataFormat::Json),
            ("\n \n", DataFormat::Ndjson),
        ] {
            let error = File::of(text.as_bytes().to_vec(), format).unwrap_err();
            assert_eq!(error, LoadError::Empty, "{text:?}");
        }
        let nowhere = File::load(Path::new("/nowhere/users.csv"), DataFormat::Csv).unwrap_err();
        assert!(matches!(nowhere, LoadError::Missing(_)), "{nowhere}");
    }
}
