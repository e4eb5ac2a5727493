//! Who gets in, and what a wrong request is answered.

use std::time::Duration;

use hyper::Method;
use serde_json::json;
use workflow_engine::Config;

use crate::backend::Backend;
use crate::client::Client;

pub(crate) async fn health_needs_no_token(backend: Backend) {
    let server = backend.server().await;
    let mut client = Client::anonymous(server.address()).await;
    let health = client.get("/health").await.json(200);
    assert_eq!(health["status"], "ok");
    let expected = if matches!(backend, Backend::Sqlite) { "sqlite" } else { "postgresql" };
    assert_eq!(health["database"], expected);
    assert_eq!(client.get("/health?deep=true").await.json(200)["status"], "ok");
    assert_eq!(client.get("/health?deep=perhaps").await.fields(), ["deep"]);
    server.stop().await;
}

pub(crate) async fn login_gives_a_token_that_opens_the_api(backend: Backend) {
    let config = Config { username: "ada".into(), password: "lovelace".into(), ..Config::default() };
    let server = backend.server_with(config).await;
    let mut client = Client::anonymous(server.address()).await;
    let answer = client.post("/api/v1/login", json!({"username": "ada", "password": "lovelace"})).await.json(200);
    assert_eq!((answer["token_type"].as_str(), answer["expires_in"].as_u64()), (Some("Bearer"), Some(3600)));
    client.set_token(answer["token"].as_str().unwrap());
    client.get("/api/v1/workflows").await.json(200);
    server.stop().await;
}

pub(crate) async fn wrong_credentials_and_wrong_tokens_are_401(backend: Backend) {
    let server = backend.server().await;
    let mut client = Client::anonymous(server.address()).await;
    for wrong in [json!({"username": "demo", "password": "x"}), json!({"username": "x", "password": "demo"}), json!({})]
    {
        assert_eq!(client.post("/api/v1/login", wrong).await.error(401), "invalid_credentials");
    }
    let missing = client.get("/api/v1/workflows").await;
    assert_eq!((missing.error(401).as_str(), missing.header("www-authenticate")), ("unauthorized", Some("Bearer")));
    let good = client.post("/api/v1/login", json!({"username": "demo", "password": "demo"})).await.json(200);
    let good = good["token"].as_str().unwrap();
    let later = format!("9{good}");
    for wrong in ["", "nonsense", &good[..good.len() - 2], &good[1..], &later, "é.é.é"] {
        client.set_token(wrong);
        for path in ["workflows", "executions", "tasks", "agents", "dags", "executions/x/trace"] {
            assert_eq!(client.get(&format!("/api/v1/{path}")).await.error(401), "unauthorized", "{wrong} {path}");
        }
    }
    client.set_token(good);
    let basic = [("authorization", "Basic ZGVtbzpkZW1v")];
    let mut other = Client::anonymous(server.address()).await;
    assert_eq!(other.send(Method::GET, "/api/v1/agents", &basic, "").await.error(401), "unauthorized");
    client.get("/api/v1/agents").await.json(200);
    server.stop().await;
}

pub(crate) async fn a_token_expires(backend: Backend) {
    let config = Config { token_lifetime: Duration::from_secs(1), ..Config::default() };
    let server = backend.server_with(config).await;
    let mut client = Client::login(&server).await;
    client.get("/api/v1/agents").await.json(200);
    tokio::time::sleep(Duration::from_millis(1050)).await;
    assert_eq!(client.get("/api/v1/agents").await.error(401), "unauthorized");
    server.stop().await;
}

pub(crate) async fn unknown_paths_and_methods_are_json_errors(backend: Backend) {
    let server = backend.server().await;
    let mut client = Client::login(&server).await;
    for path in ["/", "/nothing", "/api/v1", "/api/v1/nothing", "/api/v2/workflows"] {
        assert_eq!(client.get(path).await.error(404), "unknown_path", "{path}");
    }
    for path in ["/health", "/api/v1/workflows", "/api/v1/executions/x/trace"] {
        assert_eq!(client.delete(path).await.error(405), "method_not_allowed", "{path}");
    }
    for path in ["workflows/x", "workflows/x/versions", "workflows/x/versions/1", "workflows/x/deployments"] {
        assert_eq!(client.get(&format!("/api/v1/{path}")).await.error(404), "not_found", "{path}");
    }
    for path in ["executions/x", "executions/x/trace", "tasks/x", "agents/x", "dags/x"] {
        assert_eq!(client.get(&format!("/api/v1/{path}")).await.error(404), "not_found", "{path}");
    }
    for path in ["workflows/x/execute", "workflows/x/compile", "workflows/x/deploy", "dags/x/execute"] {
        assert_eq!(client.post(&format!("/api/v1/{path}"), json!({})).await.error(404), "not_found", "{path}");
    }
    assert_eq!(client.get("/api/v1/tasks/a%00b").await.error(400), "bad_path");
    assert_eq!(client.get("/api/v1/tasks?agent_id=%00").await.error(400), "bad_path");
    assert_eq!(client.get("/api/v1/tasks/%ff").await.error(400), "bad_path");
    server.stop().await;
}

pub(crate) async fn bad_bodies_are_json_errors(backend: Backend) {
    let server = backend.server().await;
    let mut client = Client::login(&server).await;
    let json = [("content-type", "application/json")];
    for body in ["{", "[\"a name\"]", "{}x", "nonsense"] {
        let answer = client.send(Method::POST, "/api/v1/workflows", &json, body).await;
        assert_eq!(answer.error(400), "malformed_json", "{body}");
    }
    let plain = [("content-type", "text/plain")];
    let answer = client.send(Method::POST, "/api/v1/workflows", &plain, "{}").await;
    assert_eq!(answer.error(415), "unsupported_media_type");
    let large = "x".repeat(3 << 20);
    let answer = client.send(Method::POST, "/api/v1/dags", &json, &format!("{{\"name\":\"{large}\"}}")).await;
    assert_eq!(answer.error(413), "body_too_large");
    let mut client = Client::login(&server).await;
    let wrong_type = json!({"name": "w", "activities": [{"name": "a"}, {"name": 7}]});
    assert_eq!(client.post("/api/v1/workflows", wrong_type).await.fields(), ["activities[1].name"]);
    let unknown = json!({"name": "w", "colour": "red"});
    assert_eq!(client.post("/api/v1/workflows", unknown).await.error(422), "validation_failed");
    server.stop().await;
}
