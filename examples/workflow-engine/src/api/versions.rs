//! `/api/v1/workflows/{id}/versions`: all versions of a workflow, which only ever grow in number.

use axum::Json;
use axum::extract::State;

use super::workflows::existing;
use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Params, Segments};
use crate::store::Listing;
use crate::store::versions::{self, Summary, Version};

/// `GET /api/v1/workflows/{id}/versions`.
pub(crate) async fn list(
    State(app): State<App>,
    Segments(id): Segments<String>,
    params: Params,
) -> Result<Json<Listing<Summary>>, ApiError> {
    let page = params.page()?;
    existing(&app, &id).await?;
    Ok(Json(versions::page(&app.database, &id, page).await?))
}

/// `GET /api/v1/workflows/{id}/versions/{version}`.
pub(crate) async fn show(
    State(app): State<App>,
    Segments((id, version)): Segments<(String, String)>,
) -> Result<Json<Version>, ApiError> {
    let missing = || ApiError::not_found("version", &version);
    let number = version.parse().map_err(|_| missing())?;
    existing(&app, &id).await?;
    Ok(Json(find(&app, &id, number).await?.ok_or_else(missing)?))
}

/// One version, if there is one with that number.
pub(super) async fn find(app: &App, id: &str, version: i64) -> Result<Option<Version>, ApiError> {
    Ok(versions::find(&app.database, id, version).await?)
}
