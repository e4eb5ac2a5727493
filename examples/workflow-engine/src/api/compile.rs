//! `POST /api/v1/workflows/{id}/compile`: source text for 5 to 100 activities. Nothing is stored.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::execute::{DEFAULT_NODES, build};
use super::{blocking, millis, workflows};
use crate::app::App;
use crate::compile::compile;
use crate::error::ApiError;
use crate::extract::{Body, Segments};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Options {
    /// Compile a generated graph of this size instead of the stored one.
    activities: Option<usize>,
}

#[derive(Debug, Serialize)]
pub(crate) struct CompiledWorkflow {
    workflow_id: String,
    version: i64,
    activities: usize,
    branches: usize,
    retries: usize,
    language: &'static str,
    source: String,
    source_bytes: usize,
    fingerprint: String,
    graph_build_ms: f64,
    compile_ms: f64,
}

/// `POST /api/v1/workflows/{id}/compile`.
pub(crate) async fn workflow(
    State(app): State<App>,
    Segments(id): Segments<String>,
    Body(options): Body<Options>,
) -> Result<Json<CompiledWorkflow>, ApiError> {
    let workflow = workflows::existing(&app, &id).await?;
    let stored = if workflow.activities.is_empty() { DEFAULT_NODES } else { workflow.activities.len() };
    let size = options.activities.unwrap_or(stored);
    if !(5..=100).contains(&size) {
        let message = format!("5 to 100 activities can be compiled, not {size}");
        return Err(ApiError::invalid_field("activities", message));
    }
    let compiled = blocking(move || {
        let (graph, graph_build_ms) = build(workflow.activities, options.activities)?;
        let started = Instant::now();
        let compiled = compile(&graph, &workflow.name, workflow.version);
        Ok::<_, ApiError>(CompiledWorkflow {
            workflow_id: workflow.id,
            version: workflow.version,
            activities: graph.nodes.len(),
            branches: compiled.branches,
            retries: compiled.retries,
            language: "typescript",
            source_bytes: compiled.source.len(),
            source: compiled.source,
            fingerprint: compiled.fingerprint,
            graph_build_ms,
            compile_ms: millis(started.elapsed()),
        })
    });
    Ok(Json(compiled.await??))
}
