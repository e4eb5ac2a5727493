//! The one error type of the handlers, and its JSON: `{"error":{"code":…,"message":…,"fields":[…]}}`.
//!
//! Every error a client sees is made here, also those of the router (unknown path, wrong method).

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::db::DbError;

/// One wrong field of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct FieldError {
    /// Path of the field, such as `activities[3].name`.
    pub(crate) field: String,
    /// What is wrong with it.
    pub(crate) message: String,
}

impl FieldError {
    pub(crate) fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

/// What a handler answers when it cannot do what was asked.
#[derive(Debug)]
pub(crate) struct ApiError {
    status: StatusCode,
    code: &'static str,
    message: String,
    fields: Vec<FieldError>,
}

impl ApiError {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), fields: Vec::new() }
    }

    /// 404: there is no such row.
    pub(crate) fn not_found(what: &str, id: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", format!("there is no {what} {id:?}"))
    }

    /// 401: no token, or one that is not valid.
    pub(crate) fn unauthorized(message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", message)
    }

    /// 409: somebody else changed the row first.
    pub(crate) fn version_conflict(expected: i64, current: i64) -> Self {
        let message = format!("the request is for version {expected}, the current version is {current}");
        Self::new(StatusCode::CONFLICT, "version_conflict", message)
    }

    /// 422: well-formed, but with wrong values.
    pub(crate) fn invalid(fields: Vec<FieldError>) -> Self {
        let message = match fields.as_slice() {
            [one] => format!("{}: {}", one.field, one.message),
            several => format!("{} fields are not valid", several.len()),
        };
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, code: "validation_failed", message, fields }
    }

    /// 422 with one wrong field.
    pub(crate) fn invalid_field(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::invalid(vec![FieldError::new(field, message)])
    }

    /// 500: the server's own fault. The message is for its operator.
    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", message)
    }
}

impl From<DbError> for ApiError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::PoolTimeout(_) => Self::new(StatusCode::SERVICE_UNAVAILABLE, "database_busy", error.to_string()),
            other => Self::internal(other.to_string()),
        }
    }
}

#[derive(Serialize)]
struct Envelope {
    error: Body,
}

#[derive(Serialize)]
struct Body {
    code: &'static str,
    message: String,
    fields: Vec<FieldError>,
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = Body { code: self.code, message: self.message, fields: self.fields };
        let mut response = (self.status, Json(Envelope { error: body })).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
