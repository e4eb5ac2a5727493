//! The command line as typed. Nothing is resolved or checked here beyond its form.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use wasmload_build::{Language, Template};

/// A load and scenario tester whose scenarios are sandboxed WebAssembly components.
#[derive(Debug, Parser)]
#[command(name = "wasmload", version, max_term_width = 100, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Makes a new scenario project.
    New(NewArgs),
    /// Builds a scenario project, or a source file, as a plugin.
    Build(BuildArgs),
    /// Runs a test.
    Run(Box<RunArgs>),
    /// Shows what a plugin is, what it plans, and what it would need to be granted.
    Inspect(InspectArgs),
    /// Prints a JSON schema.
    Schema(SchemaArgs),
    /// Prints a page of the reference documentation.
    #[command(hide = true)]
    Reference(ReferenceArgs),
}

#[derive(Debug, Args)]
pub(crate) struct NewArgs {
    /// The folder to make; its name is the project's.
    #[arg(value_name = "NAME")]
    pub(crate) folder: PathBuf,

    /// The language to write in: rust, go, js, ts or python.
    #[arg(long, value_name = "LANGUAGE")]
    pub(crate) lang: Language,

    /// What the scenario shows: http (one kind of user), personas (several in a mix), stages (growing load) or websocket
    /// (users who stay connected).
    #[arg(long, value_name = "TEMPLATE", default_value_t = Template::Http)]
    pub(crate) template: Template,
}

#[derive(Debug, Args)]
pub(crate) struct BuildArgs {
    /// The project's folder, or a source file.
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) path: PathBuf,

    /// Where to put the plugin; `dist/NAME.wasm` of the project by default.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct RunArgs {
    /// The plugin: a file that holds a WebAssembly component; or a project's folder or a source file, which is built first.
    #[arg(value_name = "PLUGIN")]
    pub(crate) plugin: PathBuf,

    /// Run again, and build again, whenever a file changes.
    #[arg(long)]
    pub(crate) watch: bool,

    #[command(flatten)]
    pub(crate) plan: PlanArgs,

    #[command(flatten)]
    pub(crate) grants: GrantArgs,

    #[command(flatten)]
    pub(crate) verdict: VerdictArgs,

    #[command(flatten)]
    pub(crate) terminal: TerminalArgs,

    /// Threads that VUs run on; one for each processor by default.
    #[arg(long, value_name = "N", help_heading = "Engine")]
    pub(crate) workers: Option<usize>,

    /// Compile the plugin anew, and keep nothing for the next run.
    #[arg(long, help_heading = "Engine")]
    pub(crate) no_cache: bool,

    /// Where compiled plugins are kept.
    #[arg(long, value_name = "DIR", env = "WASMLOAD_CACHE_DIR", hide_env_values = true, help_heading = "Engine")]
    pub(crate) cache_dir: Option<PathBuf>,
}

/// What overrides the plan.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Plan")]
pub(crate) struct PlanArgs {
    /// A plan file: TOML, JSON or YAML, by its ending. It overrides what the plugin proposes.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// A named variant of the plan, such as `smoke`.
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,

    /// Run this scenario only; may be given several times.
    #[arg(long = "scenario", value_name = "NAME")]
    pub(crate) scenarios: Vec<String>,

    /// The number of VUs.
    #[arg(short = 'u', long, value_name = "N")]
    pub(crate) vus: Option<u32>,

    /// How long the VUs go on, such as `30s` or `1m30s`.
    #[arg(short = 'd', long, value_name = "DURATION")]
    pub(crate) duration: Option<String>,

    /// How many iterations the VUs share.
    #[arg(short = 'i', long, value_name = "N")]
    pub(crate) iterations: Option<u64>,

    /// A ramp of VUs, such as `10s:50`; may be given several times.
    #[arg(short = 's', long = "stage", value_name = "DURATION:VUS")]
    pub(crate) stages: Vec<String>,

    /// The base URL for relative requests. Its host and port are granted.
    #[arg(long, value_name = "URL")]
    pub(crate) target: Option<String>,

    /// A tag for every sample; may be given several times.
    #[arg(long = "tag", value_name = "NAME=VALUE", value_parser = pair)]
    pub(crate) tags: Vec<(String, String)>,

    /// A threshold, such as `http_req_duration=p(95)<500`; may be given several times.
    #[arg(long = "threshold", value_name = "METRIC=CONDITION")]
    pub(crate) thresholds: Vec<String>,

    /// Evaluate no thresholds.
    #[arg(long)]
    pub(crate) no_thresholds: bool,

    /// Do not call the plugin's `setup`.
    #[arg(long)]
    pub(crate) no_setup: bool,

    /// Do not call the plugin's `teardown`.
    #[arg(long)]
    pub(crate) no_teardown: bool,

    /// Where all random numbers begin: the same seed gives each VU the same numbers again.
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,

    /// The memory of one VU, such as `64MiB`.
    #[arg(long, value_name = "SIZE")]
    pub(crate) vu_memory: Option<String>,

    /// How long a guest may compute without waiting before it is stopped.
    #[arg(long, value_name = "DURATION")]
    pub(crate) guest_stall: Option<String>,

    /// How many series (metric and tags) are kept apart.
    #[arg(long, value_name = "N")]
    pub(crate) max_series: Option<u64>,
}

/// What the plugin may reach.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Grants")]
pub(crate) struct GrantArgs {
    /// A variable for the plugin; may be given several times.
    #[arg(short = 'e', long = "env", value_name = "NAME=VALUE", value_parser = pair)]
    pub(crate) env: Vec<(String, String)>,

    /// Hand the plugin this variable of the environment; may be given several times.
    #[arg(long, value_name = "NAME")]
    pub(crate) allow_env: Vec<String>,

    /// Hand the plugin the rows of this file, by this name: CSV, JSON or NDJSON, by its ending; may be given several times.
    #[arg(long, value_name = "NAME=FILE", value_parser = pair)]
    pub(crate) data: Vec<(String, String)>,

    /// Hand the plugin a secret, and hide it in all output: from the environment variable of its name, or from `env:NAME`,
    /// `file:PATH` or `command:COMMAND`; may be given several times.
    #[arg(long = "secret", value_name = "NAME[=SOURCE]")]
    pub(crate) secrets: Vec<String>,

    /// Let the plugin connect to this host, such as `api.example.com:443` or `*.example.com`; may be given several times.
    #[arg(long, value_name = "HOST[:PORT]")]
    pub(crate) allow_net: Vec<String>,

    /// Let the plugin read this directory, or write it with `:rw`; may be given several times.
    #[arg(long, value_name = "DIR[:SEEN_AS][:rw]")]
    pub(crate) allow_dir: Vec<String>,

    /// Trust the certificates in this PEM file too.
    #[arg(long, value_name = "FILE")]
    pub(crate) cacert: Option<PathBuf>,

    /// Trust any certificate: for test servers only.
    #[arg(long)]
    pub(crate) insecure_skip_tls_verify: bool,
}

/// How the run is judged, and where its results go.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Results")]
pub(crate) struct VerdictArgs {
    /// Write the summary as JSON; its schema is printed by `wasmload schema summary`.
    #[arg(long, value_name = "FILE")]
    pub(crate) summary_export: Option<PathBuf>,

    /// Put every series, metric and tags, into the exported summary.
    #[arg(long, requires = "summary_export")]
    pub(crate) summary_series: bool,

    /// Exit with success although iterations failed.
    #[arg(long)]
    pub(crate) allow_failures: bool,

    /// Fail the run when the generator, not the target, was the limit.
    #[arg(long)]
    pub(crate) fail_on_saturation: bool,
}

/// What is shown.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Terminal")]
pub(crate) struct TerminalArgs {
    /// Show no progress and no messages below warnings.
    #[arg(short, long)]
    pub(crate) quiet: bool,

    /// Use no colours. So does the environment variable NO_COLOR.
    #[arg(long)]
    pub(crate) no_color: bool,

    /// Show debug messages too.
    #[arg(short, long, conflicts_with = "quiet")]
    pub(crate) verbose: bool,

    /// Write the plugin's messages to this file, and not to standard error. What was in the file is lost.
    #[arg(long, value_name = "FILE")]
    pub(crate) log_file: Option<PathBuf>,

    /// How messages are written: as lines for people, or as JSON, an object a line.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(crate) log_format: LogFormat,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// Lines for people.
    #[default]
    Text,
    /// Objects with `time`, `level`, `message`, and of the plugin's messages `scenario` and `vu`.
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct InspectArgs {
    /// The plugin: a file that holds a WebAssembly component; or a project's folder or a source file, which is built first.
    #[arg(value_name = "PLUGIN")]
    pub(crate) plugin: PathBuf,

    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SchemaArgs {
    /// What the schema describes.
    #[arg(value_enum, default_value_t = SchemaKind::Plan)]
    pub(crate) of: SchemaKind,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum SchemaKind {
    /// Plan files, and the plan that a plugin declares.
    Plan,
    /// The file that `--summary-export` writes.
    Summary,
}

#[derive(Debug, Args)]
pub(crate) struct ReferenceArgs {
    /// Which page.
    #[arg(value_enum)]
    pub(crate) page: ReferencePage,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ReferencePage {
    /// The commands and their flags.
    Cli,
    /// The built-in metrics.
    Metrics,
    /// The exit codes.
    ExitCodes,
}

/// `NAME=VALUE`.
fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some(("", _)) => Err("the name is empty".to_owned()),
        Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
        None => Err("expected `NAME=VALUE`".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        super::Cli::command().debug_assert();
    }
}
