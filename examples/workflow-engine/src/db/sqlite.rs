//! SQLite: a fixed number of threads with one connection each, fed by one channel.
//!
//! Readers work side by side (write-ahead log). Writers of one server take turns on a lock instead of polling SQLite's own:
//! that keeps the order fair and the waiting time short. Another process may still hold the file: then SQLite waits 5 s.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql, TransactionBehavior, params_from_iter};
use tempfile::TempDir;
use tokio::sync::{OwnedSemaphorePermit, oneshot};

use super::{DbError, Row, Statement, Value, schema};

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// The threads and the channel to them.
#[derive(Debug)]
pub(super) struct Threads {
    jobs: Mutex<Option<mpsc::Sender<Job>>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    writer: Arc<Mutex<()>>,
    /// Deleted with everything in it when this value goes.
    temporary: Mutex<Option<TempDir>>,
}

impl Threads {
    /// A database in a new temporary folder.
    pub(super) fn open_temporary(size: usize) -> Result<Self, DbError> {
        let folder = tempfile::Builder::new().prefix("workflow-engine-").tempdir().map_err(failed)?;
        let threads = Self::open(folder.path().join("engine.sqlite"), size)?;
        *lock(&threads.temporary) = Some(folder);
        Ok(threads)
    }

    /// A database in the file `path`, made if it is not there.
    pub(super) fn open(path: PathBuf, size: usize) -> Result<Self, DbError> {
        let mut first = connect(&path)?;
        let transaction = first.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        for sql in schema::TABLES {
            transaction.execute_batch(sql).map_err(failed)?;
        }
        transaction.commit().map_err(failed)?;
        let mut connections = vec![first];
        for _ in 1..size {
            connections.push(connect(&path)?);
        }
        let (jobs, queue) = mpsc::channel::<Job>();
        let queue = Arc::new(Mutex::new(queue));
        let mut threads = Vec::with_capacity(size);
        for connection in connections {
            let queue = Arc::clone(&queue);
            let thread = std::thread::Builder::new().name("sqlite".into()).spawn(move || work(connection, &queue));
            threads.push(thread.map_err(failed)?);
        }
        Ok(Self {
            jobs: Mutex::new(Some(jobs)),
            threads: Mutex::new(threads),
            writer: Arc::new(Mutex::new(())),
            temporary: Mutex::new(None),
        })
    }

    pub(super) async fn query(
        &self,
        sql: Cow<'static, str>,
        params: Vec<Value>,
        permit: OwnedSemaphorePermit,
    ) -> Result<Vec<Row>, DbError> {
        self.run(permit, move |connection| read(connection, &sql, &params)).await
    }

    pub(super) async fn transact(
        &self,
        statements: Vec<Statement>,
        permit: OwnedSemaphorePermit,
    ) -> Result<(), DbError> {
        let writer = Arc::clone(&self.writer);
        self.run(permit, move |connection| {
            let _turn = lock(&writer);
            write(connection, &statements)
        })
        .await
    }

    /// Ends the threads after the work that is already queued, then deletes a temporary database.
    pub(super) async fn close(&self) {
        drop(lock(&self.jobs).take());
        let threads = std::mem::take(&mut *lock(&self.threads));
        let temporary = lock(&self.temporary).take();
        let ended = tokio::task::spawn_blocking(move || {
            let panicked = threads.into_iter().map(JoinHandle::join).filter(Result::is_err).count();
            drop(temporary);
            panicked
        });
        // Awaited here and not in the assertion, which a release build leaves out.
        let ended = ended.await;
        debug_assert!(matches!(ended, Ok(0)), "a database thread panicked");
    }

    /// Runs `work` on a free connection. The permit stays with the job: a client that goes away frees nothing too early.
    async fn run<T: Send + 'static>(
        &self,
        permit: OwnedSemaphorePermit,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<Result<T, DbError>> + Send + 'static,
    ) -> Result<T, DbError> {
        let (reply, answer) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            let result = work(connection);
            drop(permit);
            // The client may have gone away; then nobody waits for the answer.
            drop(reply.send(result));
        });
        let closed = || DbError::Failed("the database is closed".into());
        lock(&self.jobs).as_ref().ok_or_else(closed)?.send(job).map_err(|_| closed())?;
        answer.await.map_err(|_| closed())?.map_err(failed)?
    }
}

fn work(mut connection: Connection, queue: &Mutex<mpsc::Receiver<Job>>) {
    loop {
        let job = lock(queue).recv();
        match job {
            Ok(job) => job(&mut connection),
            Err(mpsc::RecvError) => return,
        }
    }
}

fn connect(path: &Path) -> Result<Connection, DbError> {
    let connection = Connection::open(path).map_err(failed)?;
    connection.busy_timeout(Duration::from_secs(5)).map_err(failed)?;
    connection.pragma_update(None, "journal_mode", "WAL").map_err(failed)?;
    connection.pragma_update(None, "synchronous", "NORMAL").map_err(failed)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

fn read(connection: &Connection, sql: &str, params: &[Value]) -> rusqlite::Result<Result<Vec<Row>, DbError>> {
    let mut statement = connection.prepare_cached(&dialect(sql))?;
    let columns = statement.column_count();
    let rows = statement.query_map(params_from_iter(params), |row| {
        let values: rusqlite::Result<Vec<Value>> = (0..columns).map(|column| value(row.get_ref(column)?)).collect();
        values.map(Row::new)
    })?;
    rows.collect::<rusqlite::Result<Vec<Row>>>().map(Ok)
}

fn write(connection: &mut Connection, statements: &[Statement]) -> rusqlite::Result<Result<(), DbError>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for (position, statement) in statements.iter().enumerate() {
        let mut prepared = transaction.prepare_cached(&dialect(&statement.sql))?;
        let mut changed = 0;
        for params in &statement.rows {
            changed += prepared.execute(params_from_iter(params))? as u64;
        }
        if statement.expect.is_some_and(|expected| expected != changed) {
            return Ok(Err(DbError::Unexpected { statement: position }));
        }
    }
    transaction.commit().map(Ok)
}

/// SQLite writes `?1` where PostgreSQL writes `$1`. No statement of this program has another dollar sign.
fn dialect(sql: &str) -> String {
    sql.replace('$', "?")
}

fn value(column: ValueRef<'_>) -> rusqlite::Result<Value> {
    Ok(match column {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(value) => Value::Int(value),
        ValueRef::Real(value) => Value::Real(value),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
    })
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(value) => ValueRef::Integer(*value),
            Self::Real(value) => ValueRef::Real(*value),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

fn failed(error: impl std::fmt::Display) -> DbError {
    DbError::Failed(error.to_string())
}

/// The data behind these locks is valid at every moment, so a panic of another holder does no harm.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::{Threads, lock};

    #[tokio::test]
    async fn a_temporary_database_is_deleted_when_it_is_closed() {
        let threads = Threads::open_temporary(2).unwrap();
        let folder = lock(&threads.temporary).as_ref().unwrap().path().to_owned();
        assert!(folder.join("engine.sqlite").exists());
        threads.close().await;
        assert!(!folder.exists());
    }
}
