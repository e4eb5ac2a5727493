//! Versions of workflows: written once by `workflows`, never changed.

use serde::Serialize;

use super::{Filter, Listing, Page, list};
use crate::activity::Activity;
use crate::db::{Database, DbError, Row};

/// One version in full.
#[derive(Debug, Serialize)]
pub(crate) struct Version {
    pub(crate) workflow_id: String,
    pub(crate) version: i64,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) activities: Vec<Activity>,
    pub(crate) created_at_ms: i64,
}

/// One version in a list.
#[derive(Debug, Serialize)]
pub(crate) struct Summary {
    workflow_id: String,
    version: i64,
    name: String,
    activity_count: i64,
    created_at_ms: i64,
}

/// One page of the versions of a workflow, the first version first.
pub(crate) async fn page(database: &Database, workflow_id: &str, page: Page) -> Result<Listing<Summary>, DbError> {
    let columns = "workflow_id, version, name, activity_count, created_at_ms";
    let filter = Filter::default().equal("workflow_id", Some(workflow_id));
    list(database, (columns, "workflow_versions", "version"), filter, page, summary).await
}

pub(crate) async fn find(database: &Database, workflow_id: &str, version: i64) -> Result<Option<Version>, DbError> {
    let sql = "SELECT workflow_id, version, name, description, activities, created_at_ms FROM workflow_versions
        WHERE workflow_id = $1 AND version = $2";
    let rows = database.query(sql, vec![workflow_id.into(), version.into()]).await?;
    rows.first().map(read).transpose()
}

fn read(row: &Row) -> Result<Version, DbError> {
    Ok(Version {
        workflow_id: row.text(0)?,
        version: row.int(1)?,
        name: row.text(2)?,
        description: row.text(3)?,
        activities: row.json(4)?,
        created_at_ms: row.int(5)?,
    })
}

fn summary(row: &Row) -> Result<Summary, DbError> {
    Ok(Summary {
        workflow_id: row.text(0)?,
        version: row.int(1)?,
        name: row.text(2)?,
        activity_count: row.int(3)?,
        created_at_ms: row.int(4)?,
    })
}
