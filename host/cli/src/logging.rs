//! Messages to standard error: the host's own, and what guests log. Not the summary, which goes to standard output.

use std::fmt;
use std::io::{IsTerminal, Write};
use std::sync::{Arc, Mutex, PoisonError};

use indicatif::MultiProgress;
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, Registry};

use crate::args::TerminalArgs;

/// Whether to use colours on a stream.
pub(crate) fn colors(args: &TerminalArgs, terminal: bool) -> bool {
    terminal && !args.no_color && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Sends messages to standard error, above the progress bars if there are any.
pub(crate) fn start(args: &TerminalArgs, bars: &MultiProgress) {
    let level = match (args.quiet, args.verbose) {
        (true, _) => LevelFilter::WARN,
        (false, true) => LevelFilter::DEBUG,
        (false, false) => LevelFilter::INFO,
    };
    let color = colors(args, std::io::stderr().is_terminal());
    let layer = Messages { color, bars: bars.clone(), one_at_a_time: Arc::default() };
    // Only a second call could fail, and there is none in this program.
    drop(Registry::default().with(layer.with_filter(OurOwn(level))).try_init());
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
    bars: MultiProgress,
    one_at_a_time: Arc<Mutex<()>>,
}

impl<S: Subscriber> Layer<S> for Messages {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut line = Line::default();
        event.record(&mut line);
        let (word, color) = match *event.metadata().level() {
            Level::ERROR => ("error", 31),
            Level::WARN => ("warning", 33),
            Level::INFO => ("info", 32),
            Level::DEBUG | Level::TRACE => ("debug", 34),
        };
        let word = if self.color { format!("\u{1b}[{color}m{word}:\u{1b}[0m") } else { format!("{word}:") };
        let origin = line.origin();
        let text = format!("{word} {origin}{}", line.message.replace('\n', "\n    "));
        let _guard = self.one_at_a_time.lock().unwrap_or_else(PoisonError::into_inner);
        self.bars.suspend(|| {
            // With standard error gone there is nobody to tell.
            drop(writeln!(std::io::stderr(), "{text}"));
        });
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
