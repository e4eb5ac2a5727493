//! What is stored: one module per kind of row, each with its type, its SQL and nothing of HTTP.

pub(crate) mod agents;
pub(crate) mod dags;
pub(crate) mod deployments;
pub(crate) mod executions;
pub(crate) mod tasks;
pub(crate) mod versions;
pub(crate) mod workflows;

use std::fmt::Write as _;

use serde::Serialize;

use crate::db::{Database, DbError, Row, Value};

/// Which part of a list is wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page {
    pub(crate) limit: i64,
    pub(crate) offset: i64,
}

/// One part of a list, and how long the whole list is.
#[derive(Debug, Serialize)]
pub(crate) struct Listing<T> {
    pub(crate) items: Vec<T>,
    pub(crate) total: i64,
    pub(crate) limit: i64,
    pub(crate) offset: i64,
}

/// The condition of a list: columns that have to have a value.
#[derive(Debug, Default)]
struct Filter {
    sql: String,
    params: Vec<Value>,
}

impl Filter {
    /// `column = value`, unless there is no value.
    fn equal(mut self, column: &'static str, value: Option<&str>) -> Self {
        if let Some(value) = value {
            self.params.push(value.into());
            let word = if self.params.len() == 1 { "WHERE" } else { "AND" };
            let written = write!(self.sql, " {word} {column} = ${}", self.params.len());
            debug_assert!(written.is_ok(), "writing to a string does not fail");
        }
        self
    }
}

/// Reads one page of `SELECT columns FROM table`, and counts the whole.
async fn list<T>(
    database: &Database,
    (columns, table, order): (&str, &str, &str),
    filter: Filter,
    page: Page,
    read: impl Fn(&Row) -> Result<T, DbError>,
) -> Result<Listing<T>, DbError> {
    let Filter { sql: condition, params } = filter;
    let total = count(database, table, &condition, params.clone()).await?;
    let (limit, offset) = (params.len() + 1, params.len() + 2);
    let sql = format!("SELECT {columns} FROM {table}{condition} ORDER BY {order} LIMIT ${limit} OFFSET ${offset}");
    let mut params = params;
    params.extend([page.limit.into(), page.offset.into()]);
    let rows = database.query(sql, params).await?;
    let items = rows.iter().map(read).collect::<Result<Vec<T>, DbError>>()?;
    Ok(Listing { items, total, limit: page.limit, offset: page.offset })
}

async fn count(database: &Database, table: &str, condition: &str, params: Vec<Value>) -> Result<i64, DbError> {
    let rows = database.query(format!("SELECT COUNT(*) FROM {table}{condition}"), params).await?;
    rows.first().map_or(Ok(0), |row| row.int(0))
}

/// Reads the row of `SELECT columns FROM table` with this identifier.
async fn get<T>(
    database: &Database,
    (columns, table): (&str, &str),
    id: &str,
    read: impl Fn(&Row) -> Result<T, DbError>,
) -> Result<Option<T>, DbError> {
    let sql = format!("SELECT {columns} FROM {table} WHERE id = $1");
    let rows = database.query(sql, vec![id.into()]).await?;
    rows.first().map(read).transpose()
}

/// Whether there is a row with this identifier.
pub(crate) async fn exists(database: &Database, table: &'static str, id: &str) -> Result<bool, DbError> {
    Ok(count(database, table, " WHERE id = $1", vec![id.into()]).await? > 0)
}

/// The JSON text of a value. The values of this program can all be written as JSON.
fn json(value: &impl Serialize) -> Result<String, DbError> {
    serde_json::to_string(value).map_err(|error| DbError::Failed(error.to_string()))
}
