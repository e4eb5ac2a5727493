//! Deploying workflows to agents.

use serde_json::json;

use crate::backend::Backend;
use crate::client::Client;

pub(crate) async fn a_deployment_supersedes_the_one_before(backend: Backend) {
    let server = backend.server().await;
    let mut client = Client::login(&server).await;
    let id = client.workflow(json!({"name": "w"})).await;
    let path = format!("/api/v1/workflows/{id}");
    client.put(&path, json!({"name": "w2"})).await.json(200);
    let first = client.post(&format!("{path}/deploy"), json!({"version": 1, "agent_id": "agent-3"})).await.json(201);
    assert_eq!((&first["version"], &first["agent_id"]), (&json!(1), &json!("agent-3")));
    assert_eq!((&first["environment"], &first["status"]), (&json!("production"), &json!("active")));
    let workflow = client.get(&path).await.json(200);
    assert_eq!((&workflow["status"], &workflow["deployed_version"]), (&json!("deployed"), &json!(1)));
    assert_eq!(client.get("/api/v1/agents/agent-3").await.json(200)["active_deployments"], 1);

    let second = client.post(&format!("{path}/deploy"), json!({})).await.json(201);
    assert_eq!((&second["version"], &second["workflow_id"]), (&json!(2), &json!(id)));
    assert_ne!(second["agent_id"], "agent-3", "the busiest agent for its capacity");
    client.post(&format!("{path}/deploy"), json!({"environment": "test"})).await.json(201);
    let list = client.get(&format!("{path}/deployments")).await.json(200);
    let states: Vec<_> = list["items"].as_array().unwrap().iter().map(|item| item["status"].clone()).collect();
    assert_eq!(states, ["active", "active", "superseded"]);
    assert_eq!(client.get("/api/v1/agents/agent-3").await.json(200)["active_deployments"], 0);
    assert_eq!(client.get(&path).await.json(200)["deployed_version"], 2);
    server.stop().await;
}

pub(crate) async fn wrong_deployments_are_refused(backend: Backend) {
    let server = backend.server().await;
    let mut client = Client::login(&server).await;
    let id = client.workflow(json!({"name": "w"})).await;
    let path = format!("/api/v1/workflows/{id}/deploy");
    for (wrong, fields) in [
        (json!({"version": 2}), vec!["version"]),
        (json!({"agent_id": "agent-9"}), vec!["agent_id"]),
        (json!({"agent_id": "\u{0}"}), vec!["agent_id"]),
        (json!({"version": 0, "environment": "a b", "agent_id": "x"}), vec!["version", "environment", "agent_id"]),
    ] {
        assert_eq!(client.post(&path, wrong).await.fields(), fields);
    }
    assert_eq!(client.get(&format!("/api/v1/workflows/{id}/deployments")).await.json(200)["total"], 0);
    assert_eq!(client.get(&format!("/api/v1/workflows/{id}")).await.json(200)["status"], "draft");
    server.stop().await;
}

pub(crate) async fn agents_are_there_from_the_start(backend: Backend) {
    let server = backend.server().await;
    let mut client = Client::login(&server).await;
    let agents = client.get("/api/v1/agents").await.json(200);
    assert_eq!(agents["total"], 4);
    for (number, agent) in agents["items"].as_array().unwrap().iter().enumerate() {
        assert_eq!(agent["id"], format!("agent-{}", number + 1));
        assert!(agent["capacity"].as_i64().unwrap() > 0 && agent["name"].is_string() && agent["region"].is_string());
    }
    assert_eq!(client.get("/api/v1/agents?limit=1&offset=2").await.json(200)["items"][0]["id"], "agent-3");
    server.stop().await;
}
