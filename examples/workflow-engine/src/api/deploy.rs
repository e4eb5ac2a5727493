//! `POST /api/v1/workflows/{id}/deploy`: puts a version of a workflow on an agent, and the list of deployments.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;

use super::{versions, workflows};
use crate::app::App;
use crate::error::{ApiError, FieldError};
use crate::extract::{Body, Params, Segments};
use crate::ids::{new_id, now_ms};
use crate::store::deployments::{self, Deployment};
use crate::store::{self, Listing, agents};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Options {
    /// Without it: the current version.
    version: Option<i64>,
    /// Without it: the agent with the most room.
    agent_id: Option<String>,
    /// Without it: `production`.
    environment: Option<String>,
}

/// `POST /api/v1/workflows/{id}/deploy`.
pub(crate) async fn workflow(
    State(app): State<App>,
    Segments(id): Segments<String>,
    Body(options): Body<Options>,
) -> Result<(StatusCode, Json<Deployment>), ApiError> {
    let workflow = workflows::existing(&app, &id).await?;
    let mut errors = Vec::new();
    let version = options.version.unwrap_or(workflow.version);
    if version != workflow.version && versions::find(&app, &id, version).await?.is_none() {
        errors.push(FieldError::new("version", "the workflow has no such version"));
    }
    let environment = options.environment.unwrap_or_else(|| "production".into());
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    if environment.is_empty() || environment.len() > 32 || !environment.chars().all(allowed) {
        errors.push(FieldError::new("environment", "must be 1 to 32 letters, digits or `-`"));
    }
    let agent_id = match options.agent_id {
        Some(agent) => {
            if agent.contains('\0') || !store::exists(&app.database, "agents", &agent).await? {
                errors.push(FieldError::new("agent_id", "there is no such agent"));
            }
            agent
        }
        None => {
            let agent = agents::least_busy(&app.database).await?;
            agent.ok_or_else(|| ApiError::internal("there are no agents"))?
        }
    };
    if !errors.is_empty() {
        return Err(ApiError::invalid(errors));
    }
    let deployment = Deployment {
        id: new_id(),
        workflow_id: id,
        version,
        agent_id,
        environment,
        status: "active".into(),
        created_at_ms: now_ms(),
    };
    if !deployments::insert(&app.database, &deployment).await? {
        return Err(ApiError::not_found("workflow", &deployment.workflow_id));
    }
    Ok((StatusCode::CREATED, Json(deployment)))
}

/// `GET /api/v1/workflows/{id}/deployments`.
pub(crate) async fn list(
    State(app): State<App>,
    Segments(id): Segments<String>,
    params: Params,
) -> Result<Json<Listing<Deployment>>, ApiError> {
    let page = params.page()?;
    workflows::existing(&app, &id).await?;
    Ok(Json(deployments::page(&app.database, &id, page).await?))
}
