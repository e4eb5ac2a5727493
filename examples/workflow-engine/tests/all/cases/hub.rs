//! The WebSocket hub.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, client_async};
use workflow_engine::Server;

use crate::backend::Backend;
use crate::client::Client;

type Socket = WebSocketStream<TcpStream>;

/// Connects and reads the greeting: from then on the server sends events.
async fn connect(server: &Server) -> Socket {
    let stream = TcpStream::connect(server.address()).await.unwrap();
    let (mut socket, _) = client_async(format!("ws://{}/ws", server.address()), stream).await.unwrap();
    assert_eq!(read(&mut socket).await["type"], "hello");
    socket
}

async fn read(socket: &mut Socket) -> Value {
    let message = tokio::time::timeout(Duration::from_secs(10), socket.next()).await.unwrap().unwrap().unwrap();
    serde_json::from_str(message.to_text().unwrap()).unwrap()
}

pub(crate) async fn every_client_gets_every_event(backend: Backend) {
    let server = backend.server().await;
    let mut client = Client::login(&server).await;
    let id = client.workflow(json!({"name": "w"})).await;
    let path = format!("/api/v1/workflows/{id}/execute");
    client.post(&path, json!({"nodes": 3})).await.json(200);
    let mut sockets = [connect(&server).await, connect(&server).await, connect(&server).await];
    assert_eq!(client.metric("websocket_clients").await, 3.0);
    client.post(&format!("{path}?dry_run=true"), json!({})).await.json(200);
    let executed = client.post(&path, json!({"nodes": 12})).await.json(200);
    for socket in &mut sockets {
        let started = read(socket).await;
        assert_eq!((&started["type"], &started["status"]), (&json!("execution.started"), &json!("running")));
        let finished = read(socket).await;
        assert_eq!((&finished["type"], &finished["status"]), (&json!("execution.finished"), &json!("completed")));
        for event in [&started, &finished] {
            assert_eq!((&event["execution_id"], &event["nodes"]), (&executed["id"], &json!(12)));
            assert_eq!((&event["workflow_id"], &event["dag_id"]), (&json!(id), &Value::Null));
        }
        assert_eq!(finished["execution_ms"], executed["execution_ms"]);
    }
    drop(sockets);
    for _ in 0..100 {
        if client.metric("websocket_clients").await == 0.0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(client.metric("websocket_clients").await, 0.0);
    server.stop().await;
}

pub(crate) async fn pings_are_answered(backend: Backend) {
    let server = backend.server().await;
    let mut socket = connect(&server).await;
    socket.send(Message::text(json!({"type": "ping", "id": 7}).to_string())).await.unwrap();
    assert_eq!(read(&mut socket).await, json!({"type": "pong", "id": 7}));
    socket.send(Message::text("nonsense")).await.unwrap();
    assert_eq!(read(&mut socket).await["type"], "error");
    socket.send(Message::binary(vec![1, 2, 3])).await.unwrap();
    assert_eq!(socket.next().await.unwrap().unwrap(), Message::binary(vec![1, 2, 3]));
    socket.send(Message::Ping(vec![9].into())).await.unwrap();
    assert_eq!(socket.next().await.unwrap().unwrap(), Message::Pong(vec![9].into()));
    server.stop().await;
}

pub(crate) async fn a_plain_request_is_refused(backend: Backend) {
    let server = backend.server().await;
    let mut client = Client::anonymous(server.address()).await;
    assert_eq!(client.get("/ws").await.error(426), "websocket_required");
    server.stop().await;
}

pub(crate) async fn a_stop_closes_clients(backend: Backend) {
    let server = backend.server().await;
    let mut socket = connect(&server).await;
    let stopped = tokio::time::timeout(Duration::from_secs(5), server.stop()).await;
    assert_eq!(stopped.unwrap().requests, 1);
    let last = socket.next().await;
    assert!(matches!(last, Some(Ok(Message::Close(_)))), "{last:?}");
}
