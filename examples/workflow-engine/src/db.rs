//! The database: a limited pool of connections to SQLite or PostgreSQL, and statements that run on either.
//!
//! It knows rows and values, not workflows. SQL is written once, with `$1`-style parameters and only what both databases
//! understand. Waiting for a connection is real: a request holds one connection for the length of one call.

mod postgres;
mod schema;
mod sqlite;
mod value;

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use crate::config::Config;
use crate::metrics::Metrics;
pub(crate) use schema::AGENTS;
pub(crate) use value::{Row, Value};

/// Why the database did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DbError {
    /// All connections were in use for too long.
    #[error("no database connection became free within {0:?}")]
    PoolTimeout(Duration),
    /// A statement of a transaction changed a different number of rows than it had to; nothing was stored.
    #[error("statement {statement} of the transaction did not change the expected number of rows")]
    Unexpected {
        /// Position of that statement in the transaction.
        statement: usize,
    },
    /// The database answered with an error.
    #[error("the database failed: {0}")]
    Failed(String),
    /// A row did not have the columns that the program expects.
    #[error("column {column} of a row is not {expected}")]
    Column {
        /// Position of the column.
        column: usize,
        /// The expected type.
        expected: &'static str,
    },
    /// `DATABASE_URL` names neither SQLite nor PostgreSQL, or cannot be read.
    #[error("the database address is not usable: {0}")]
    Address(String),
}

/// One statement of a transaction, run once per entry of `rows`.
#[derive(Debug)]
pub(crate) struct Statement {
    sql: Cow<'static, str>,
    rows: Vec<Vec<Value>>,
    /// How many rows it must change in all, or the transaction is undone.
    expect: Option<u64>,
}

impl Statement {
    pub(crate) fn new(sql: impl Into<Cow<'static, str>>, params: Vec<Value>) -> Self {
        Self { sql: sql.into(), rows: vec![params], expect: None }
    }

    pub(crate) fn many(sql: &'static str, rows: Vec<Vec<Value>>) -> Self {
        Self { sql: sql.into(), rows, expect: None }
    }

    pub(crate) fn expecting(mut self, changed: u64) -> Self {
        self.expect = Some(changed);
        self
    }
}

#[derive(Debug)]
enum Backend {
    Sqlite(sqlite::Threads),
    Postgres(deadpool_postgres::Pool),
}

/// A pool of connections to one database.
#[derive(Debug)]
pub(crate) struct Database {
    backend: Backend,
    free: Arc<Semaphore>,
    size: usize,
    patience: Duration,
    metrics: Arc<Metrics>,
}

impl Database {
    /// Opens the database that `config` names and makes its tables.
    ///
    /// # Errors
    /// An address that is neither SQLite nor PostgreSQL, or a database that does not answer.
    pub(crate) async fn open(config: &Config, metrics: Arc<Metrics>) -> Result<Self, DbError> {
        let size = config.pool_size.max(1);
        let backend = match config.database_url.as_deref() {
            None => Backend::Sqlite(sqlite::Threads::open_temporary(size)?),
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Backend::Postgres(postgres::open(url, size).await?)
            }
            Some(url) => match url.strip_prefix("sqlite:") {
                Some(path) if !path.trim_start_matches("//").is_empty() => {
                    let path = PathBuf::from(path.strip_prefix("//").unwrap_or(path));
                    Backend::Sqlite(sqlite::Threads::open(path, size)?)
                }
                _ => return Err(DbError::Address("it must start with `postgres://` or be `sqlite:PATH`".into())),
            },
        };
        Ok(Self { backend, free: Arc::new(Semaphore::new(size)), size, patience: config.pool_timeout, metrics })
    }

    /// `sqlite` or `postgresql`.
    pub(crate) fn kind(&self) -> &'static str {
        match self.backend {
            Backend::Sqlite(_) => "sqlite",
            Backend::Postgres(_) => "postgresql",
        }
    }

    /// How many connections there are.
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    /// How many connections are in use now.
    pub(crate) fn in_use(&self) -> usize {
        self.size.saturating_sub(self.free.available_permits())
    }

    /// Reads rows.
    ///
    /// # Errors
    /// No free connection in time, or an error of the database.
    pub(crate) async fn query(
        &self,
        sql: impl Into<Cow<'static, str>>,
        params: Vec<Value>,
    ) -> Result<Vec<Row>, DbError> {
        let permit = self.acquire().await?;
        let sql = sql.into();
        self.metrics.queries.add(1);
        match &self.backend {
            Backend::Sqlite(threads) => threads.query(sql, params, permit).await,
            Backend::Postgres(pool) => postgres::query(pool, &sql, &params).await,
        }
    }

    /// Runs statements in one transaction: all or none.
    ///
    /// # Errors
    /// Like [`Database::query`], and [`DbError::Unexpected`] when a statement changed too few or too many rows.
    pub(crate) async fn transact(&self, statements: Vec<Statement>) -> Result<(), DbError> {
        let permit = self.acquire().await?;
        self.metrics.queries.add(statements.iter().map(|statement| statement.rows.len() as u64).sum());
        match &self.backend {
            Backend::Sqlite(threads) => threads.transact(statements, permit).await,
            Backend::Postgres(pool) => postgres::transact(pool, &statements).await,
        }
    }

    /// Closes the connections and deletes a temporary database. Calls after that fail.
    pub(crate) async fn close(&self) {
        match &self.backend {
            Backend::Sqlite(threads) => threads.close().await,
            Backend::Postgres(pool) => pool.close(),
        }
    }

    async fn acquire(&self) -> Result<OwnedSemaphorePermit, DbError> {
        if let Ok(permit) = Arc::clone(&self.free).try_acquire_owned() {
            return Ok(permit);
        }
        let started = Instant::now();
        let waited = tokio::time::timeout(self.patience, Arc::clone(&self.free).acquire_owned()).await;
        self.metrics.pool_waits.add(1);
        self.metrics.pool_wait_us.add(u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX));
        match waited {
            Ok(Ok(permit)) => Ok(permit),
            Ok(Err(_)) | Err(_) => Err(DbError::PoolTimeout(self.patience)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Config, Database, DbError, Metrics, Statement};
    use std::sync::Arc;
    use std::time::Duration;

    async fn open(config: Config) -> Database {
        Database::open(&config, Arc::new(Metrics::default())).await.unwrap()
    }

    #[tokio::test]
    async fn a_request_waits_for_a_connection_and_gives_up_in_time() {
        let config = Config { pool_size: 1, pool_timeout: Duration::from_millis(20), ..Config::default() };
        let database = open(config).await;
        let taken = database.acquire().await.unwrap();
        assert_eq!(database.in_use(), 1);
        let refused = database.query("SELECT COUNT(*) FROM agents", Vec::new()).await;
        assert!(matches!(refused, Err(DbError::PoolTimeout(_))), "{refused:?}");
        assert_eq!(database.metrics.pool_waits.get(), 1);
        assert!(database.metrics.pool_wait_us.get() >= 20_000);
        drop(taken);
        let rows = database.query("SELECT COUNT(*) FROM agents", Vec::new()).await.unwrap();
        assert_eq!(rows[0].int(0).unwrap(), 4);
        database.close().await;
    }

    #[tokio::test]
    async fn a_transaction_with_an_unexpected_count_changes_nothing() {
        let database = open(Config::default()).await;
        let delete = Statement::new("DELETE FROM agents WHERE id = $1", vec!["agent-1".into()]).expecting(1);
        let nobody = Statement::new("DELETE FROM agents WHERE id = $1", vec!["agent-9".into()]).expecting(1);
        let result = database.transact(vec![delete, nobody]).await;
        assert!(matches!(result, Err(DbError::Unexpected { statement: 1 })), "{result:?}");
        let rows = database.query("SELECT COUNT(*) FROM agents", Vec::new()).await.unwrap();
        assert_eq!(rows[0].int(0).unwrap(), 4);
        database.close().await;
        assert!(database.query("SELECT COUNT(*) FROM agents", Vec::new()).await.is_err());
    }
}
