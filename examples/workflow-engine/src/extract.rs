//! Reading requests: JSON bodies, query parameters and path segments, with this API's own errors.
//!
//! The extractors of axum would answer plain text.

use std::collections::HashMap;
use std::str::FromStr;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use serde::de::DeserializeOwned;

use crate::error::{ApiError, FieldError};
use crate::store::Page;

/// A JSON body. An empty one is read as `{}`.
pub(crate) struct Body<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
        if !kind.is_empty() && !kind.starts_with("application/json") {
            let message = format!("the body must be application/json, not {kind:?}");
            return Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", message));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| {
            let code = if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE { "body_too_large" } else { "bad_body" };
            ApiError::new(rejection.status(), code, rejection.body_text())
        })?;
        let bytes = if bytes.is_empty() { b"{}".as_slice() } else { &bytes };
        // A list would otherwise be read as the fields in their order.
        if bytes.trim_ascii_start().first() == Some(&b'[') {
            return Err(ApiError::new(StatusCode::BAD_REQUEST, "malformed_json", "the body must be a JSON object"));
        }
        let mut reader = serde_json::Deserializer::from_slice(bytes);
        let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let path = error.path().to_string();
            let cause = error.into_inner();
            if cause.is_data() { ApiError::invalid_field(path, cause.to_string()) } else { malformed(&cause) }
        })?;
        reader.end().map_err(|error| malformed(&error))?;
        Ok(Self(value))
    }
}

fn malformed(error: &serde_json::Error) -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, "malformed_json", format!("the body is not JSON: {error}"))
}

/// The segments of a path.
pub(crate) struct Segments<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Segments<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        no_nul(parts.uri.path())?;
        let Path(segments) = Path::from_request_parts(parts, state)
            .await
            .map_err(|rejection| ApiError::new(rejection.status(), "bad_path", rejection.body_text()))?;
        Ok(Self(segments))
    }
}

/// PostgreSQL cannot store the character NUL, so nothing can have it in its identifier.
fn no_nul(text: &str) -> Result<(), ApiError> {
    if text.contains("%00") {
        return Err(ApiError::new(StatusCode::BAD_REQUEST, "bad_path", "the address has a NUL character"));
    }
    Ok(())
}

/// The query parameters. Unknown ones are ignored.
pub(crate) struct Params(HashMap<String, String>);

impl<S: Send + Sync> FromRequestParts<S> for Params {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        no_nul(parts.uri.query().unwrap_or(""))?;
        let Query(params) = Query::from_request_parts(parts, state)
            .await
            .map_err(|rejection| ApiError::new(rejection.status(), "bad_query", rejection.body_text()))?;
        Ok(Self(params))
    }
}

impl Params {
    /// `limit` (1 to 100, without it 20) and `offset` (0 or more, without it 0).
    pub(crate) fn page(&self) -> Result<Page, ApiError> {
        let mut errors = Vec::new();
        let mut number = |name: &str, default: i64, allowed: std::ops::RangeInclusive<i64>, words: &str| {
            let value = self.text(name).map_or(Some(default), |text| i64::from_str(text).ok());
            value.filter(|value| allowed.contains(value)).unwrap_or_else(|| {
                errors.push(FieldError::new(name, words));
                default
            })
        };
        let limit = number("limit", 20, 1..=100, "must be a number from 1 to 100");
        let offset = number("offset", 0, 0..=i64::MAX, "must be a number, 0 or more");
        if errors.is_empty() { Ok(Page { limit, offset }) } else { Err(ApiError::invalid(errors)) }
    }

    /// A switch: `true` or `1`, `false` or `0`. Without it: false.
    pub(crate) fn flag(&self, name: &'static str) -> Result<bool, ApiError> {
        match self.text(name) {
            None | Some("false" | "0") => Ok(false),
            Some("true" | "1") => Ok(true),
            Some(_) => Err(ApiError::invalid_field(name, "must be true or false")),
        }
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// One of a few words.
    pub(crate) fn one_of(&self, name: &'static str, words: &[&str]) -> Result<Option<&str>, ApiError> {
        match self.text(name) {
            Some(word) if !words.contains(&word) => {
                Err(ApiError::invalid_field(name, format!("must be one of {}", words.join(", "))))
            }
            word => Ok(word),
        }
    }
}
