//! `/api/v1/dags`: create, read and list graphs that stand on their own. Executing them is in `execute`.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use serde::Deserialize;

use super::check_name;
use crate::activity::{Activity, MAX_ACTIVITIES, generate};
use crate::app::App;
use crate::error::{ApiError, FieldError};
use crate::extract::{Body, Params, Segments};
use crate::graph::Graph;
use crate::ids::{new_id, now_ms};
use crate::store::Listing;
use crate::store::dags::{self, Dag, Summary};

/// What a client writes: a size or a list of activities, not both.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Draft {
    #[serde(default)]
    name: String,
    nodes: Option<usize>,
    activities: Option<Vec<Activity>>,
}

/// `POST /api/v1/dags`.
pub(crate) async fn create(State(app): State<App>, Body(draft): Body<Draft>) -> Result<impl IntoResponse, ApiError> {
    let mut errors = Vec::new();
    check_name(&draft.name, &mut errors);
    let activities = match (draft.nodes, draft.activities) {
        (Some(nodes), None) if (1..=MAX_ACTIVITIES).contains(&nodes) => generate(nodes),
        (Some(_), None) => {
            errors.push(FieldError::new("nodes", format!("must be 1 to {MAX_ACTIVITIES}")));
            Vec::new()
        }
        (None, Some(activities)) => {
            errors.extend(Graph::build(&activities).err().unwrap_or_default());
            activities
        }
        _ => {
            errors.push(FieldError::new("nodes", "either `nodes` or `activities` is needed"));
            Vec::new()
        }
    };
    if !errors.is_empty() {
        return Err(ApiError::invalid(errors));
    }
    let dag = Dag {
        id: new_id(),
        name: draft.name,
        nodes: i64::try_from(activities.len()).unwrap_or(i64::MAX),
        activities,
        created_at_ms: now_ms(),
    };
    dags::insert(&app.database, &dag).await?;
    Ok((StatusCode::CREATED, [(header::LOCATION, format!("/api/v1/dags/{}", dag.id))], Json(dag)))
}

/// `GET /api/v1/dags`.
pub(crate) async fn list(State(app): State<App>, params: Params) -> Result<Json<Listing<Summary>>, ApiError> {
    Ok(Json(dags::page(&app.database, params.page()?).await?))
}

/// `GET /api/v1/dags/{id}`.
pub(crate) async fn show(State(app): State<App>, Segments(id): Segments<String>) -> Result<Json<Dag>, ApiError> {
    Ok(Json(existing(&app, &id).await?))
}

/// The DAG, or 404.
pub(super) async fn existing(app: &App, id: &str) -> Result<Dag, ApiError> {
    dags::find(&app.database, id).await?.ok_or_else(|| ApiError::not_found("DAG", id))
}
