//! What the server counts about itself, compared with what the client knows.

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::backend::Backend;
use crate::client::Client;

pub(crate) async fn metrics_count_what_was_answered(backend: Backend) {
    let server = backend.server().await;
    let mut client = Client::login(&server).await;
    for _ in 0..5 {
        client.get("/health").await.json(200);
    }
    client.get("/nothing").await.error(404);
    client.get("/api/v1/tasks/x").await.error(404);
    let id = client.workflow(json!({"name": "w"})).await;
    client.post(&format!("/api/v1/workflows/{id}/execute"), json!({"nodes": 4})).await.json(200);
    assert_eq!(server.requests(), 10);
    let text = client.get("/metrics").await;
    assert_eq!(text.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    for line in [
        "# TYPE workflow_engine_http_requests_total counter",
        "workflow_engine_http_requests_total 10",
        "workflow_engine_http_responses_total{method=\"GET\",route=\"/health\",status=\"200\"} 5",
        "workflow_engine_http_responses_total{method=\"GET\",route=\"unmatched\",status=\"404\"} 1",
        "workflow_engine_http_responses_total{method=\"GET\",route=\"/api/v1/tasks/{id}\",status=\"404\"} 1",
        "workflow_engine_http_responses_total{method=\"POST\",route=\"/api/v1/workflows\",status=\"201\"} 1",
        "workflow_engine_http_request_duration_seconds_bucket{le=\"+Inf\"} 10",
        "workflow_engine_http_request_duration_seconds_count 10",
        "workflow_engine_connections_total 1",
        "workflow_engine_connections_open 1",
        "workflow_engine_executions_total{status=\"completed\"} 1",
        "workflow_engine_executions_total{status=\"failed\"} 0",
        "workflow_engine_db_pool_size 4",
        "workflow_engine_leaked_bytes 0",
    ] {
        assert!(text.text.lines().any(|found| found == line), "{line} is not in\n{}", text.text);
    }
    assert_eq!(client.metric("http_requests_total").await, 11.0);
    assert_eq!(server.requests(), 12);
    let totals = server.stop().await;
    assert_eq!((totals.requests, totals.connections), (12, 1));
}

pub(crate) async fn bytes_are_exact(backend: Backend) {
    let server = backend.server().await;
    let (mut sent, mut received) = (0, 0);
    for connection in 0..5 {
        let mut stream = TcpStream::connect(server.address()).await.unwrap();
        let mut requests = String::new();
        for number in 0..=connection {
            let body = format!("{{\"username\":\"demo\",\"password\":\"{}\"}}", "x".repeat(1000 * number));
            requests +=
                &format!("POST /api/v1/login HTTP/1.1\r\nhost: engine\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        }
        requests += "GET /metrics HTTP/1.1\r\nhost: engine\r\nconnection: close\r\n\r\n";
        stream.write_all(requests.as_bytes()).await.unwrap();
        let mut answers = Vec::new();
        stream.read_to_end(&mut answers).await.unwrap();
        let answered = String::from_utf8(answers.clone()).unwrap().matches("HTTP/1.1 ").count();
        assert_eq!(answered, connection + 2);
        sent += requests.len() as u64;
        received += answers.len() as u64;
    }
    // A WebSocket: the handshake, the greeting, and the close frames of both sides.
    let mut stream = TcpStream::connect(server.address()).await.unwrap();
    let mut frames = b"GET /ws HTTP/1.1\r\nhost: engine\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
        sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        .to_vec();
    frames.extend([0x88, 0x80, 1, 2, 3, 4]);
    stream.write_all(&frames).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 101 ") && answer.ends_with(&[0x88, 0]), "{answer:?}");
    sent += frames.len() as u64;
    received += answer.len() as u64;
    let totals = server.stop().await;
    assert_eq!((totals.bytes_received, totals.bytes_sent), (sent, received));
    assert_eq!((totals.requests, totals.connections), (1 + 2 + 3 + 4 + 5 + 5 + 1, 6));
}

pub(crate) async fn unread_bytes_do_not_break_the_counts(backend: Backend) {
    let server = backend.server().await;
    for garbage in ["\r\n\r\n", "nonsense\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "POST / HTTP/1.1\r\nhost: x\r\n"] {
        let mut stream = TcpStream::connect(server.address()).await.unwrap();
        stream.write_all(garbage.as_bytes()).await.unwrap();
        drop(stream);
    }
    let mut client = Client::anonymous(server.address()).await;
    client.get("/health").await.json(200);
    let totals = server.stop().await;
    assert_eq!((totals.requests, totals.connections), (1, 5));
}
