//! The databases under the servers of the tests: SQLite, or a PostgreSQL that lives as long as the test.

use std::fs;
use std::io::Read;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use workflow_engine::{Config, Server};

/// The user `nobody`: PostgreSQL refuses to run as root.
const NOBODY: u32 = 65534;

/// Where the server of a case stores.
#[derive(Clone)]
pub(crate) enum Backend {
    Sqlite,
    Postgres(Cluster),
}

impl Backend {
    /// Starts a server on an empty database.
    pub(crate) async fn server(&self) -> Server {
        self.server_with(Config::default()).await
    }

    /// Starts a server on an empty database with these settings.
    pub(crate) async fn server_with(&self, config: Config) -> Server {
        let database_url = match self {
            Self::Sqlite => None,
            Self::Postgres(cluster) => Some(cluster.new_schema().await),
        };
        Server::start(Config { database_url, ..config }).await.unwrap()
    }
}

/// A PostgreSQL on a loopback port. It dies with this process, whatever happens: a shell waits for the end of its input.
#[derive(Clone)]
pub(crate) struct Cluster {
    port: u16,
    schemas: Arc<AtomicUsize>,
    shell: Arc<Mutex<Child>>,
    folder: Arc<tempfile::TempDir>,
}

impl Cluster {
    /// None: PostgreSQL is not installed.
    pub(crate) async fn start() -> Option<Self> {
        let programs = installed()?;
        let folder = tempfile::Builder::new().prefix("pg-").tempdir().unwrap();
        let as_root = fs::metadata("/proc/self").unwrap().uid() == 0;
        if as_root {
            chown(folder.path(), Some(NOBODY), Some(NOBODY)).unwrap();
        }
        let command = |script: &str| {
            let mut command = Command::new("sh");
            command.args(["-c", script]).current_dir(folder.path()).env("BIN", &programs).env("LC_ALL", "C");
            if as_root {
                command.uid(NOBODY).gid(NOBODY);
            }
            command
        };
        let init = "\"$BIN/initdb\" -D data -U engine --auth=trust --encoding=UTF8 --no-sync >init.log 2>&1";
        assert!(command(init).status().unwrap().success(), "{}", log(folder.path(), "init.log"));
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let run = "\"$BIN/postgres\" -D data -p \"$PORT\" -h 127.0.0.1 -k \"$PWD\" -F -c max_connections=200 \
            >run.log 2>&1 </dev/null & pid=$!; cat >/dev/null; kill -INT $pid; wait $pid";
        let shell = command(run).env("PORT", port.to_string()).stdin(Stdio::piped()).spawn().unwrap();
        let cluster =
            Self { port, schemas: Arc::default(), shell: Arc::new(Mutex::new(shell)), folder: Arc::new(folder) };
        cluster.wait().await;
        Some(cluster)
    }

    async fn wait(&self) {
        for _ in 0..300 {
            if tokio_postgres::connect(&self.url(), tokio_postgres::NoTls).await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("PostgreSQL did not start: {}", log(self.folder.path(), "run.log"));
    }

    fn url(&self) -> String {
        format!("postgres://engine@127.0.0.1:{}/postgres", self.port)
    }

    /// Makes an empty schema and returns the address of a database in which it is the only one.
    async fn new_schema(&self) -> String {
        let schema = format!("case_{}", self.schemas.fetch_add(1, Ordering::SeqCst));
        let (client, connection) = tokio_postgres::connect(&self.url(), tokio_postgres::NoTls).await.unwrap();
        let running = tokio::spawn(connection);
        client.batch_execute(&format!("CREATE SCHEMA {schema}")).await.unwrap();
        drop(client);
        running.await.unwrap().unwrap();
        format!("{}?options=-csearch_path%3D{schema}", self.url())
    }

    /// Ends PostgreSQL and waits for it.
    pub(crate) fn stop(&self) {
        let mut shell = self.shell.lock().unwrap();
        drop(shell.stdin.take());
        assert!(shell.wait().unwrap().success(), "{}", log(self.folder.path(), "run.log"));
    }
}

/// The folder with the newest PostgreSQL programs.
fn installed() -> Option<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let version = path.file_name()?.to_str()?.parse().ok()?;
            let programs = path.join("bin");
            (programs.join("initdb").exists() && programs.join("postgres").exists()).then_some((version, programs))
        })
        .collect();
    found.sort();
    found.pop().map(|(_, programs)| programs)
}

fn log(folder: &Path, name: &str) -> String {
    let mut text = String::new();
    match fs::File::open(folder.join(name)).and_then(|mut file| file.read_to_string(&mut text)) {
        Ok(_) => text,
        Err(error) => format!("{name}: {error}"),
    }
}
