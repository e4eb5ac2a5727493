//! What the server counts about itself, and `GET /metrics` in the Prometheus text format.
//!
//! A request is counted when its answer is ready, before the first byte of it is sent. So a client that has received N
//! answers reads at least N here, and exactly N when nobody else asks. The answer to `/metrics` is not yet in itself.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::Instant;

use crate::app::App;

/// Upper bounds of the duration histogram, in seconds.
const BOUNDS: [f64; 12] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

/// A number that only grows.
#[derive(Debug, Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn add(&self, more: u64) {
        self.0.fetch_add(more, Ordering::SeqCst);
    }

    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// Labels of one answer. The route is the pattern, not the path: the number of series stays small.
type Series = (&'static str, String, u16);

#[derive(Debug, Default)]
pub(crate) struct Metrics {
    pub(crate) requests: Counter,
    pub(crate) injected_faults: Counter,
    pub(crate) queries: Counter,
    pub(crate) pool_waits: Counter,
    pub(crate) pool_wait_us: Counter,
    pub(crate) executions_completed: Counter,
    pub(crate) executions_failed: Counter,
    buckets: [Counter; BOUNDS.len()],
    duration_us: Counter,
    answers: Mutex<BTreeMap<Series, u64>>,
}

impl Metrics {
    fn note(&self, series: Series, took: Duration) {
        self.requests.add(1);
        self.duration_us.add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
        if let Some(bucket) = BOUNDS.iter().position(|bound| took.as_secs_f64() <= *bound) {
            self.buckets[bucket].add(1);
        }
        *self.answers.lock().unwrap_or_else(PoisonError::into_inner).entry(series).or_insert(0) += 1;
    }
}

/// Counts every answer, whatever it is.
pub(crate) async fn count(State(app): State<App>, request: Request, next: Next) -> Response {
    let method = method_label(request.method());
    let route = request.extensions().get::<MatchedPath>().map_or("unmatched", MatchedPath::as_str).to_owned();
    let started = Instant::now();
    let response = next.run(request).await;
    app.metrics.note((method, route, response.status().as_u16()), started.elapsed());
    response
}

/// A client may send any word as a method; only the known ones get a series.
fn method_label(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "OTHER",
    }
}

/// `GET /metrics`.
pub(crate) async fn show(State(app): State<App>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], render(&app))
}

fn render(app: &App) -> String {
    let metrics = &app.metrics;
    let mut text = Text::default();
    text.one("counter", "http_requests_total", "Requests answered.", metrics.requests.get());
    text.head("counter", "http_responses_total", "Requests answered, by method, route and status.");
    for ((method, route, status), count) in metrics.answers.lock().unwrap_or_else(PoisonError::into_inner).iter() {
        let labels = format!("{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}}");
        text.sample(&format!("http_responses_total{labels}"), count);
    }
    text.histogram(metrics);
    text.one("counter", "sent_bytes_total", "Bytes written to sockets.", app.traffic.bytes_sent());
    text.one("counter", "received_bytes_total", "Bytes read from sockets.", app.traffic.bytes_received());
    text.one("counter", "connections_total", "Connections accepted.", app.traffic.accepted());
    text.one("gauge", "connections_open", "Connections open now.", app.traffic.open());
    text.one("gauge", "websocket_clients", "Clients of /ws now.", app.hub.clients());
    text.head("counter", "executions_total", "Executions stored, by status.");
    text.sample("executions_total{status=\"completed\"}", metrics.executions_completed.get());
    text.sample("executions_total{status=\"failed\"}", metrics.executions_failed.get());
    text.one("counter", "db_statements_total", "Statements sent to the database.", metrics.queries.get());
    text.one("gauge", "db_pool_size", "Database connections.", app.database.size());
    text.one("gauge", "db_pool_in_use", "Database connections in use.", app.database.in_use());
    text.one("counter", "db_pool_waits_total", "Waits for a database connection.", metrics.pool_waits.get());
    let waited = seconds(metrics.pool_wait_us.get());
    text.one("counter", "db_pool_wait_seconds_total", "Time spent in those waits.", waited);
    text.one("counter", "injected_faults_total", "Errors made on purpose.", metrics.injected_faults.get());
    text.one("gauge", "leaked_bytes", "Memory leaked on purpose.", app.faults.leaked_bytes());
    text.one("gauge", "uptime_seconds", "Time since the start.", app.started.elapsed().as_secs_f64());
    text.0
}

fn seconds(micros: u64) -> f64 {
    Duration::from_micros(micros).as_secs_f64()
}

/// The text format. Every name gets the prefix `workflow_engine_`.
#[derive(Default)]
struct Text(String);

impl Text {
    fn head(&mut self, kind: &str, name: &str, help: &str) {
        self.line(format_args!("# HELP workflow_engine_{name} {help}"));
        self.line(format_args!("# TYPE workflow_engine_{name} {kind}"));
    }

    fn sample(&mut self, name: &str, value: impl std::fmt::Display) {
        self.line(format_args!("workflow_engine_{name} {value}"));
    }

    fn one(&mut self, kind: &str, name: &str, help: &str, value: impl std::fmt::Display) {
        self.head(kind, name, help);
        self.sample(name, value);
    }

    fn histogram(&mut self, metrics: &Metrics) {
        const NAME: &str = "http_request_duration_seconds";
        self.head("histogram", NAME, "Time from the request's headers to the answer.");
        let mut below = 0;
        for (bound, bucket) in BOUNDS.iter().zip(&metrics.buckets) {
            below += bucket.get();
            self.sample(&format!("{NAME}_bucket{{le=\"{bound}\"}}"), below);
        }
        self.sample(&format!("{NAME}_bucket{{le=\"+Inf\"}}"), metrics.requests.get());
        self.sample(&format!("{NAME}_sum"), seconds(metrics.duration_us.get()));
        self.sample(&format!("{NAME}_count"), metrics.requests.get());
    }

    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        let written = writeln!(self.0, "{line}");
        debug_assert!(written.is_ok(), "writing to a string does not fail");
    }
}
