//! A stop is graceful, quick when nothing is under way, and has an end.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::Instant;
use workflow_engine::{Config, Misbehaviour};

use crate::backend::Backend;
use crate::client::Client;

fn slow(latency: Duration) -> Config {
    Config { misbehaviour: Misbehaviour { latency, ..Misbehaviour::default() }, ..Config::default() }
}

pub(crate) async fn requests_under_way_are_answered(backend: Backend) {
    let server = backend.server_with(slow(Duration::from_millis(400))).await;
    let address = server.address();
    let mut client = Client::anonymous(address).await;
    let request = tokio::spawn(async move { client.get("/health?deep=true").await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let totals = server.stop().await;
    assert_eq!(request.await.unwrap().json(200)["status"], "ok");
    assert_eq!(totals.requests, 1);
    assert!(TcpStream::connect(address).await.is_err(), "it still accepts connections");
}

pub(crate) async fn idle_connections_do_not_delay_it(backend: Backend) {
    let server = backend.server().await;
    let mut used = Client::anonymous(server.address()).await;
    used.get("/health").await.json(200);
    let mut unused = TcpStream::connect(server.address()).await.unwrap();
    let started = Instant::now();
    server.stop().await;
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    assert_eq!(unused.read(&mut [0]).await.unwrap_or(0), 0);
}

pub(crate) async fn a_stuck_request_is_cut(backend: Backend) {
    let config = Config { stop_grace: Duration::from_millis(200), ..slow(Duration::from_secs(600)) };
    let server = backend.server_with(config).await;
    let mut stream = TcpStream::connect(server.address()).await.unwrap();
    stream.write_all(b"GET /health HTTP/1.1\r\nhost: engine\r\n\r\n").await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    let started = Instant::now();
    let totals = server.stop().await;
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    assert_eq!(totals.requests, 0);
    assert_eq!(stream.read(&mut [0]).await.unwrap_or(0), 0);
}
