//! The routes, and the state that all handlers share.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::api::{compile, dags, deploy, execute, executions, lists, versions, workflows};
use crate::auth::{self, Tokens};
use crate::counted::Traffic;
use crate::db::Database;
use crate::error::ApiError;
use crate::extract::Params;
use crate::faults::{self, Faults};
use crate::hub::{self, Hub};
use crate::metrics::{self, Metrics};
use crate::shutdown::Shutdown;
use crate::store;

/// Shared by all requests.
pub(crate) type App = Arc<AppState>;

#[derive(Debug)]
pub(crate) struct AppState {
    pub(crate) database: Arc<Database>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) traffic: Arc<Traffic>,
    pub(crate) hub: Hub,
    pub(crate) faults: Faults,
    pub(crate) tokens: Tokens,
    pub(crate) shutdown: Shutdown,
    pub(crate) started: Instant,
}

/// All routes. Counting is outermost, so that also errors made on purpose and unknown paths are counted.
pub(crate) fn router(app: App) -> Router {
    let api = Router::new()
        .route("/workflows", get(workflows::list).post(workflows::create))
        .route("/workflows/{id}", get(workflows::show).put(workflows::replace).delete(workflows::remove))
        .route("/workflows/{id}/versions", get(versions::list))
        .route("/workflows/{id}/versions/{version}", get(versions::show))
        .route("/workflows/{id}/execute", post(execute::workflow))
        .route("/workflows/{id}/compile", post(compile::workflow))
        .route("/workflows/{id}/deploy", post(deploy::workflow))
        .route("/workflows/{id}/deployments", get(deploy::list))
        .route("/executions", get(executions::list))
        .route("/executions/{id}", get(executions::show))
        .route("/executions/{id}/trace", get(executions::trace))
        .route("/tasks", get(lists::tasks))
        .route("/tasks/{id}", get(lists::task))
        .route("/agents", get(lists::agents))
        .route("/agents/{id}", get(lists::agent))
        .route("/dags", get(dags::list).post(dags::create))
        .route("/dags/{id}", get(dags::show))
        .route("/dags/{id}/execute", post(execute::dag))
        .route_layer(from_fn_with_state(Arc::clone(&app), auth::require))
        .route("/login", post(auth::login));
    Router::new()
        .route("/health", get(health))
        .route("/metrics", get(metrics::show))
        .route("/ws", get(hub::connect))
        .nest("/api/v1", api)
        .fallback(unknown_path)
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(Arc::clone(&app), faults::misbehave))
        .layer(from_fn_with_state(Arc::clone(&app), metrics::count))
        .with_state(app)
}

/// `GET /health`: that the server answers. With `?deep=true` also that the database does.
async fn health(State(app): State<App>, params: Params) -> Result<Json<Value>, ApiError> {
    if params.flag("deep")? {
        store::exists(&app.database, "agents", "agent-1").await.map_err(|error| {
            ApiError::new(StatusCode::SERVICE_UNAVAILABLE, "database_unavailable", error.to_string())
        })?;
    }
    let uptime_ms = app.started.elapsed().as_secs_f64() * 1000.0;
    Ok(Json(json!({"status": "ok", "database": app.database.kind(), "uptime_ms": uptime_ms})))
}

async fn unknown_path(method: Method, uri: Uri) -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "unknown_path", format!("there is no {method} {}", uri.path()))
}

async fn wrong_method(method: Method, uri: Uri) -> ApiError {
    let message = format!("{} does not know the method {method}", uri.path());
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", message)
}
