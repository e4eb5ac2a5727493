//! `wasmload run`: the whole of a test, in reading order.

use std::io::IsTerminal;

use wasmload_core::run::Stop;

use crate::args::RunArgs;
use crate::diagnostics::{self, Diagnostic, Outcome};
use crate::exit_code::Exit;
use crate::export::{SummaryFile, print_line};
use crate::prepare::prepare;
use crate::session::execute;
use crate::signals::Signals;
use crate::ui::{progress, summary_text};
use crate::{logging, report, source, verdict};

pub(crate) fn run(mut args: RunArgs) -> Outcome<Exit> {
    let bars = progress::bars(&args.terminal);
    logging::start(&args.terminal, &bars)?;
    let signals = Signals::listen();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Diagnostic::of(&error).fail(Exit::Internal))?;
    args.plugin = source::component(&args.plugin)?;
    let args = &args;
    let started_at = jiff::Timestamp::now();

    let prepared = runtime.block_on(prepare(args))?;
    let file = args.verdict.summary_export.as_deref().map(SummaryFile::create).transpose()?;
    if !args.terminal.quiet {
        summary_text::announce(args, &prepared);
    }
    let mut results = runtime.block_on(execute(args, &prepared, &bars, &signals))?;

    if let Some(Stop::DataUsedUp(name)) = &results.stop {
        tracing::info!("the test ended early: the rows of the data `{name}` are used up");
    }
    let mut summary = report::summarize(&prepared, &results, args.verdict.summary_series, started_at);
    let judged = verdict::judge(args, &results, &summary);
    summary.exit = judged.as_summary();
    let color = logging::colors(&args.terminal, std::io::stdout().is_terminal());
    let printed = print_line(&summary_text::render(&summary, color));
    if results.messages_left_out > 0 {
        tracing::warn!(
            "{} messages of the plugin were left out: it wrote more than is shown",
            results.messages_left_out
        );
    }
    if results.resent_requests > 0 {
        tracing::debug!(
            "{} requests were sent again on a new connection: the kept one had died",
            results.resent_requests
        );
    }
    if let Some(fault) = results.fault.take() {
        diagnostics::print(&fault);
    }
    let written = file.map_or(Ok(()), |file| file.write(&summary));

    let mut exit = judged.exit;
    for lost in [printed.err(), written.err()].into_iter().flatten() {
        let code = diagnostics::print(&lost);
        exit = if exit == Exit::Success { code } else { exit };
    }
    Ok(exit)
}
