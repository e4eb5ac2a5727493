//! `/api/v1/executions`: what was executed, and the trace of each.

use axum::Json;
use axum::extract::State;
use serde::Serialize;

use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Params, Segments};
use crate::store::Listing;
use crate::store::executions::{self, Execution, Span};

/// `GET /api/v1/executions`, also with `workflow_id`, `dag_id` or `status`.
pub(crate) async fn list(State(app): State<App>, params: Params) -> Result<Json<Listing<Execution>>, ApiError> {
    let page = params.page()?;
    let status = params.one_of("status", &["completed", "failed"])?;
    let (workflow, dag) = (params.text("workflow_id"), params.text("dag_id"));
    Ok(Json(executions::page(&app.database, workflow, dag, status, page).await?))
}

/// `GET /api/v1/executions/{id}`.
pub(crate) async fn show(State(app): State<App>, Segments(id): Segments<String>) -> Result<Json<Execution>, ApiError> {
    Ok(Json(existing(&app, &id).await?))
}

#[derive(Debug, Serialize)]
pub(crate) struct Trace {
    execution_id: String,
    status: String,
    graph_build_ms: f64,
    execution_ms: f64,
    /// One per node, in the order of the nodes.
    spans: Vec<Span>,
}

/// `GET /api/v1/executions/{id}/trace`.
pub(crate) async fn trace(State(app): State<App>, Segments(id): Segments<String>) -> Result<Json<Trace>, ApiError> {
    let execution = existing(&app, &id).await?;
    let spans = executions::trace(&app.database, &id).await?;
    Ok(Json(Trace {
        execution_id: execution.id,
        status: execution.status,
        graph_build_ms: execution.graph_build_ms,
        execution_ms: execution.execution_ms,
        spans,
    }))
}

async fn existing(app: &App, id: &str) -> Result<Execution, ApiError> {
    executions::find(&app.database, id).await?.ok_or_else(|| ApiError::not_found("execution", id))
}
