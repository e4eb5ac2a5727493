//! `/api/v1/tasks` and `/api/v1/agents`: rows that clients only read.

use axum::Json;
use axum::extract::State;

use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Params, Segments};
use crate::store::Listing;
use crate::store::agents::{self, Agent};
use crate::store::tasks::{self, Task, Wanted};

/// `GET /api/v1/tasks`, also with `execution_id`, `agent_id` or `status`.
pub(crate) async fn tasks(State(app): State<App>, params: Params) -> Result<Json<Listing<Task>>, ApiError> {
    let page = params.page()?;
    let wanted = Wanted {
        execution_id: params.text("execution_id"),
        agent_id: params.text("agent_id"),
        status: params.one_of("status", &["completed", "skipped", "failed"])?,
    };
    Ok(Json(tasks::page(&app.database, wanted, page).await?))
}

/// `GET /api/v1/tasks/{id}`.
pub(crate) async fn task(State(app): State<App>, Segments(id): Segments<String>) -> Result<Json<Task>, ApiError> {
    Ok(Json(tasks::find(&app.database, &id).await?.ok_or_else(|| ApiError::not_found("task", &id))?))
}

/// `GET /api/v1/agents`.
pub(crate) async fn agents(State(app): State<App>, params: Params) -> Result<Json<Listing<Agent>>, ApiError> {
    Ok(Json(agents::page(&app.database, params.page()?).await?))
}

/// `GET /api/v1/agents/{id}`.
pub(crate) async fn agent(State(app): State<App>, Segments(id): Segments<String>) -> Result<Json<Agent>, ApiError> {
    Ok(Json(agents::find(&app.database, &id).await?.ok_or_else(|| ApiError::not_found("agent", &id))?))
}
