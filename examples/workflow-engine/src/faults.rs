//! Misbehaviour on purpose: latency, errors and a memory leak, before a request reaches its handler.
//!
//! The other two switches live where they act: the connection limit in `db`, the N+1 query in `store::workflows`.

use std::sync::{Mutex, PoisonError};

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};

use crate::app::App;
use crate::config::Misbehaviour;
use crate::error::ApiError;

/// The switches and their state.
#[derive(Debug)]
pub(crate) struct Faults {
    switches: Misbehaviour,
    lottery: Mutex<SmallRng>,
    leaked: Mutex<Vec<Box<[u8]>>>,
}

impl Faults {
    pub(crate) fn new(switches: Misbehaviour) -> Self {
        let lottery = Mutex::new(SmallRng::seed_from_u64(switches.seed));
        Self { switches, lottery, leaked: Mutex::default() }
    }

    pub(crate) fn n_plus_one(&self) -> bool {
        self.switches.n_plus_one
    }

    /// Bytes leaked so far.
    pub(crate) fn leaked_bytes(&self) -> usize {
        self.leaked.lock().unwrap_or_else(PoisonError::into_inner).len() * self.switches.leak_bytes
    }

    fn leak(&self) {
        if self.switches.leak_bytes > 0 {
            // Not zero: the system gives memory only to pages that are written.
            let block = vec![0xA5; self.switches.leak_bytes].into_boxed_slice();
            self.leaked.lock().unwrap_or_else(PoisonError::into_inner).push(block);
        }
    }

    /// Draws one ticket per request, so the same seed always loses the same requests.
    fn loses(&self) -> bool {
        let rate = self.switches.error_rate;
        rate > 0.0 && self.lottery.lock().unwrap_or_else(PoisonError::into_inner).random::<f64>() < rate
    }
}

/// Applies the switches to one request. `/metrics` and `/ws` stay as they are.
pub(crate) async fn misbehave(State(app): State<App>, request: Request, next: Next) -> Response {
    if matches!(request.uri().path(), "/metrics" | "/ws") {
        return next.run(request).await;
    }
    app.faults.leak();
    if !app.faults.switches.latency.is_zero() {
        tokio::time::sleep(app.faults.switches.latency).await;
    }
    if app.faults.loses() {
        app.metrics.injected_faults.add(1);
        let message = "this error was made on purpose (error rate)";
        return ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, "injected_fault", message).into_response();
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::{Faults, Misbehaviour};

    #[test]
    fn the_same_seed_loses_the_same_requests_at_the_asked_rate() {
        let draw = |seed| {
            let faults = Faults::new(Misbehaviour { error_rate: 0.25, seed, ..Misbehaviour::default() });
            (0..4000).map(|_| faults.loses()).collect::<Vec<bool>>()
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
        let lost = draw(7).iter().filter(|lost| **lost).count();
        assert!((850..1150).contains(&lost), "{lost} of 4000");
    }
}
