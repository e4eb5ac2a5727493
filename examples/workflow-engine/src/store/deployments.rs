//! Deployments: which version of a workflow is in use where, and on which agent.
//!
//! A workflow has one active deployment per environment; the ones before it stay as `superseded`.

use serde::Serialize;

use super::workflows::stored;
use super::{Filter, Listing, Page, list};
use crate::db::{Database, DbError, Row, Statement};

/// One deployment.
#[derive(Debug, Serialize)]
pub(crate) struct Deployment {
    pub(crate) id: String,
    pub(crate) workflow_id: String,
    pub(crate) version: i64,
    pub(crate) agent_id: String,
    pub(crate) environment: String,
    /// `active` or `superseded`.
    pub(crate) status: String,
    pub(crate) created_at_ms: i64,
}

/// Stores an active deployment and supersedes the one before. False: the workflow was deleted in between.
pub(crate) async fn insert(database: &Database, deployment: &Deployment) -> Result<bool, DbError> {
    let workflow = Statement::new(
        "UPDATE workflows SET status = 'deployed', deployed_version = $1 WHERE id = $2",
        vec![deployment.version.into(), deployment.workflow_id.as_str().into()],
    );
    let before = Statement::new(
        "UPDATE deployments SET status = 'superseded' WHERE workflow_id = $1 AND environment = $2
            AND status = 'active'",
        vec![deployment.workflow_id.as_str().into(), deployment.environment.as_str().into()],
    );
    let row = Statement::new(
        "INSERT INTO deployments (id, workflow_id, version, agent_id, environment, status, created_at_ms)
            VALUES ($1, $2, $3, $4, $5, $6, $7)",
        vec![
            deployment.id.as_str().into(),
            deployment.workflow_id.as_str().into(),
            deployment.version.into(),
            deployment.agent_id.as_str().into(),
            deployment.environment.as_str().into(),
            deployment.status.as_str().into(),
            deployment.created_at_ms.into(),
        ],
    );
    stored(database.transact(vec![workflow.expecting(1), before, row]).await)
}

/// One page of the deployments of a workflow, the newest first.
pub(crate) async fn page(database: &Database, workflow_id: &str, page: Page) -> Result<Listing<Deployment>, DbError> {
    let columns = "id, workflow_id, version, agent_id, environment, status, created_at_ms";
    let filter = Filter::default().equal("workflow_id", Some(workflow_id));
    list(database, (columns, "deployments", "id DESC"), filter, page, read).await
}

fn read(row: &Row) -> Result<Deployment, DbError> {
    Ok(Deployment {
        id: row.text(0)?,
        workflow_id: row.text(1)?,
        version: row.int(2)?,
        agent_id: row.text(3)?,
        environment: row.text(4)?,
        status: row.text(5)?,
        created_at_ms: row.int(6)?,
    })
}
