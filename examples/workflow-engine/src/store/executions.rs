//! Executions: one record each, with its trace (a span per node) and its tasks (one per node), stored together.

use serde::Serialize;

use super::{Filter, Listing, Page, get, json, list};
use crate::db::{AGENTS, Database, DbError, Row, Statement, Value};
use crate::graph::Graph;
use crate::ids::new_id;
use crate::run::Run;

/// The record of an execution.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Execution {
    pub(crate) id: String,
    /// The workflow that was executed, if it was one.
    pub(crate) workflow_id: Option<String>,
    pub(crate) workflow_version: Option<i64>,
    /// The DAG that was executed, if it was one.
    pub(crate) dag_id: Option<String>,
    /// `completed` or `failed`.
    pub(crate) status: String,
    pub(crate) nodes: i64,
    pub(crate) completed: i64,
    pub(crate) skipped: i64,
    pub(crate) failed: i64,
    pub(crate) graph_build_ms: f64,
    pub(crate) execution_ms: f64,
    /// Hash of all results: the same graph always has the same one.
    pub(crate) output: String,
    pub(crate) started_at_ms: i64,
    pub(crate) finished_at_ms: i64,
}

/// What one node did.
#[derive(Debug, Serialize)]
pub(crate) struct Span {
    position: i64,
    name: String,
    kind: String,
    depends_on: Vec<String>,
    status: String,
    attempts: i64,
    /// Microseconds since the start of the execution.
    start_us: i64,
    duration_us: i64,
    output: String,
}

const COLUMNS: &str = "id, workflow_id, workflow_version, dag_id, status, nodes, completed, skipped, failed,
    graph_build_ms, execution_ms, output, started_at_ms, finished_at_ms";

/// Stores the record, the spans and the tasks, all or none.
pub(crate) async fn insert(
    database: &Database,
    execution: &Execution,
    graph: &Graph,
    run: &Run,
) -> Result<(), DbError> {
    let id = execution.id.as_str();
    let record = Statement::new(
        "INSERT INTO executions (id, workflow_id, workflow_version, dag_id, status, nodes, completed, skipped, failed,
            graph_build_ms, execution_ms, output, started_at_ms, finished_at_ms)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        vec![
            id.into(),
            execution.workflow_id.as_deref().into(),
            execution.workflow_version.into(),
            execution.dag_id.as_deref().into(),
            execution.status.as_str().into(),
            execution.nodes.into(),
            execution.completed.into(),
            execution.skipped.into(),
            execution.failed.into(),
            execution.graph_build_ms.into(),
            execution.execution_ms.into(),
            execution.output.as_str().into(),
            execution.started_at_ms.into(),
            execution.finished_at_ms.into(),
        ],
    );
    let mut spans: Vec<Vec<Value>> = Vec::with_capacity(run.spans.len());
    let mut tasks: Vec<Vec<Value>> = Vec::with_capacity(run.spans.len());
    for (position, (node, span)) in graph.nodes.iter().zip(&run.spans).enumerate() {
        spans.push(vec![
            id.into(),
            position.into(),
            node.name.as_str().into(),
            node.kind.as_str().into(),
            json(&graph.names_before(node))?.into(),
            span.outcome.as_str().into(),
            i64::from(span.attempts).into(),
            micros(span.start).into(),
            micros(span.duration).into(),
            crate::run::hex(&span.output).into(),
        ]);
        tasks.push(vec![
            new_id().into(),
            id.into(),
            format!("agent-{}", position % AGENTS + 1).into(),
            position.into(),
            node.name.as_str().into(),
            span.outcome.as_str().into(),
            i64::from(span.attempts).into(),
            (span.duration.as_secs_f64() * 1000.0).into(),
        ]);
    }
    let spans = Statement::many(
        "INSERT INTO spans (execution_id, position, name, kind, depends_on, status, attempts, start_us, duration_us,
            output) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        spans,
    );
    let tasks = Statement::many(
        "INSERT INTO tasks (id, execution_id, agent_id, position, name, status, attempts, duration_ms)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        tasks,
    );
    database.transact(vec![record, spans, tasks]).await
}

/// One page, the newest first.
pub(crate) async fn page(
    database: &Database,
    workflow_id: Option<&str>,
    dag_id: Option<&str>,
    status: Option<&str>,
    page: Page,
) -> Result<Listing<Execution>, DbError> {
    let filter = Filter::default().equal("workflow_id", workflow_id).equal("dag_id", dag_id).equal("status", status);
    list(database, (COLUMNS, "executions", "id DESC"), filter, page, read).await
}

pub(crate) async fn find(database: &Database, id: &str) -> Result<Option<Execution>, DbError> {
    get(database, (COLUMNS, "executions"), id, read).await
}

/// All spans of an execution, in the order of its nodes.
pub(crate) async fn trace(database: &Database, id: &str) -> Result<Vec<Span>, DbError> {
    let sql = "SELECT position, name, kind, depends_on, status, attempts, start_us, duration_us, output FROM spans
        WHERE execution_id = $1 ORDER BY position";
    database.query(sql, vec![id.into()]).await?.iter().map(span).collect()
}

fn micros(duration: std::time::Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

fn read(row: &Row) -> Result<Execution, DbError> {
    Ok(Execution {
        id: row.text(0)?,
        workflow_id: row.text_or_null(1)?,
        workflow_version: row.int_or_null(2)?,
        dag_id: row.text_or_null(3)?,
        status: row.text(4)?,
        nodes: row.int(5)?,
        completed: row.int(6)?,
        skipped: row.int(7)?,
        failed: row.int(8)?,
        graph_build_ms: row.real(9)?,
        execution_ms: row.real(10)?,
        output: row.text(11)?,
        started_at_ms: row.int(12)?,
        finished_at_ms: row.int(13)?,
    })
}

fn span(row: &Row) -> Result<Span, DbError> {
    Ok(Span {
        position: row.int(0)?,
        name: row.text(1)?,
        kind: row.text(2)?,
        depends_on: row.json(3)?,
        status: row.text(4)?,
        attempts: row.int(5)?,
        start_us: row.int(6)?,
        duration_us: row.int(7)?,
        output: row.text(8)?,
    })
}
