//! `wasmload reference`: pages of the reference documentation, made of the same tables that the program works with.

use clap::CommandFactory;
use wasmload_core::metric::{MetricKind, Unit, builtin};

use crate::args::{Cli, ReferenceArgs, ReferencePage};
use crate::diagnostics::Outcome;
use crate::exit_code::{self, Exit};
use crate::export::print_line;

pub(crate) fn print(args: &ReferenceArgs) -> Outcome<Exit> {
    print_line(
        match args.page {
            ReferencePage::Cli => cli(),
            ReferencePage::Metrics => metrics(),
            ReferencePage::ExitCodes => format!("# Exit codes\n\n{}", exit_code::markdown()),
        }
        .trim_end(),
    )
}

fn cli() -> String {
    let mut page = "# Command line\n".to_owned();
    let mut root = Cli::command();
    root.build();
    for command in root.get_subcommands_mut().filter(|command| !command.is_hide_set() && command.get_name() != "help") {
        let name = command.get_name().to_owned();
        let help = command.render_long_help().to_string();
        let help: Vec<&str> = help.lines().map(str::trim_end).collect();
        page.push_str(&format!("\n## wasmload {name}\n\n```text\n{}\n```\n", help.join("\n").trim_end()));
    }
    page
}

fn metrics() -> String {
    let mut page = "# Built-in metrics\n\n| metric | kind | unit | meaning |\n| --- | --- | --- | --- |\n".to_owned();
    for row in builtin::ALL {
        let kind = match row.kind {
            MetricKind::Counter => "counter",
            MetricKind::Gauge => "gauge",
            MetricKind::Rate => "rate",
            MetricKind::Trend => "trend",
        };
        let unit = match row.unit {
            Unit::None => "",
            Unit::Time => "ms",
            Unit::Data => "bytes",
        };
        page.push_str(&format!("| `{}` | {kind} | {unit} | {} |\n", row.name, row.meaning));
    }
    page
}
