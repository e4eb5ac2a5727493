//! `/api/v1/workflows`: create, read, replace, delete, list.
//!
//! A replacement makes a new version. `If-Match` (or `version` in the body) says which version the client has seen; if
//! there is a newer one the answer is 409 and nothing changes.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::check_name;
use crate::activity::Activity;
use crate::app::App;
use crate::error::{ApiError, FieldError};
use crate::extract::{Body, Params, Segments};
use crate::graph::Graph;
use crate::ids::{new_id, now_ms};
use crate::store::Listing;
use crate::store::workflows::{self, Summary, Workflow};

/// How often a replacement without a condition is tried again when others replace the same workflow.
const ATTEMPTS: usize = 5;

/// What a client writes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Draft {
    #[serde(default)]
    name: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    activities: Vec<Activity>,
    /// For a replacement: the version the client has seen.
    version: Option<i64>,
}

impl Draft {
    fn check(&self) -> Result<(), ApiError> {
        let mut errors = Vec::new();
        check_name(&self.name, &mut errors);
        if self.description.chars().count() > 2000 || self.description.contains('\0') {
            errors.push(FieldError::new("description", "must be at most 2000 characters"));
        }
        if !self.activities.is_empty()
            && let Err(more) = Graph::build(&self.activities)
        {
            errors.extend(more);
        }
        if errors.is_empty() { Ok(()) } else { Err(ApiError::invalid(errors)) }
    }
}

/// `GET /api/v1/workflows`.
pub(crate) async fn list(State(app): State<App>, params: Params) -> Result<Json<Listing<Summary>>, ApiError> {
    Ok(Json(workflows::page(&app.database, params.page()?, app.faults.n_plus_one()).await?))
}

/// `POST /api/v1/workflows`.
pub(crate) async fn create(State(app): State<App>, Body(draft): Body<Draft>) -> Result<Response, ApiError> {
    draft.check()?;
    if draft.version.is_some() {
        return Err(ApiError::invalid_field("version", "the server numbers the versions"));
    }
    let now = now_ms();
    let workflow = Workflow {
        id: new_id(),
        name: draft.name,
        description: draft.description,
        status: "draft".into(),
        version: 1,
        deployed_version: None,
        activities: draft.activities,
        created_at_ms: now,
        updated_at_ms: now,
    };
    workflows::insert(&app.database, &workflow).await?;
    let location = format!("/api/v1/workflows/{}", workflow.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], tagged(workflow)).into_response())
}

/// `GET /api/v1/workflows/{id}`.
pub(crate) async fn show(
    State(app): State<App>,
    Segments(id): Segments<String>,
) -> Result<impl IntoResponse, ApiError> {
    Ok(tagged(existing(&app, &id).await?))
}

/// `PUT /api/v1/workflows/{id}`.
pub(crate) async fn replace(
    State(app): State<App>,
    Segments(id): Segments<String>,
    headers: HeaderMap,
    Body(draft): Body<Draft>,
) -> Result<impl IntoResponse, ApiError> {
    draft.check()?;
    let seen = [if_match(&headers)?, draft.version];
    for _ in 0..ATTEMPTS {
        let before = existing(&app, &id).await?;
        agrees(&seen, before.version)?;
        let after = Workflow {
            name: draft.name.clone(),
            description: draft.description.clone(),
            activities: draft.activities.clone(),
            version: before.version + 1,
            updated_at_ms: now_ms(),
            ..before
        };
        if workflows::update(&app.database, &after).await? {
            return Ok(tagged(after));
        }
    }
    Err(ApiError::new(StatusCode::CONFLICT, "version_conflict", "too many replacements at the same time"))
}

/// `DELETE /api/v1/workflows/{id}`.
pub(crate) async fn remove(
    State(app): State<App>,
    Segments(id): Segments<String>,
    headers: HeaderMap,
) -> Result<StatusCode, ApiError> {
    let seen = [if_match(&headers)?];
    for _ in 0..ATTEMPTS {
        let before = existing(&app, &id).await?;
        agrees(&seen, before.version)?;
        if workflows::delete(&app.database, &id, before.version).await? {
            return Ok(StatusCode::NO_CONTENT);
        }
    }
    Err(ApiError::new(StatusCode::CONFLICT, "version_conflict", "too many replacements at the same time"))
}

/// The workflow, or 404.
pub(super) async fn existing(app: &App, id: &str) -> Result<Workflow, ApiError> {
    workflows::find(&app.database, id).await?.ok_or_else(|| ApiError::not_found("workflow", id))
}

fn tagged(workflow: Workflow) -> ([(header::HeaderName, String); 1], Json<Workflow>) {
    ([(header::ETAG, format!("\"{}\"", workflow.version))], Json(workflow))
}

/// The version in `If-Match`, such as `"3"`. `*` is any.
fn if_match(headers: &HeaderMap) -> Result<Option<i64>, ApiError> {
    let Some(value) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or("").trim();
    if text == "*" {
        return Ok(None);
    }
    let version = text.trim_matches('"').parse();
    version.map(Some).map_err(|_| {
        ApiError::new(StatusCode::BAD_REQUEST, "bad_if_match", "If-Match must be a version in quotes, such as \"3\"")
    })
}

fn agrees(seen: &[Option<i64>], current: i64) -> Result<(), ApiError> {
    match seen.iter().flatten().find(|seen| **seen != current) {
        Some(seen) => Err(ApiError::version_conflict(*seen, current)),
        None => Ok(()),
    }
}
