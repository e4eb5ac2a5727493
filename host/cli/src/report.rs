//! Hands the core what it makes the summary of. The layout on a terminal is `ui::summary_text`.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering::Relaxed;

use wasmload_core::run::ScenarioState;
use wasmload_core::summary::{ComponentSummary, ExitSummary, Facts, IterationCounts, Summary};

use crate::exit_code::Exit;
use crate::prepare::Prepared;
use crate::session::Results;

/// The summary of a run, with all of its series if they are asked for. How it ended is not judged yet.
pub(crate) fn summarize(
    prepared: &Prepared,
    results: &Results,
    every_series: bool,
    started_at: jiff::Timestamp,
) -> Summary {
    let iterations: Vec<IterationCounts> = results.state.scenarios.iter().map(counts).collect();
    let name = prepared.plugin.path().file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let mut versions = BTreeMap::from([
        ("wasmload".to_owned(), env!("CARGO_PKG_VERSION").to_owned()),
        ("wasmtime".to_owned(), wasmload_runtime::WASMTIME_VERSION.to_owned()),
    ]);
    let description = &prepared.description;
    if !description.sdk_name.is_empty() {
        versions.insert(description.sdk_name.clone(), description.sdk_version.clone());
    }
    Summary::new(Facts {
        plan: &prepared.plan,
        aggregator: &results.aggregator,
        verdicts: &results.verdicts,
        every_series,
        iterations: &iterations,
        duration: results.duration,
        workers: results.workers,
        late: &results.late,
        started_at: started_at.to_string(),
        component: ComponentSummary { name, digest: format!("sha256:{}", prepared.plugin.digest()) },
        versions,
        exit: ExitSummary { code: Exit::Success.code(), name: Exit::Success.name().to_owned(), reason: None },
    })
}

fn counts(scenario: &ScenarioState) -> IterationCounts {
    IterationCounts {
        started: scenario.started.load(Relaxed),
        completed: scenario.completed.load(Relaxed),
        failed: scenario.failed.load(Relaxed),
        interrupted: scenario.interrupted.load(Relaxed),
        dropped: scenario.dropped.load(Relaxed),
    }
}
