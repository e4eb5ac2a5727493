//! Results that leave the program: standard output, and the file of `--summary-export`. What cannot be written is said.

use std::fs::File;
use std::io::{BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use wasmload_core::summary::Summary;

use crate::diagnostics::{Diagnostic, Outcome};
use crate::exit_code::Exit;
use crate::redaction::{redact, redact_json};

/// Writes a text and a line break to standard output. A closed pipe is no error: the reader has seen enough.
pub(crate) fn print_line(text: &str) -> Outcome<Exit> {
    match writeln!(std::io::stdout().lock(), "{}", redact(text)) {
        Ok(()) => Ok(Exit::Success),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Exit::Success),
        Err(error) => {
            let mut diagnostic = Diagnostic::new("the output cannot be written");
            diagnostic.causes.push(error.to_string());
            Err(diagnostic.fail(Exit::ResultsLost))
        }
    }
}

/// A file for the summary, opened before the run, so that a bad path is known before the load is made. What was in it stays
/// until there is something to write; a file that was made for nothing is removed again.
#[derive(Debug)]
pub(crate) struct SummaryFile {
    path: PathBuf,
    file: File,
    made_for_nothing: bool,
}

impl SummaryFile {
    pub(crate) fn create(path: &Path) -> Outcome<Self> {
        let made_for_nothing = !path.exists();
        match File::options().write(true).create(true).truncate(false).open(path) {
            Ok(file) => Ok(Self { path: path.to_owned(), file, made_for_nothing }),
            Err(error) => {
                let mut diagnostic =
                    Diagnostic::new(format!("the summary file `{}` cannot be created", path.display()));
                diagnostic.causes.push(error.to_string());
                Err(diagnostic.hint("give another path with `--summary-export FILE`").fail(Exit::InvalidConfiguration))
            }
        }
    }

    /// Writes the summary.
    pub(crate) fn write(mut self, summary: &Summary) -> Outcome<()> {
        self.made_for_nothing = false;
        self.replace(summary).map_err(|error| {
            let mut diagnostic =
                Diagnostic::new(format!("the summary file `{}` cannot be written", self.path.display()));
            diagnostic.causes.push(error.to_string());
            diagnostic.hint("free some space, or choose another path next time").fail(Exit::ResultsLost)
        })
    }

    fn replace(&self, summary: &Summary) -> std::io::Result<()> {
        // A device or a pipe has no length.
        if self.file.metadata()?.is_file() {
            self.file.set_len(0)?;
        }
        let mut writer = BufWriter::new(&self.file);
        match redact_json(|| serde_json::to_value(summary)) {
            None => serde_json::to_writer_pretty(&mut writer, summary)?,
            Some(redacted) => serde_json::to_writer_pretty(&mut writer, &redacted?)?,
        }
        writeln!(writer)?;
        writer.flush()
    }
}

impl Drop for SummaryFile {
    fn drop(&mut self) {
        if self.made_for_nothing {
            // An empty file that cannot be removed does no harm.
            drop(std::fs::remove_file(&self.path));
        }
    }
}
