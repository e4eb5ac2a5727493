//! Workflows: create, read, replace, delete, list; versions and conflicts.

use hyper::Method;
use serde_json::{Value, json};

use crate::backend::Backend;
use crate::client::Client;

fn three() -> Value {
    json!([{"name": "a"}, {"name": "b", "retry": {"max_attempts": 2, "backoff_ms": 5}}, {"name": "c", "depends_on": ["a"]}])
}

pub(crate) async fn what_is_created_is_read_back(backend: Backend) {
    let server = backend.server().await;
    let mut client = Client::login(&server).await;
    let body = json!({"name": "Größe '\";--", "description": "d\n", "activities": three()});
    let answer = client.post("/api/v1/workflows", body).await;
    let created = answer.json(201);
    let path = format!("/api/v1/workflows/{}", created["id"].as_str().unwrap());
    assert_eq!((answer.header("location"), answer.header("etag")), (Some(path.as_str()), Some("\"1\"")));
    assert_eq!((created["version"].as_i64(), created["status"].as_str()), (Some(1), Some("draft")));
    assert_eq!(created["activities"][1]["retry"], json!({"max_attempts": 2, "backoff_ms": 5}));
    assert_eq!(created["activities"][2]["depends_on"], json!(["a"]));
    let read = client.get(&path).await;
    assert_eq!(read.json(200), created);
    assert_eq!(read.header("etag"), Some("\"1\""));
    assert_eq!(created["name"], "Größe '\";--");
    server.stop().await;
}

pub(crate) async fn every_wrong_field_is_named(backend: Backend) {
    let server = backend.server().await;
    let mut client = Client::login(&server).await;
    let long = "x".repeat(101);
    let many: Vec<Value> = (0..501).map(|number| json!({"name": format!("a{number}")})).collect();
    let cases = [
        (json!({}), vec!["name"]),
        (json!({"name": "  "}), vec!["name"]),
        (json!({"name": "a\u{0}b"}), vec!["name"]),
        (json!({"name": long, "description": "y".repeat(2001)}), vec!["name", "description"]),
        (json!({"name": "w", "version": 3}), vec!["version"]),
        (json!({"name": "w", "activities": many}), vec!["activities"]),
        (json!({"name": "w", "activities": [{"name": "a b"}]}), vec!["activities[0].name"]),
        (json!({"name": "w", "activities": [{"name": "a"}, {"name": "a"}]}), vec!["activities[1].name"]),
        (
            json!({"name": "w", "activities": [{"name": "a", "depends_on": ["z", "a"]}]}),
            vec!["activities[0].depends_on[0]", "activities[0].depends_on[1]"],
        ),
        (json!({"name": "w", "activities": [{"name": "a", "depends_on": ["b"]}, {"name": "b"}]}), vec!["activities"]),
        (json!({"name": "w", "activities": [{"name": "a"}, {"name": "b", "when": true}]}), vec!["activities[1].when"]),
        (
            json!({"name": "w", "activities": [
                {"name": "a", "retry": {"max_attempts": 0, "backoff_ms": 1001}, "fail_attempts": 11}]}),
            vec!["activities[0].retry.max_attempts", "activities[0].retry.backoff_ms", "activities[0].fail_attempts"],
        ),
    ];
    let id = client.workflow(json!({"name": "good"})).await;
    for (body, fields) in cases {
        assert_eq!(client.post("/api/v1/workflows", body.clone()).await.fields(), fields, "{body}");
        if body.get("version").is_none() {
            assert_eq!(client.put(&format!("/api/v1/workflows/{id}"), body.clone()).await.fields(), fields, "{body}");
        }
    }
    assert_eq!(client.get("/api/v1/workflows").await.json(200)["total"], 1);
    server.stop().await;
}

pub(crate) async fn a_replacement_makes_a_version(backend: Backend) {
    let server = backend.server().await;
    let mut client = Client::login(&server).await;
    let id = client.workflow(json!({"name": "one", "activities": three()})).await;
    let path = format!("/api/v1/workflows/{id}");
    let answer = client.put(&path, json!({"name": "two"})).await;
    let second = answer.json(200);
    assert_eq!((second["version"].as_i64(), second["name"].as_str()), (Some(2), Some("two")));
    assert_eq!((second["activities"].as_array().unwrap().len(), answer.header("etag")), (0, Some("\"2\"")));
    assert_eq!(client.get(&path).await.json(200), second);
    let versions = client.get(&format!("{path}/versions")).await.json(200);
    assert_eq!(versions["total"], 2);
    let names = [&versions["items"][0]["name"], &versions["items"][1]["name"]];
    assert_eq!(names, ["one", "two"]);
    assert_eq!(versions["items"][0]["activity_count"], 3);
    let first = client.get(&format!("{path}/versions/1")).await.json(200);
    assert_eq!((first["name"].as_str(), first["version"].as_i64()), (Some("one"), Some(1)));
    assert_eq!(first["activities"].as_array().unwrap().len(), 3);
    for missing in ["0", "3", "x", "-1"] {
        assert_eq!(client.get(&format!("{path}/versions/{missing}")).await.error(404), "not_found");
    }
    server.stop().await;
}

pub(crate) async fn an_old_version_is_a_conflict(backend: Backend) {
    let server = backend.server().await;
    let mut client = Client::login(&server).await;
    let id = client.workflow(json!({"name": "one"})).await;
    let path = format!("/api/v1/workflows/{id}");
    let json = ("content-type", "application/json");
    let body = json!({"name": "two"}).to_string();
    let matching = client.send(Method::PUT, &path, &[json, ("if-match", "\"1\"")], &body).await;
    assert_eq!(matching.json(200)["version"], 2);
    let old = client.send(Method::PUT, &path, &[json, ("if-match", "\"1\"")], &body).await;
    assert_eq!(old.error(409), "version_conflict");
    assert_eq!(client.put(&path, json!({"name": "x", "version": 1})).await.error(409), "version_conflict");
    assert_eq!(client.put(&path, json!({"name": "three", "version": 2})).await.json(200)["version"], 3);
    let any = client.send(Method::PUT, &path, &[json, ("if-match", "*")], &body).await;
    assert_eq!(any.json(200)["version"], 4);
    let bad = client.send(Method::PUT, &path, &[json, ("if-match", "\"x\"")], &body).await;
    assert_eq!(bad.error(400), "bad_if_match");
    let old = client.send(Method::DELETE, &path, &[("if-match", "\"3\"")], "").await;
    assert_eq!(old.error(409), "version_conflict");
    let current = client.send(Method::DELETE, &path, &[("if-match", "\"4\"")], "").await;
    assert_eq!(current.status, 204);
    server.stop().await;
}

pub(crate) async fn of_parallel_replacements_of_one_version_one_wins(backend: Backend) {
    let server = backend.server().await;
    let mut client = Client::login(&server).await;
    let id = client.workflow(json!({"name": "one"})).await;
    let path = format!("/api/v1/workflows/{id}");
    let mut writers = Vec::new();
    for number in 0..8 {
        let (mut writer, path) = (Client::login(&server).await, path.clone());
        let body = json!({"name": format!("writer {number}"), "version": 1});
        writers.push(tokio::spawn(async move { writer.put(&path, body).await.status }));
    }
    let mut won = 0;
    for writer in writers {
        match writer.await.unwrap() {
            200 => won += 1,
            status => assert_eq!(status, 409),
        }
    }
    assert_eq!(won, 1);
    assert_eq!(client.get(&path).await.json(200)["version"], 2);
    assert_eq!(client.get(&format!("{path}/versions")).await.json(200)["total"], 2);
    server.stop().await;
}

pub(crate) async fn a_deleted_workflow_is_gone(backend: Backend) {
    let server = backend.server().await;
    let mut client = Client::login(&server).await;
    let id = client.workflow(json!({"name": "one"})).await;
    let path = format!("/api/v1/workflows/{id}");
    let executed = client.post(&format!("{path}/execute"), json!({"nodes": 2})).await.json(200);
    let deleted = client.delete(&path).await;
    assert_eq!((deleted.status, deleted.text.as_str()), (204, ""));
    assert_eq!(client.get(&path).await.error(404), "not_found");
    assert_eq!(client.delete(&path).await.error(404), "not_found");
    assert_eq!(client.put(&path, json!({"name": "two"})).await.error(404), "not_found");
    assert_eq!(client.get(&format!("{path}/versions")).await.error(404), "not_found");
    assert_eq!(client.get("/api/v1/workflows").await.json(200)["total"], 0);
    let kept = client.get(&format!("/api/v1/executions/{}", executed["id"].as_str().unwrap())).await.json(200);
    assert_eq!(kept["workflow_id"], id.as_str());
    server.stop().await;
}

pub(crate) async fn pages_cover_the_whole_list_once(backend: Backend) {
    let server = backend.server().await;
    let mut client = Client::login(&server).await;
    let mut made = Vec::new();
    for number in 0..25 {
        made.push(client.workflow(json!({"name": format!("w{number}"), "activities": three()})).await);
    }
    let mut seen = Vec::new();
    for (offset, expected) in [(0, 10), (10, 10), (20, 5), (30, 0)] {
        let page = client.get(&format!("/api/v1/workflows?limit=10&offset={offset}")).await.json(200);
        assert_eq!((page["total"].as_i64(), page["limit"].as_i64()), (Some(25), Some(10)));
        assert_eq!(page["offset"], offset);
        let items = page["items"].as_array().unwrap();
        assert_eq!(items.len(), expected);
        assert!(items.iter().all(|item| item["activity_count"] == 3 && item["executions"] == 0));
        seen.extend(items.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
    }
    assert_eq!(seen, made);
    let default = client.get("/api/v1/workflows").await.json(200);
    assert_eq!((default["items"].as_array().unwrap().len(), default["limit"].as_i64()), (20, Some(20)));
    server.stop().await;
}

pub(crate) async fn wrong_pages_are_refused(backend: Backend) {
    let server = backend.server().await;
    let mut client = Client::login(&server).await;
    for path in ["workflows", "executions", "tasks", "agents", "dags"] {
        for (query, fields) in [
            ("limit=0", vec!["limit"]),
            ("limit=101", vec!["limit"]),
            ("limit=ten", vec!["limit"]),
            ("offset=-1", vec!["offset"]),
            ("limit=&offset=9999999999999999999", vec!["limit", "offset"]),
        ] {
            assert_eq!(client.get(&format!("/api/v1/{path}?{query}")).await.fields(), fields, "{path}?{query}");
        }
        let far = client.get(&format!("/api/v1/{path}?limit=100&offset={}", i64::MAX)).await.json(200);
        assert_eq!(far["items"], json!([]));
    }
    server.stop().await;
}
