//! Messages to standard error: the host's own, and what guests log, unless that goes to a file of its own. Not the summary,
//! which goes to standard output.

use std::borrow::Cow;
use std::fmt;
use std::fs::File;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use indicatif::MultiProgress;
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, Registry};

use crate::args::{LogFormat, TerminalArgs};
use crate::diagnostics::{Diagnostic, Outcome};
use crate::exit_code::Exit;
use crate::redaction::redact;

/// Whether to use colours on a stream.
pub(crate) fn colors(args: &TerminalArgs, terminal: bool) -> bool {
    terminal && !args.no_color && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Sends messages to standard error, above the progress bars if there are any; those of guests to their file, if there is one.
pub(crate) fn start(args: &TerminalArgs, bars: &MultiProgress) -> Outcome<()> {
    let file = args.log_file.as_deref().map(create).transpose()?;
    let level = match (args.quiet, args.verbose) {
        (true, _) => LevelFilter::WARN,
        (false, true) => LevelFilter::DEBUG,
        (false, false) => LevelFilter::INFO,
    };
    let color = colors(args, std::io::stderr().is_terminal());
    let layer =
        Messages { color, json: args.log_format == LogFormat::Json, bars: bars.clone(), file: Mutex::new(file) };
    // Only a second call could fail, and there is none in this program.
    drop(Registry::default().with(layer.with_filter(OurOwn(level))).try_init());
    Ok(())
}

fn create(path: &Path) -> Outcome<File> {
    File::create(path).map_err(|error| {
        let mut diagnostic = Diagnostic::new(format!("the log file `{}` cannot be created", path.display()));
        diagnostic.causes.push(error.to_string());
        diagnostic.hint("give another path with `--log-file FILE`").fail(Exit::InvalidConfiguration)
    })
}

/// Lets through what this project and its guests say; the libraries' words are for those who write libraries.
struct OurOwn(LevelFilter);

impl<S> tracing_subscriber::layer::Filter<S> for OurOwn {
    fn enabled(&self, metadata: &tracing::Metadata<'_>, _: &Context<'_, S>) -> bool {
        let target = metadata.target();
        *metadata.level() <= self.0 && (target == "guest" || target.starts_with("wasmload"))
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(self.0)
    }
}

struct Messages {
    color: bool,
    json: bool,
    bars: MultiProgress,
    /// Where guests' messages go. Messages leave one at a time, whatever way they take.
    file: Mutex<Option<File>>,
}

impl<S: Subscriber> Layer<S> for Messages {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut line = Line::default();
        event.record(&mut line);
        // Before it becomes JSON, whose numbers nobody may touch.
        if let Cow::Owned(redacted) = redact(&line.message) {
            line.message = redacted;
        }
        let level = *event.metadata().level();
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let file = file.as_mut().filter(|_| event.metadata().target() == "guest");
        let text =
            if self.json { line.json(level) } else { line.text(level, self.color && file.is_none(), file.is_some()) };
        // With the file or standard error gone there is nobody to tell.
        match file {
            Some(file) => drop(writeln!(file, "{text}")),
            None => self.bars.suspend(|| drop(writeln!(std::io::stderr(), "{text}"))),
        }
    }
}

/// What people call a level, and its colour.
fn word(level: Level) -> (&'static str, u8) {
    match level {
        Level::ERROR => ("error", 31),
        Level::WARN => ("warning", 33),
        Level::INFO => ("info", 32),
        Level::DEBUG | Level::TRACE => ("debug", 34),
    }
}

/// The fields of one message.
#[derive(Default)]
struct Line {
    message: String,
    scenario: Option<String>,
    vu: Option<u64>,
}

impl Line {
    /// A line for people; in a file it begins with the time.
    fn text(&self, level: Level, color: bool, dated: bool) -> String {
        let (word, color_code) = word(level);
        let word = if color { format!("\u{1b}[{color_code}m{word}:\u{1b}[0m") } else { format!("{word}:") };
        let time = if dated { format!("{} ", jiff::Timestamp::now()) } else { String::new() };
        format!("{time}{word} {}{}", self.origin(), self.message.replace('\n', "\n    "))
    }

    /// An object for programs.
    fn json(&self, level: Level) -> String {
        let mut object = serde_json::Map::new();
        object.insert("time".to_owned(), jiff::Timestamp::now().to_string().into());
        object.insert("level".to_owned(), word(level).0.into());
        if let (Some(scenario), Some(vu)) = (&self.scenario, self.vu) {
            object.insert("scenario".to_owned(), scenario.as_str().into());
            object.insert("vu".to_owned(), vu.into());
        }
        object.insert("message".to_owned(), self.message.as_str().into());
        serde_json::Value::Object(object).to_string()
    }

    /// Which VU said it: `[scenario vu=3] `.
    fn origin(&self) -> String {
        match (self.scenario.as_deref(), self.vu) {
            (Some(scenario), Some(vu)) if !scenario.is_empty() => format!("[{scenario} vu={vu}] "),
            (Some(_), _) => "[plugin] ".to_owned(),
            _ => String::new(),
        }
    }
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        match field.name() {
            "message" => self.message = format!("{value:?}"),
            name => self.message.push_str(&format!(" {name}={value:?}")),
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "scenario" => self.scenario = Some(value.to_owned()),
            "message" => self.message = value.to_owned(),
            name => self.message.push_str(&format!(" {name}={value}")),
        }
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        match field.name() {
            "vu" => self.vu = Some(value),
            name => self.message.push_str(&format!(" {name}={value}")),
        }
    }
}
