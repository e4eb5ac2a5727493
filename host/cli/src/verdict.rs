//! From what a run left behind to its exit code, in one place. The codes themselves are in `exit_code`.

use wasmload_core::run::Stop;
use wasmload_core::summary::{ExitSummary, IterationCounts, Summary};
use wasmload_core::threshold::unknown_metrics;

use crate::args::RunArgs;
use crate::exit_code::Exit;
use crate::session::Results;

/// How a run is judged.
pub(crate) struct Judged {
    pub(crate) exit: Exit,
    /// Why, when it is no success.
    pub(crate) reason: Option<String>,
}

impl Judged {
    pub(crate) fn as_summary(&self) -> ExitSummary {
        ExitSummary { code: self.exit.code(), name: self.exit.name().to_owned(), reason: self.reason.clone() }
    }
}

/// Judges a run. What ended it comes before what it found; of several findings the first one here counts.
pub(crate) fn judge(args: &RunArgs, results: &Results, summary: &Summary) -> Judged {
    let (exit, reason) = ended_early(results)
        .or_else(|| thresholds(results, summary))
        .or_else(|| results.state.marked_failed().map(|reason| (Exit::MarkedFailed, reason)))
        .or_else(|| failures(args, summary))
        .or_else(|| saturation(args, summary))
        .map_or((Exit::Success, None), |(exit, reason)| (exit, Some(reason)));
    Judged { exit, reason }
}

fn ended_early(results: &Results) -> Option<(Exit, String)> {
    if let Some(fault) = &results.fault {
        return Some((fault.exit, fault.diagnostics.first().map_or_else(String::new, |first| first.message.clone())));
    }
    match results.stop.as_ref()? {
        Stop::Aborted(reason) => Some((Exit::Aborted, format!("the plugin aborted the test: {reason}"))),
        Stop::Interrupted => Some((Exit::Interrupted, "the test was interrupted".to_owned())),
        Stop::Killed => Some((Exit::Interrupted, "the test was interrupted and stopped at once".to_owned())),
        Stop::Broken(reason) => Some((Exit::Internal, reason.clone())),
        // Judged with the other thresholds; and the plan wanted no more rows than there are.
        Stop::Threshold(_) | Stop::DataUsedUp(_) => None,
    }
}

fn thresholds(results: &Results, summary: &Summary) -> Option<(Exit, String)> {
    let failed: Vec<String> = summary
        .thresholds
        .iter()
        .filter(|threshold| !threshold.ok)
        .map(|threshold| format!("`{}: {}`", threshold.metric, threshold.expression))
        .collect();
    if !failed.is_empty() {
        let aborted =
            if matches!(results.stop, Some(Stop::Threshold(_))) { ", and the test was ended for it" } else { "" };
        return Some((Exit::ThresholdsFailed, format!("thresholds failed: {}{aborted}", failed.join(", "))));
    }
    let unknown = unknown_metrics(results.thresholds(), results.aggregator.registry());
    unknown.first().map(|unknown| (Exit::InvalidConfiguration, format!("{unknown}; {}", unknown.hint())))
}

fn failures(args: &RunArgs, summary: &Summary) -> Option<(Exit, String)> {
    let sum = |count: fn(&IterationCounts) -> u64| {
        summary.scenarios.iter().map(|scenario| count(&scenario.iterations)).sum::<u64>()
    };
    let (completed, failed, interrupted) =
        (sum(|one| one.completed), sum(|one| one.failed), sum(|one| one.interrupted));
    let spoken =
        summary.thresholds.iter().any(|threshold| threshold.metric.split('{').next() == Some("iterations_failed"));
    if completed == 0 && interrupted > 0 && !spoken && !args.verdict.allow_failures {
        return Some((
            Exit::IterationsFailed,
            format!("no iteration was completed; {interrupted} were cut off at the end"),
        ));
    }
    (failed > 0 && !spoken && !args.verdict.allow_failures)
        .then(|| (Exit::IterationsFailed, format!("{failed} of {completed} iterations failed")))
}

fn saturation(args: &RunArgs, summary: &Summary) -> Option<(Exit, String)> {
    let saturated = args.verdict.fail_on_saturation && summary.generator.saturated;
    saturated.then(|| {
        (Exit::GeneratorSaturated, format!("the generator was the limit: {}", summary.generator.reasons.join("; ")))
    })
}
