//! The handlers of `/api/v1`: they read a request, call the store, and answer JSON.

pub(crate) mod compile;
pub(crate) mod dags;
pub(crate) mod deploy;
pub(crate) mod execute;
pub(crate) mod executions;
pub(crate) mod lists;
pub(crate) mod versions;
pub(crate) mod workflows;

use std::time::Duration;

use crate::error::{ApiError, FieldError};

/// Milliseconds with their fraction.
fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

/// Adds an error unless `name` has 1 to 100 characters that are not all spaces.
fn check_name(name: &str, errors: &mut Vec<FieldError>) {
    if name.trim().is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
        errors.push(FieldError::new("name", "must be 1 to 100 characters"));
    }
}

/// Runs work that blocks its thread on a thread that may be blocked.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, ApiError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| ApiError::internal(error.to_string()))
}
