//! Results that leave the program: standard output, and the file of `--summary-export`. What cannot be written is said.

use std::fs::File;
use std::io::{BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use wasmload_core::summary::Summary;

use crate::diagnostics::{Diagnostic, Outcome};
use crate::exit_code::Exit;

/// Writes a text and a line break to standard output. A closed pipe is no error: the reader has seen enough.
pub(crate) fn print_line(text: &str) -> Outcome<Exit> {
    match writeln!(std::io::stdout().lock(), "{text}") {
        Ok(()) => Ok(Exit::Success),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Exit::Success),
        Err(error) => {
            let mut diagnostic = Diagnostic::new("the output cannot be written");
            diagnostic.causes.push(error.to_string());
            Err(diagnostic.fail(Exit::ResultsLost))
        }
    }
}

/// A file for the summary, opened before the run, so that a bad path is known before the load is made.
#[derive(Debug)]
pub(crate) struct SummaryFile {
    path: PathBuf,
    file: File,
}

impl SummaryFile {
    pub(crate) fn create(path: &Path) -> Outcome<Self> {
        match File::create(path) {
            Ok(file) => Ok(Self { path: path.to_owned(), file }),
            Err(error) => {
                let mut diagnostic =
                    Diagnostic::new(format!("the summary file `{}` cannot be created", path.display()));
                diagnostic.causes.push(error.to_string());
                Err(diagnostic.hint("give another path with `--summary-export FILE`").fail(Exit::InvalidConfiguration))
            }
        }
    }

    /// Writes the summary.
    pub(crate) fn write(self, summary: &Summary) -> Result<(), Diagnostic> {
        let mut writer = BufWriter::new(self.file);
        let written = serde_json::to_writer_pretty(&mut writer, summary)
            .map_err(std::io::Error::from)
            .and_then(|()| writeln!(writer))
            .and_then(|()| writer.flush());
        written.map_err(|error| {
            let mut diagnostic =
                Diagnostic::new(format!("the summary file `{}` cannot be written", self.path.display()));
            diagnostic.causes.push(error.to_string());
            diagnostic.hint("the summary above is complete; free some space, or choose another path next time")
        })
    }
}
