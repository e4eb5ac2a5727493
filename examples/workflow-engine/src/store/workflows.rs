//! Workflows: their current state. Each change also writes a row of `versions`.

use serde::Serialize;

use super::{Filter, Listing, Page, count, get, json, list};
use crate::activity::Activity;
use crate::db::{Database, DbError, Row, Statement, Value};

/// One workflow in full.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Workflow {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: String,
    /// `draft` or `deployed`.
    pub(crate) status: String,
    /// Grows by one with each change, from 1.
    pub(crate) version: i64,
    pub(crate) deployed_version: Option<i64>,
    pub(crate) activities: Vec<Activity>,
    pub(crate) created_at_ms: i64,
    pub(crate) updated_at_ms: i64,
}

/// One workflow in a list.
#[derive(Debug, Serialize)]
pub(crate) struct Summary {
    id: String,
    name: String,
    description: String,
    status: String,
    version: i64,
    deployed_version: Option<i64>,
    activity_count: i64,
    executions: i64,
    created_at_ms: i64,
    updated_at_ms: i64,
}

const FULL: &str = "id, name, description, status, version, deployed_version, activities, created_at_ms, updated_at_ms";
const SUMMARY: &str = "id, name, description, status, version, deployed_version, activity_count,
    (SELECT COUNT(*) FROM executions WHERE executions.workflow_id = workflows.id),
    created_at_ms, updated_at_ms";

/// Stores a new workflow and its first version.
pub(crate) async fn insert(database: &Database, workflow: &Workflow) -> Result<(), DbError> {
    let row = Statement::new(
        "INSERT INTO workflows (id, name, description, status, version, deployed_version, activities, activity_count,
            created_at_ms, updated_at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        vec![
            workflow.id.as_str().into(),
            workflow.name.as_str().into(),
            workflow.description.as_str().into(),
            workflow.status.as_str().into(),
            workflow.version.into(),
            workflow.deployed_version.into(),
            json(&workflow.activities)?.into(),
            workflow.activities.len().into(),
            workflow.created_at_ms.into(),
            workflow.updated_at_ms.into(),
        ],
    );
    database.transact(vec![row, version_row(workflow)?]).await
}

/// Replaces version `workflow.version - 1` by `workflow`. False: that is no longer the current version.
pub(crate) async fn update(database: &Database, workflow: &Workflow) -> Result<bool, DbError> {
    let row = Statement::new(
        "UPDATE workflows SET name = $1, description = $2, version = $3, activities = $4, activity_count = $5,
            updated_at_ms = $6 WHERE id = $7 AND version = $8",
        vec![
            workflow.name.as_str().into(),
            workflow.description.as_str().into(),
            workflow.version.into(),
            json(&workflow.activities)?.into(),
            workflow.activities.len().into(),
            workflow.updated_at_ms.into(),
            workflow.id.as_str().into(),
            (workflow.version - 1).into(),
        ],
    );
    stored(database.transact(vec![row.expecting(1), version_row(workflow)?]).await)
}

/// Deletes a workflow with its versions and deployments; executions stay. False: `version` is no longer the current one.
pub(crate) async fn delete(database: &Database, id: &str, version: i64) -> Result<bool, DbError> {
    let row = Statement::new("DELETE FROM workflows WHERE id = $1 AND version = $2", vec![id.into(), version.into()]);
    let versions = Statement::new("DELETE FROM workflow_versions WHERE workflow_id = $1", vec![id.into()]);
    let deployments = Statement::new("DELETE FROM deployments WHERE workflow_id = $1", vec![id.into()]);
    stored(database.transact(vec![row.expecting(1), versions, deployments]).await)
}

/// Turns "changed another number of rows" into false.
pub(super) fn stored(result: Result<(), DbError>) -> Result<bool, DbError> {
    match result {
        Ok(()) => Ok(true),
        Err(DbError::Unexpected { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

pub(crate) async fn find(database: &Database, id: &str) -> Result<Option<Workflow>, DbError> {
    get(database, (FULL, "workflows"), id, read).await
}

/// One page, in the order of creation. `n_plus_one`: reads each row on its own, which is the mistake to be found.
pub(crate) async fn page(database: &Database, page: Page, n_plus_one: bool) -> Result<Listing<Summary>, DbError> {
    if !n_plus_one {
        return list(database, (SUMMARY, "workflows", "id"), Filter::default(), page, summary).await;
    }
    let total = count(database, "workflows", "", Vec::new()).await?;
    let sql = "SELECT id FROM workflows ORDER BY id LIMIT $1 OFFSET $2";
    let ids = database.query(sql, vec![page.limit.into(), page.offset.into()]).await?;
    let mut items = Vec::with_capacity(ids.len());
    for row in ids {
        // A workflow deleted in between is left out.
        items.extend(get(database, (SUMMARY, "workflows"), &row.text(0)?, summary).await?);
    }
    Ok(Listing { items, total, limit: page.limit, offset: page.offset })
}

fn version_row(workflow: &Workflow) -> Result<Statement, DbError> {
    let row: Vec<Value> = vec![
        workflow.id.as_str().into(),
        workflow.version.into(),
        workflow.name.as_str().into(),
        workflow.description.as_str().into(),
        json(&workflow.activities)?.into(),
        workflow.activities.len().into(),
        workflow.updated_at_ms.into(),
    ];
    let sql = "INSERT INTO workflow_versions (workflow_id, version, name, description, activities, activity_count,
        created_at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    Ok(Statement::new(sql, row))
}

fn read(row: &Row) -> Result<Workflow, DbError> {
    Ok(Workflow {
        id: row.text(0)?,
        name: row.text(1)?,
        description: row.text(2)?,
        status: row.text(3)?,
        version: row.int(4)?,
        deployed_version: row.int_or_null(5)?,
        activities: row.json(6)?,
        created_at_ms: row.int(7)?,
        updated_at_ms: row.int(8)?,
    })
}

fn summary(row: &Row) -> Result<Summary, DbError> {
    Ok(Summary {
        id: row.text(0)?,
        name: row.text(1)?,
        description: row.text(2)?,
        status: row.text(3)?,
        version: row.int(4)?,
        deployed_version: row.int_or_null(5)?,
        activity_count: row.int(6)?,
        executions: row.int(7)?,
        created_at_ms: row.int(8)?,
        updated_at_ms: row.int(9)?,
    })
}
