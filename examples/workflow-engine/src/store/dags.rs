//! DAGs: graphs that are stored on their own, without versions.

use serde::Serialize;

use super::{Filter, Listing, Page, get, json, list};
use crate::activity::Activity;
use crate::db::{Database, DbError, Row, Statement};

/// One DAG in full.
#[derive(Debug, Serialize)]
pub(crate) struct Dag {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) nodes: i64,
    pub(crate) activities: Vec<Activity>,
    pub(crate) created_at_ms: i64,
}

/// One DAG in a list.
#[derive(Debug, Serialize)]
pub(crate) struct Summary {
    id: String,
    name: String,
    nodes: i64,
    created_at_ms: i64,
}

pub(crate) async fn insert(database: &Database, dag: &Dag) -> Result<(), DbError> {
    let row = Statement::new(
        "INSERT INTO dags (id, name, activities, nodes, created_at_ms) VALUES ($1, $2, $3, $4, $5)",
        vec![
            dag.id.as_str().into(),
            dag.name.as_str().into(),
            json(&dag.activities)?.into(),
            dag.nodes.into(),
            dag.created_at_ms.into(),
        ],
    );
    database.transact(vec![row]).await
}

pub(crate) async fn page(database: &Database, page: Page) -> Result<Listing<Summary>, DbError> {
    let columns = "id, name, nodes, created_at_ms";
    list(database, (columns, "dags", "id"), Filter::default(), page, summary).await
}

pub(crate) async fn find(database: &Database, id: &str) -> Result<Option<Dag>, DbError> {
    get(database, ("id, name, nodes, activities, created_at_ms", "dags"), id, read).await
}

fn read(row: &Row) -> Result<Dag, DbError> {
    Ok(Dag {
        id: row.text(0)?,
        name: row.text(1)?,
        nodes: row.int(2)?,
        activities: row.json(3)?,
        created_at_ms: row.int(4)?,
    })
}

fn summary(row: &Row) -> Result<Summary, DbError> {
    Ok(Summary { id: row.text(0)?, name: row.text(1)?, nodes: row.int(2)?, created_at_ms: row.int(3)? })
}
