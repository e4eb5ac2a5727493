//! PostgreSQL: a pool of connections without TLS, for the loopback or a private network.
//!
//! The many rows of one statement are sent together and not one round trip each.

use std::error::Error;
use std::str::FromStr;

use bytes::BytesMut;
use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod};
use futures_util::future::try_join_all;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{NoTls, Row as PgRow};

use super::{DbError, Row, Statement, Value, schema};

/// Serialises the making of tables between servers that start at the same time. Any number will do.
const SCHEMA_LOCK: i64 = 0x776f_726b_666c_6f77;

/// Connects and makes the tables.
pub(super) async fn open(url: &str, size: usize) -> Result<Pool, DbError> {
    let config = tokio_postgres::Config::from_str(url).map_err(|error| DbError::Address(cause(&error)))?;
    let manager_config = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    let manager = Manager::from_config(config, NoTls, manager_config);
    let pool = Pool::builder(manager).max_size(size).build().map_err(|error| DbError::Failed(error.to_string()))?;
    let mut client = connection(&pool).await?;
    let transaction = client.transaction().await.map_err(failed)?;
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&SCHEMA_LOCK]).await.map_err(failed)?;
    for sql in schema::TABLES {
        transaction.batch_execute(sql).await.map_err(failed)?;
    }
    transaction.commit().await.map_err(failed)?;
    Ok(pool)
}

pub(super) async fn query(pool: &Pool, sql: &str, params: &[Value]) -> Result<Vec<Row>, DbError> {
    let client = connection(pool).await?;
    let statement = client.prepare_cached(sql).await.map_err(failed)?;
    let rows = client.query(&statement, &references(params)).await.map_err(failed)?;
    rows.iter().map(row).collect()
}

pub(super) async fn transact(pool: &Pool, statements: &[Statement]) -> Result<(), DbError> {
    let mut client = connection(pool).await?;
    let transaction = client.transaction().await.map_err(failed)?;
    for (position, statement) in statements.iter().enumerate() {
        let prepared = transaction.prepare_cached(&statement.sql).await.map_err(failed)?;
        let params: Vec<Vec<&(dyn ToSql + Sync)>> = statement.rows.iter().map(|row| references(row)).collect();
        let sent = params.iter().map(|row| transaction.execute(&prepared, row));
        let changed: u64 = try_join_all(sent).await.map_err(failed)?.into_iter().sum();
        if statement.expect.is_some_and(|expected| expected != changed) {
            transaction.rollback().await.map_err(failed)?;
            return Err(DbError::Unexpected { statement: position });
        }
    }
    transaction.commit().await.map_err(failed)
}

async fn connection(pool: &Pool) -> Result<Object, DbError> {
    pool.get().await.map_err(|error| DbError::Failed(cause(&error)))
}

fn references(params: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    params.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

fn row(row: &PgRow) -> Result<Row, DbError> {
    let read = |column: usize| match *row.columns()[column].type_() {
        Type::INT8 => row.try_get::<_, Option<i64>>(column).map(Value::from),
        Type::FLOAT8 => row.try_get::<_, Option<f64>>(column).map(Value::from),
        _ => row.try_get::<_, Option<String>>(column).map(Value::from),
    };
    let values: Result<Vec<Value>, _> = (0..row.len()).map(read).collect();
    values.map(Row::new).map_err(failed)
}

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(value) => value.to_sql_checked(kind, out),
            Self::Real(value) => value.to_sql_checked(kind, out),
            Self::Text(text) => text.to_sql_checked(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::FLOAT8 | Type::TEXT)
    }

    to_sql_checked!();
}

fn failed(error: tokio_postgres::Error) -> DbError {
    DbError::Failed(cause(&error))
}

/// The message with its causes: on its own, the outermost one is often just `db error`.
fn cause(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(inner) = next {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        next = inner.source();
    }
    text
}
