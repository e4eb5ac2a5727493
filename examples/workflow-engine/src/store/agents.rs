//! Agents: where deployments and tasks go. They are there from the start and are only read.

use serde::Serialize;

use super::{Filter, Listing, Page, get, list};
use crate::db::{Database, DbError, Row};

/// One agent.
#[derive(Debug, Serialize)]
pub(crate) struct Agent {
    id: String,
    name: String,
    region: String,
    capacity: i64,
    active_deployments: i64,
}

const COLUMNS: &str = "id, name, region, capacity,
    (SELECT COUNT(*) FROM deployments WHERE deployments.agent_id = agents.id AND deployments.status = 'active')";

pub(crate) async fn page(database: &Database, page: Page) -> Result<Listing<Agent>, DbError> {
    list(database, (COLUMNS, "agents", "id"), Filter::default(), page, read).await
}

pub(crate) async fn find(database: &Database, id: &str) -> Result<Option<Agent>, DbError> {
    get(database, (COLUMNS, "agents"), id, read).await
}

/// The agent with the most room: the fewest active deployments for its capacity.
pub(crate) async fn least_busy(database: &Database) -> Result<Option<String>, DbError> {
    let sql = "SELECT id FROM agents ORDER BY (SELECT COUNT(*) FROM deployments
        WHERE deployments.agent_id = agents.id AND deployments.status = 'active') * 1.0 / capacity, id LIMIT 1";
    let rows = database.query(sql, Vec::new()).await?;
    rows.first().map(|row| row.text(0)).transpose()
}

fn read(row: &Row) -> Result<Agent, DbError> {
    Ok(Agent {
        id: row.text(0)?,
        name: row.text(1)?,
        region: row.text(2)?,
        capacity: row.int(3)?,
        active_deployments: row.int(4)?,
    })
}
