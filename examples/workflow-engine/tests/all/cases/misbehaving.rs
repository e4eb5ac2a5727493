//! Each switch to misbehave does what it says, and nothing else.

use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;
use workflow_engine::{Config, Misbehaviour};

use crate::backend::Backend;
use crate::client::Client;

fn with(misbehaviour: Misbehaviour) -> Config {
    Config { misbehaviour, ..Config::default() }
}

pub(crate) async fn latency_is_added(backend: Backend) {
    let latency = Duration::from_millis(80);
    let server = backend.server_with(with(Misbehaviour { latency, ..Misbehaviour::default() })).await;
    let mut client = Client::login(&server).await;
    for path in ["/health", "/nothing", "/api/v1/agents"] {
        let started = Instant::now();
        client.get(path).await;
        assert!(started.elapsed() >= latency, "{path}: {:?}", started.elapsed());
    }
    let fastest = {
        let mut fastest = Duration::MAX;
        for _ in 0..5 {
            let started = Instant::now();
            client.get("/metrics").await;
            fastest = fastest.min(started.elapsed());
        }
        fastest
    };
    assert!(fastest < latency, "{fastest:?}");
    server.stop().await;
}

pub(crate) async fn errors_come_at_the_asked_rate_and_by_the_seed(backend: Backend) {
    let mut runs = Vec::new();
    for seed in [1, 1, 2] {
        let switches = Misbehaviour { error_rate: 0.3, seed, ..Misbehaviour::default() };
        let server = backend.server_with(with(switches)).await;
        let mut client = Client::anonymous(server.address()).await;
        let mut lost = Vec::new();
        for _ in 0..300 {
            let answer = client.get("/health").await;
            if answer.status != 200 {
                assert_eq!(answer.error(500), "injected_fault");
            }
            lost.push(answer.status != 200);
        }
        let count = lost.iter().filter(|lost| **lost).count();
        assert!((60..120).contains(&count), "{count} of 300");
        assert_eq!(client.metric("injected_faults_total").await, count as f64);
        runs.push(lost);
        server.stop().await;
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
    let server = backend.server_with(with(Misbehaviour { error_rate: 1.0, ..Misbehaviour::default() })).await;
    let mut client = Client::anonymous(server.address()).await;
    for _ in 0..20 {
        assert_eq!(client.get("/health").await.error(500), "injected_fault");
    }
    server.stop().await;
}

pub(crate) async fn memory_is_leaked(backend: Backend) {
    let leak_bytes = 100_000;
    let server = backend.server_with(with(Misbehaviour { leak_bytes, ..Misbehaviour::default() })).await;
    let mut client = Client::anonymous(server.address()).await;
    let before = resident();
    for _ in 0..400 {
        client.get("/health").await.json(200);
    }
    assert_eq!(client.metric("leaked_bytes").await, 400.0 * leak_bytes as f64);
    let grown = resident().saturating_sub(before);
    // Other tests of this process free memory meanwhile, so this is only a lower bound with room.
    assert!(grown > 20_000_000, "{grown} bytes");
    server.stop().await;
}

/// Memory of this process, in bytes.
fn resident() -> usize {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap();
    text.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() * 4096
}

pub(crate) async fn n_plus_one_asks_once_per_row(backend: Backend) {
    let mut statements = Vec::new();
    for n_plus_one in [false, true] {
        let server = backend.server_with(with(Misbehaviour { n_plus_one, ..Misbehaviour::default() })).await;
        let mut client = Client::login(&server).await;
        for number in 0..12 {
            client.workflow(json!({"name": format!("w{number}")})).await;
        }
        let before = client.metric("db_statements_total").await;
        let page = client.get("/api/v1/workflows?limit=10&offset=1").await.json(200);
        let names: Vec<_> = page["items"].as_array().unwrap().iter().map(|item| item["name"].clone()).collect();
        assert_eq!(names, ["w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8", "w9", "w10"]);
        assert_eq!((&page["total"], &page["items"][0]["executions"]), (&json!(12), &json!(0)));
        statements.push(client.metric("db_statements_total").await - before);
        server.stop().await;
    }
    assert_eq!(statements, [2.0, 12.0]);
}

pub(crate) async fn a_small_pool_makes_requests_wait(backend: Backend) {
    let config = Config { pool_size: 1, pool_timeout: Duration::from_millis(1), ..Config::default() };
    let server = backend.server_with(config).await;
    let mut client = Client::login(&server).await;
    let id = client.workflow(json!({"name": "w"})).await;
    let mut busy = 0;
    let started = Instant::now();
    while busy == 0 && started.elapsed() < Duration::from_secs(30) {
        let mut requests = Vec::new();
        for _ in 0..8 {
            let (mut other, path) = (Client::login(&server).await, format!("/api/v1/workflows/{id}/execute"));
            requests.push(tokio::spawn(async move { other.post(&path, json!({"nodes": 300})).await }));
        }
        for request in requests {
            let answer = request.await.unwrap();
            if answer.status != 200 {
                assert_eq!(answer.error(503), "database_busy");
                busy += 1;
            }
        }
    }
    assert!(busy > 0, "no request had to wait for more than a millisecond");
    assert!(client.metric("db_pool_waits_total").await >= f64::from(busy));
    assert!(client.metric("db_pool_wait_seconds_total").await > 0.0);
    assert_eq!(client.metric("db_pool_size").await, 1.0);
    server.stop().await;
}
