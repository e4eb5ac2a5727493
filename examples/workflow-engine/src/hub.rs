//! The WebSocket hub `/ws`: sends every execution event to every client that is connected.
//!
//! Events are not stored. A client that reads too slowly misses events and is told how many.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::broadcast::{self, error::RecvError};

use crate::app::App;
use crate::error::ApiError;
use crate::shutdown::Shutdown;

/// How many events a client may be behind.
const BACKLOG: usize = 1024;

/// How long the close frame may take.
const GOODBYE: Duration = Duration::from_secs(1);

/// What happened to an execution.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Event {
    /// `execution.started` or `execution.finished` (after the execution is stored).
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    pub(crate) execution_id: String,
    pub(crate) workflow_id: Option<String>,
    pub(crate) dag_id: Option<String>,
    /// `running`, `completed` or `failed`.
    pub(crate) status: &'static str,
    pub(crate) nodes: usize,
    /// 0 while it is running.
    pub(crate) execution_ms: f64,
    pub(crate) at_ms: i64,
}

/// Sends events to all clients.
#[derive(Debug, Clone)]
pub(crate) struct Hub {
    events: broadcast::Sender<Arc<str>>,
    clients: Arc<AtomicUsize>,
}

impl Hub {
    pub(crate) fn new() -> Self {
        Self { events: broadcast::channel(BACKLOG).0, clients: Arc::default() }
    }

    /// How many clients are connected.
    pub(crate) fn clients(&self) -> usize {
        self.clients.load(Ordering::SeqCst)
    }

    /// Sends `event` to whoever is connected; with nobody there it is gone.
    pub(crate) fn publish(&self, event: &Event) {
        if self.events.receiver_count() > 0
            && let Ok(text) = serde_json::to_string(event)
        {
            // Fails only when the last client went away in between.
            drop(self.events.send(text.into()));
        }
    }
}

/// `GET /ws`.
pub(crate) async fn connect(
    State(app): State<App>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    match upgrade {
        Ok(upgrade) => upgrade.on_upgrade(move |socket| serve(socket, app.hub.clone(), app.shutdown.clone())),
        Err(rejection) => {
            let message = format!("this is a WebSocket endpoint: {rejection}");
            ApiError::new(StatusCode::UPGRADE_REQUIRED, "websocket_required", message).into_response()
        }
    }
}

async fn serve(mut socket: WebSocket, hub: Hub, mut shutdown: Shutdown) {
    let mut events = hub.events.subscribe();
    let clients = hub.clients.fetch_add(1, Ordering::SeqCst) + 1;
    let mut next = Some(text(&json!({"type": "hello", "clients": clients})));
    loop {
        if let Some(message) = next.take() {
            // A client that does not read must not hold up the stop.
            let sent = tokio::select! {
                sent = socket.send(message) => sent.is_ok(),
                () = shutdown.requested() => false,
            };
            if !sent {
                break;
            }
        }
        tokio::select! {
            event = events.recv() => match event {
                Ok(event) => next = Some(Message::Text((&*event).into())),
                Err(RecvError::Lagged(missed)) => next = Some(text(&json!({"type": "lagged", "missed": missed}))),
                Err(RecvError::Closed) => break,
            },
            message = socket.recv() => match message {
                Some(Ok(Message::Text(request))) => next = Some(text(&answer(&request))),
                Some(Ok(Message::Binary(request))) => next = Some(Message::Binary(request)),
                // The library answers these itself, at the next call; after a close that call gives `None`.
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Close(_))) => {}
                Some(Err(_)) | None => break,
            },
            () = shutdown.requested() => break,
        }
    }
    // A goodbye, for a client that is still there.
    drop(tokio::time::timeout(GOODBYE, socket.send(Message::Close(None))).await);
    hub.clients.fetch_sub(1, Ordering::SeqCst);
}

/// `{"type":"ping","id":…}` is answered with `{"type":"pong","id":…}`, anything else with an error.
fn answer(request: &str) -> Value {
    match serde_json::from_str::<Value>(request) {
        Ok(request) if request["type"] == "ping" => json!({"type": "pong", "id": request["id"]}),
        _ => json!({"type": "error", "message": "the only request is {\"type\":\"ping\",\"id\":…}"}),
    }
}

fn text(message: &Value) -> Message {
    Message::Text(message.to_string().into())
}
