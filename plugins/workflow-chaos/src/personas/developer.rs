//! Developers: deep in traces and versions. They run a workflow, read its trace to the end, look through its history, and
//! change it, while others change it too.

use serde::Deserialize;
use wasmload_sdk::prelude::*;

use crate::api::Draft;
use crate::measures;
use crate::vu::Worker;

/// The part of a trace that a developer reads.
#[derive(Deserialize)]
struct Trace {
    execution_id: String,
    spans: Vec<serde::de::IgnoredAny>,
}

/// A round of finding out what is wrong, and of mending it.
pub(crate) fn debug(worker: &mut Worker) -> Result {
    let id = worker.any_workflow()?.to_owned();
    group("trace", || trace(worker, &id))?;
    worker.think();
    group("history", || history(worker, &id))?;
    worker.think();
    group("change", || change(worker, &id))
}

fn trace(worker: &Worker, id: &str) -> Result {
    let run = worker.api.execute(id).send()?;
    if !check!("the workflow runs", run.status() == 200) {
        return Ok(());
    }
    measures::executed(&run)?;
    check!("the run completes", run.json_path::<String>("status")? == "completed");
    let execution: String = run.json_path("id")?;
    let nodes: usize = run.json_path("nodes")?;

    let trace = worker.api.trace(&execution).send()?;
    if check!("the trace opens", trace.status() == 200) {
        let trace: Trace = trace.json()?;
        check!("the trace is of the run", trace.execution_id == execution);
        check!("the trace has a span for each node", trace.spans.len() == nodes);
    }
    Ok(())
}

fn history(worker: &Worker, id: &str) -> Result {
    let versions = worker.api.versions(id).send()?;
    if !check!("the versions are listed", versions.status() == 200) {
        return Ok(());
    }
    let total: u32 = versions.json_path("total")?;
    // The three latest: the versions are numbered from 1.
    for number in total.saturating_sub(2).max(1)..=total {
        let version = worker.api.version(id, number).send()?;
        check!("the version opens", version.status() == 200);
    }
    Ok(())
}

fn change(worker: &Worker, id: &str) -> Result {
    let before = worker.api.workflow(id).send()?;
    check!("the workflow opens", before.status() == 200);
    let seen = before.header("etag").ok_or("a workflow has no `ETag`")?;
    let name: String = before.json_path("name")?;
    let size = usize::try_from(random::range(5..40))?;
    let after = worker.api.replace(id, &Draft::new(name, size), seen).send()?;
    check!("the change is taken, or somebody was faster", matches!(after.status(), 200 | 409));
    Ok(())
}
