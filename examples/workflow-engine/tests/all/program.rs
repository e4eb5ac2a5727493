//! The program itself, and what does not depend on the database: settings, files, signals.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::json;
use workflow_engine::{Config, Misbehaviour, Server, StartError};

use crate::client::Client;

/// Starts the program on a free port and reads its one line.
fn start(arguments: &[&str]) -> (Child, BufReader<std::process::ChildStdout>, std::net::SocketAddr) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_workflow-engine"))
        .args(["--listen", "127.0.0.1:0"])
        .args(arguments)
        .env_remove("DATABASE_URL")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(program.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    let address = line.strip_prefix("listening on http://").unwrap().trim_end().parse().unwrap();
    (program, out, address)
}

#[tokio::test]
async fn the_program_serves_and_stops_at_both_signals() {
    for signal in ["TERM", "INT"] {
        let (mut program, mut out, address) = start(&["--latency", "30ms", "--pool-size", "2"]);
        let mut client = Client::anonymous(address).await;
        client.get("/health").await.json(200);
        assert_eq!(client.metric("db_pool_size").await, 2.0);
        let sent = Command::new("kill").args([&format!("-{signal}"), &program.id().to_string()]).status().unwrap();
        assert!(sent.success());
        assert!(program.wait().unwrap().success(), "SIG{signal}");
        let mut rest = String::new();
        out.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "", "it printed more than one line");
    }
}

#[tokio::test]
async fn a_sqlite_file_outlives_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("engine.sqlite");
    let mut id = String::new();
    for url in [format!("sqlite:{}", path.display()), format!("sqlite://{}", path.display())] {
        let server = Server::start(Config { database_url: Some(url), ..Config::default() }).await.unwrap();
        let mut client = Client::login(&server).await;
        if id.is_empty() {
            id = client.workflow(json!({"name": "kept"})).await;
        }
        assert_eq!(client.get(&format!("/api/v1/workflows/{id}")).await.json(200)["name"], "kept");
        server.stop().await;
    }
}

#[tokio::test]
async fn settings_that_make_no_sense_are_refused() {
    for error_rate in [-0.1, 1.1, f64::NAN] {
        let misbehaviour = Misbehaviour { error_rate, ..Misbehaviour::default() };
        let refused = Server::start(Config { misbehaviour, ..Config::default() }).await;
        assert!(matches!(refused, Err(StartError::Setting(_))), "{error_rate}");
    }
    let refused = Server::start(Config { pool_size: 0, ..Config::default() }).await;
    assert!(matches!(refused, Err(StartError::Setting(_))));
    for url in ["mysql://x", "sqlite:", "sqlite:///no/such/folder/x", "postgres://127.0.0.1:1/x", "postgres://:::"] {
        let refused = Server::start(Config { database_url: Some(url.into()), ..Config::default() }).await;
        assert!(matches!(refused, Err(StartError::Database(_))), "{url}: {refused:?}");
    }
    let server = Server::start(Config::default()).await.unwrap();
    let refused = Server::start(Config { listen: server.address(), ..Config::default() }).await;
    assert!(matches!(refused, Err(StartError::Listen { .. })), "{refused:?}");
    assert_eq!(server.url(), format!("http://{}", server.address()));
    server.stop().await;
}

#[tokio::test]
async fn a_dropped_server_stops_too() {
    let server = Server::start(Config::default()).await.unwrap();
    let address = server.address();
    drop(server);
    for _ in 0..100 {
        if tokio::net::TcpStream::connect(address).await.is_err() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it still accepts connections");
}
