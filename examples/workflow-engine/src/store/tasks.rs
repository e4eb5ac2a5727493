//! Tasks: the work that an execution gave to agents, one per node. Written by `executions`, only read here.

use serde::Serialize;

use super::{Filter, Listing, Page, get, list};
use crate::db::{Database, DbError, Row};

/// One task.
#[derive(Debug, Serialize)]
pub(crate) struct Task {
    id: String,
    execution_id: String,
    agent_id: String,
    position: i64,
    name: String,
    status: String,
    attempts: i64,
    duration_ms: f64,
}

/// Which tasks are wanted; `None` is any.
#[derive(Debug)]
pub(crate) struct Wanted<'a> {
    pub(crate) execution_id: Option<&'a str>,
    pub(crate) agent_id: Option<&'a str>,
    pub(crate) status: Option<&'a str>,
}

const COLUMNS: &str = "id, execution_id, agent_id, position, name, status, attempts, duration_ms";

/// One page, in the order of creation, which is the order of the nodes.
pub(crate) async fn page(database: &Database, wanted: Wanted<'_>, page: Page) -> Result<Listing<Task>, DbError> {
    let filter = Filter::default()
        .equal("execution_id", wanted.execution_id)
        .equal("agent_id", wanted.agent_id)
        .equal("status", wanted.status);
    list(database, (COLUMNS, "tasks", "id"), filter, page, read).await
}

pub(crate) async fn find(database: &Database, id: &str) -> Result<Option<Task>, DbError> {
    get(database, (COLUMNS, "tasks"), id, read).await
}

fn read(row: &Row) -> Result<Task, DbError> {
    Ok(Task {
        id: row.text(0)?,
        execution_id: row.text(1)?,
        agent_id: row.text(2)?,
        position: row.int(3)?,
        name: row.text(4)?,
        status: row.text(5)?,
        attempts: row.int(6)?,
        duration_ms: row.real(7)?,
    })
}
