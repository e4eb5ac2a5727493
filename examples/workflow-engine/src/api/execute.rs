//! `POST …/execute`: builds the graph of a workflow or DAG, runs it, stores the execution, tells the hub.
//!
//! With `?dry_run=true` it builds and checks the graph and stops there: nothing runs and nothing is stored.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::{blocking, dags, millis, workflows};
use crate::activity::{Activity, MAX_ACTIVITIES, generate};
use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Body, Params, Segments};
use crate::graph::Graph;
use crate::hub::Event;
use crate::ids::{new_id, now_ms};
use crate::run::{Outcome, run};
use crate::store::executions::{self, Execution};

/// The size of a graph when neither the workflow nor the request says it.
pub(super) const DEFAULT_NODES: usize = 10;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Options {
    /// Run a generated graph of this size instead of the stored one.
    nodes: Option<usize>,
}

/// The answer. A dry run has no `id` and the status `planned`.
#[derive(Debug, Serialize)]
pub(crate) struct Executed {
    id: Option<String>,
    workflow_id: Option<String>,
    workflow_version: Option<i64>,
    dag_id: Option<String>,
    status: String,
    nodes: usize,
    completed: i64,
    skipped: i64,
    failed: i64,
    graph_build_ms: f64,
    execution_ms: f64,
    dry_run: bool,
}

/// What is executed.
#[derive(Debug, Default, Clone)]
struct Origin {
    workflow_id: Option<String>,
    workflow_version: Option<i64>,
    dag_id: Option<String>,
}

/// `POST /api/v1/workflows/{id}/execute`.
pub(crate) async fn workflow(
    State(app): State<App>,
    Segments(id): Segments<String>,
    params: Params,
    Body(options): Body<Options>,
) -> Result<Json<Executed>, ApiError> {
    let dry_run = params.flag("dry_run")?;
    let nodes = size(&options)?;
    let workflow = workflows::existing(&app, &id).await?;
    let origin = Origin { workflow_id: Some(id), workflow_version: Some(workflow.version), ..Origin::default() };
    execute(app, origin, workflow.activities, nodes, dry_run).await
}

/// `POST /api/v1/dags/{id}/execute`.
pub(crate) async fn dag(
    State(app): State<App>,
    Segments(id): Segments<String>,
    params: Params,
    Body(options): Body<Options>,
) -> Result<Json<Executed>, ApiError> {
    let dry_run = params.flag("dry_run")?;
    let nodes = size(&options)?;
    let dag = dags::existing(&app, &id).await?;
    execute(app, Origin { dag_id: Some(id), ..Origin::default() }, dag.activities, nodes, dry_run).await
}

fn size(options: &Options) -> Result<Option<usize>, ApiError> {
    match options.nodes {
        Some(nodes) if !(1..=MAX_ACTIVITIES).contains(&nodes) => {
            Err(ApiError::invalid_field("nodes", format!("must be 1 to {MAX_ACTIVITIES}")))
        }
        nodes => Ok(nodes),
    }
}

async fn execute(
    app: App,
    origin: Origin,
    stored: Vec<Activity>,
    nodes: Option<usize>,
    dry_run: bool,
) -> Result<Json<Executed>, ApiError> {
    let (graph, graph_build_ms) = blocking(move || build(stored, nodes)).await??;
    if dry_run {
        return Ok(Json(Executed {
            id: None,
            workflow_id: origin.workflow_id,
            workflow_version: origin.workflow_version,
            dag_id: origin.dag_id,
            status: "planned".into(),
            nodes: graph.nodes.len(),
            completed: 0,
            skipped: 0,
            failed: 0,
            graph_build_ms,
            execution_ms: 0.0,
            dry_run,
        }));
    }
    let id = new_id();
    let started_at_ms = now_ms();
    publish(&app, "execution.started", &id, &origin, ("running", graph.nodes.len(), 0.0));
    let graph = Arc::new(graph);
    let shared = Arc::clone(&graph);
    let done = blocking(move || run(&shared)).await?;
    let count = |outcome| i64::try_from(done.count(outcome)).unwrap_or(i64::MAX);
    let execution = Execution {
        id: id.clone(),
        workflow_id: origin.workflow_id.clone(),
        workflow_version: origin.workflow_version,
        dag_id: origin.dag_id.clone(),
        status: done.status().into(),
        nodes: i64::try_from(graph.nodes.len()).unwrap_or(i64::MAX),
        completed: count(Outcome::Completed),
        skipped: count(Outcome::Skipped),
        failed: count(Outcome::Failed),
        graph_build_ms,
        execution_ms: millis(done.took),
        output: done.output.clone(),
        started_at_ms,
        finished_at_ms: now_ms(),
    };
    executions::insert(&app.database, &execution, &graph, &done).await?;
    let failed = execution.failed > 0;
    if failed { &app.metrics.executions_failed } else { &app.metrics.executions_completed }.add(1);
    publish(&app, "execution.finished", &id, &origin, (done.status(), graph.nodes.len(), execution.execution_ms));
    Ok(Json(Executed {
        id: Some(id),
        workflow_id: execution.workflow_id,
        workflow_version: execution.workflow_version,
        dag_id: execution.dag_id,
        status: execution.status,
        nodes: graph.nodes.len(),
        completed: execution.completed,
        skipped: execution.skipped,
        failed: execution.failed,
        graph_build_ms,
        execution_ms: execution.execution_ms,
        dry_run,
    }))
}

/// Builds the graph of `nodes` generated activities, or of the stored ones, and measures that.
pub(super) fn build(stored: Vec<Activity>, nodes: Option<usize>) -> Result<(Graph, f64), ApiError> {
    let started = Instant::now();
    let activities = match nodes {
        Some(nodes) => generate(nodes),
        None if stored.is_empty() => generate(DEFAULT_NODES),
        None => stored,
    };
    let graph = Graph::build(&activities).map_err(ApiError::invalid)?;
    Ok((graph, millis(started.elapsed())))
}

fn publish(
    app: &App,
    kind: &'static str,
    id: &str,
    origin: &Origin,
    (status, nodes, execution_ms): (&'static str, usize, f64),
) {
    app.hub.publish(&Event {
        kind,
        execution_id: id.to_owned(),
        workflow_id: origin.workflow_id.clone(),
        dag_id: origin.dag_id.clone(),
        status,
        nodes,
        execution_ms,
        at_ms: now_ms(),
    });
}
