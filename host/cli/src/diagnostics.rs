//! How errors look: the message, its causes, the place, and the way out. All faults of an input are printed at once.

use std::fmt;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use crate::exit_code::Exit;
use crate::redaction::redact;

/// One fault, ready to be printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Diagnostic {
    /// What is wrong, in one line without a final period.
    pub(crate) message: String,
    /// Why, outermost first.
    pub(crate) causes: Vec<String>,
    /// Where, such as `plan.toml:12:5`.
    pub(crate) place: Option<String>,
    /// The line of the input, and the range of columns (from 0, in characters) that is meant.
    pub(crate) excerpt: Option<(String, std::ops::Range<usize>)>,
    /// The way out.
    pub(crate) hint: Option<String>,
}

/// Why a command failed.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// What a command returns.
pub(crate) type Outcome<T> = Result<T, Failure>;

impl Diagnostic {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), ..Self::default() }
    }

    /// An error and the chain of its sources.
    pub(crate) fn of(error: &dyn std::error::Error) -> Self {
        let mut diagnostic = Self::new(error.to_string());
        let mut source = error.source();
        while let Some(cause) = source {
            let cause_text = cause.to_string();
            // Some libraries repeat the cause in their own words.
            if !diagnostic.message.ends_with(&cause_text) && diagnostic.causes.last() != Some(&cause_text) {
                diagnostic.causes.push(cause_text);
            }
            source = cause.source();
        }
        diagnostic
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(crate) fn fail(self, exit: Exit) -> Failure {
        Failure { exit, diagnostics: vec![self] }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.render(f, "error:", "hint:")
    }
}

impl Diagnostic {
    fn render(&self, f: &mut fmt::Formatter<'_>, error: &str, hint: &str) -> fmt::Result {
        write!(f, "{error} {}", self.message.trim_end().replace('\n', "\n    "))?;
        for cause in &self.causes {
            write!(f, "\n  caused by: {}", cause.trim_end().replace('\n', "\n    "))?;
        }
        if let Some(place) = &self.place {
            write!(f, "\n  --> {place}")?;
        }
        if let Some((line, columns)) = &self.excerpt {
            let marker = "^".repeat(columns.len().max(1));
            write!(f, "\n   | {line}\n   | {}{marker}", " ".repeat(columns.start))?;
        }
        match &self.hint {
            Some(text) => write!(f, "\n{hint} {text}"),
            None => Ok(()),
        }
    }
}

/// A diagnostic in colours.
struct Colored<'a>(&'a Diagnostic);

impl fmt::Display for Colored<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.render(f, "\u{1b}[1;31merror:\u{1b}[0m", "\u{1b}[1;36mhint:\u{1b}[0m")
    }
}

/// Prints every fault to standard error.
pub(crate) fn print(failure: &Failure) -> Exit {
    let mut stderr = std::io::stderr().lock();
    let color = stderr.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    for (index, diagnostic) in failure.diagnostics.iter().enumerate() {
        let gap = if index == 0 { "" } else { "\n" };
        // When standard error is gone there is nobody to tell; the exit code still does.
        let text = if color { Colored(diagnostic).to_string() } else { diagnostic.to_string() };
        let printed = writeln!(stderr, "{gap}{}", redact(&text));
        drop(printed);
    }
    failure.exit
}

/// Prints what clap says about a command line, and help when it was asked for.
pub(crate) fn usage(error: &clap::Error) -> ExitCode {
    let exit = if error.use_stderr() { Exit::InvalidConfiguration } else { Exit::Success };
    // As above: with the stream gone, only the exit code is left.
    drop(error.print());
    exit.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diagnostic_names_the_thing_the_place_and_the_way_out() {
        let diagnostic = Diagnostic {
            message: "unknown key `vsu`".to_owned(),
            causes: vec!["it stands in a scenario".to_owned()],
            place: Some("plan.toml:3:1".to_owned()),
            excerpt: Some(("vsu = 3".to_owned(), 0..3)),
            hint: Some("did you mean `vus`?".to_owned()),
        };
        assert_eq!(
            diagnostic.to_string(),
            "error: unknown key `vsu`\n  caused by: it stands in a scenario\n  --> plan.toml:3:1\n   | vsu = 3\n   | ^^^\nhint: did you mean `vus`?"
        );
    }
}
