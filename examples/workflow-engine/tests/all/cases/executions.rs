//! Executing workflows and DAGs: what is answered, what is stored, what is not.

use serde_json::{Value, json};

use crate::backend::Backend;
use crate::client::Client;

/// The span of the node with this name.
fn span<'a>(trace: &'a Value, name: &str) -> &'a Value {
    trace["spans"].as_array().unwrap().iter().find(|span| span["name"] == name).unwrap()
}

pub(crate) async fn an_execution_is_stored_with_trace_and_tasks(backend: Backend) {
    let server = backend.server().await;
    let mut client = Client::login(&server).await;
    let workflow = client.workflow(json!({"name": "w"})).await;
    let executed = client.post(&format!("/api/v1/workflows/{workflow}/execute"), json!({"nodes": 25})).await.json(200);
    let id = executed["id"].as_str().unwrap();
    assert_eq!((executed["status"].as_str(), executed["nodes"].as_i64()), (Some("completed"), Some(25)));
    assert_eq!((executed["dry_run"].as_bool(), executed["workflow_version"].as_i64()), (Some(false), Some(1)));
    assert!(executed["graph_build_ms"].as_f64().unwrap() > 0.0 && executed["execution_ms"].as_f64().unwrap() > 0.0);
    assert_eq!((executed["completed"].as_i64(), executed["skipped"].as_i64()), (Some(23), Some(2)));

    let record = client.get(&format!("/api/v1/executions/{id}")).await.json(200);
    for field in ["id", "workflow_id", "status", "nodes", "completed", "skipped", "failed", "graph_build_ms"] {
        assert_eq!(record[field], executed[field], "{field}");
    }
    assert_eq!(record["execution_ms"], executed["execution_ms"]);
    assert_eq!(record["output"].as_str().unwrap().len(), 64);
    assert!(record["finished_at_ms"].as_i64() >= record["started_at_ms"].as_i64());

    let trace = client.get(&format!("/api/v1/executions/{id}/trace")).await.json(200);
    let spans = trace["spans"].as_array().unwrap();
    assert_eq!(spans.len(), 25);
    for span in spans.iter().filter(|span| span["status"] == "completed") {
        let ends = |span: &Value| span["start_us"].as_i64().unwrap() + span["duration_us"].as_i64().unwrap();
        for before in span["depends_on"].as_array().unwrap() {
            let before = spans.iter().find(|other| other["name"] == *before).unwrap();
            // Microseconds are cut, not rounded: two of them may add up to one.
            assert!(before["status"] == "skipped" || ends(before) <= span["start_us"].as_i64().unwrap() + 1);
        }
        assert_eq!(span["output"].as_str().unwrap().len(), 64);
    }

    let tasks = client.get(&format!("/api/v1/tasks?execution_id={id}&limit=100")).await.json(200);
    assert_eq!(tasks["total"], 25);
    for (task, span) in tasks["items"].as_array().unwrap().iter().zip(spans) {
        for field in ["name", "status", "attempts", "position"] {
            assert_eq!(task[field], span[field], "{field}");
        }
        let same = client.get(&format!("/api/v1/tasks/{}", task["id"].as_str().unwrap())).await.json(200);
        assert_eq!(&same, task);
    }
    let listed = client.get("/api/v1/workflows").await.json(200);
    assert_eq!(listed["items"][0]["executions"], 1);
    server.stop().await;
}

pub(crate) async fn a_dry_run_stores_nothing(backend: Backend) {
    let server = backend.server().await;
    let mut client = Client::login(&server).await;
    let workflow = client.workflow(json!({"name": "w"})).await;
    let dag = client.post("/api/v1/dags", json!({"name": "d", "nodes": 7})).await.json(201)["id"].clone();
    let dag = dag.as_str().unwrap();
    for (path, nodes) in [(format!("workflows/{workflow}"), 10), (format!("dags/{dag}"), 7)] {
        for flag in ["true", "1"] {
            let dry = client.post(&format!("/api/v1/{path}/execute?dry_run={flag}"), json!({})).await.json(200);
            assert_eq!((dry["id"].as_str(), dry["status"].as_str()), (None, Some("planned")));
            assert_eq!((dry["nodes"].as_i64(), dry["dry_run"].as_bool()), (Some(nodes), Some(true)));
            assert_eq!(dry["execution_ms"], 0.0);
            assert!(dry["graph_build_ms"].as_f64().unwrap() > 0.0);
        }
        let wrong = client.post(&format!("/api/v1/{path}/execute?dry_run=maybe"), json!({})).await;
        assert_eq!(wrong.fields(), ["dry_run"]);
    }
    assert_eq!(client.get("/api/v1/executions").await.json(200)["total"], 0);
    assert_eq!(client.get("/api/v1/tasks").await.json(200)["total"], 0);
    let wet = client.post(&format!("/api/v1/workflows/{workflow}/execute?dry_run=false"), json!({})).await.json(200);
    assert_eq!(wet["dry_run"], false);
    assert_eq!(client.get("/api/v1/executions").await.json(200)["total"], 1);
    server.stop().await;
}

pub(crate) async fn branches_retries_and_failures_are_in_the_trace(backend: Backend) {
    let server = backend.server().await;
    let mut client = Client::login(&server).await;
    let activities = json!([
        {"name": "start", "depends_on": []},
        {"name": "flaky", "retry": {"max_attempts": 3, "backoff_ms": 20}, "fail_attempts": 2},
        {"name": "choice", "kind": "condition"},
        {"name": "yes", "depends_on": ["choice"], "when": true},
        {"name": "no", "depends_on": ["choice"], "when": false},
        {"name": "join", "depends_on": ["yes", "no"]},
        {"name": "broken", "depends_on": ["start"], "retry": {"max_attempts": 2}, "fail_attempts": 2},
        {"name": "behind", "depends_on": ["broken", "join"]},
    ]);
    let workflow = client.workflow(json!({"name": "w", "activities": activities})).await;
    let executed = client.post(&format!("/api/v1/workflows/{workflow}/execute"), json!({})).await.json(200);
    assert_eq!((executed["status"].as_str(), executed["failed"].as_i64()), (Some("failed"), Some(1)));
    assert_eq!((executed["completed"].as_i64(), executed["skipped"].as_i64()), (Some(5), Some(2)));
    assert!(executed["execution_ms"].as_f64().unwrap() >= 40.0);
    let path = format!("/api/v1/executions/{}/trace", executed["id"].as_str().unwrap());
    let trace = client.get(&path).await.json(200);
    assert_eq!(
        (&span(&trace, "flaky")["attempts"], &span(&trace, "flaky")["status"]),
        (&json!(3), &json!("completed"))
    );
    assert!(span(&trace, "flaky")["duration_us"].as_i64().unwrap() >= 40_000);
    assert_eq!(span(&trace, "broken")["status"], "failed");
    assert_eq!(span(&trace, "behind")["status"], "skipped");
    assert_eq!(span(&trace, "choice")["kind"], "condition");
    let arms = [&span(&trace, "yes")["status"], &span(&trace, "no")["status"]];
    assert!(arms.contains(&&json!("completed")) && arms.contains(&&json!("skipped")));
    assert_eq!(span(&trace, "join")["status"], "completed");
    server.stop().await;
}

pub(crate) async fn the_same_graph_has_the_same_output(backend: Backend) {
    let server = backend.server().await;
    let mut client = Client::login(&server).await;
    let workflow = client.workflow(json!({"name": "w"})).await;
    let mut outputs = Vec::new();
    for nodes in [30, 30, 31] {
        let path = format!("/api/v1/workflows/{workflow}/execute");
        client.post(&path, json!({"nodes": nodes})).await.json(200);
        let newest = client.get("/api/v1/executions?limit=1").await.json(200);
        assert_eq!(newest["items"][0]["nodes"], nodes);
        outputs.push(newest["items"][0]["output"].clone());
    }
    assert_eq!(outputs[0], outputs[1]);
    assert_ne!(outputs[0], outputs[2]);
    server.stop().await;
}

pub(crate) async fn every_size_runs_and_others_are_refused(backend: Backend) {
    let server = backend.server().await;
    let mut client = Client::login(&server).await;
    let workflow = client.workflow(json!({"name": "w"})).await;
    let path = format!("/api/v1/workflows/{workflow}/execute");
    for nodes in [1, 9, 10, 11, 12, 13, 500] {
        assert_eq!(client.post(&path, json!({"nodes": nodes})).await.json(200)["nodes"], nodes);
    }
    for wrong in [json!({"nodes": 0}), json!({"nodes": 501}), json!({"nodes": -1}), json!({"nodes": "ten"})] {
        assert_eq!(client.post(&path, wrong).await.fields(), ["nodes"]);
    }
    assert_eq!(client.get("/api/v1/executions").await.json(200)["total"], 7);
    assert_eq!(client.get("/api/v1/tasks").await.json(200)["total"], 1 + 9 + 10 + 11 + 12 + 13 + 500);
    server.stop().await;
}

pub(crate) async fn lists_are_filtered(backend: Backend) {
    let server = backend.server().await;
    let mut client = Client::login(&server).await;
    let good = client.workflow(json!({"name": "good"})).await;
    let bad = client.workflow(json!({"name": "bad", "activities": [{"name": "a", "fail_attempts": 1}]})).await;
    for id in [&good, &good, &bad] {
        client.post(&format!("/api/v1/workflows/{id}/execute"), json!({})).await.json(200);
    }
    for (query, total) in [
        (format!("executions?workflow_id={good}"), 2),
        (format!("executions?workflow_id={good}&status=failed"), 0),
        (format!("executions?workflow_id={bad}&status=failed"), 1),
        ("executions?status=completed".into(), 2),
        ("executions?dag_id=x".into(), 0),
        ("tasks?status=failed".into(), 1),
        ("tasks?status=completed".into(), 20),
        ("tasks?agent_id=agent-2".into(), 6),
        ("tasks?agent_id=agent-2&status=failed".into(), 0),
    ] {
        assert_eq!(client.get(&format!("/api/v1/{query}")).await.json(200)["total"], total, "{query}");
    }
    assert_eq!(client.get("/api/v1/executions?status=odd").await.fields(), ["status"]);
    assert_eq!(client.get("/api/v1/tasks?status=odd").await.fields(), ["status"]);
    server.stop().await;
}

pub(crate) async fn dags_are_stored_and_executed(backend: Backend) {
    let server = backend.server().await;
    let mut client = Client::login(&server).await;
    let answer = client.post("/api/v1/dags", json!({"name": "generated", "nodes": 15})).await;
    let dag = answer.json(201);
    let path = answer.header("location").unwrap().to_owned();
    assert_eq!(path, format!("/api/v1/dags/{}", dag["id"].as_str().unwrap()));
    assert_eq!((dag["nodes"].as_i64(), dag["activities"].as_array().unwrap().len()), (Some(15), 15));
    assert_eq!(client.get(&path).await.json(200), dag);
    let own = json!({"name": "own", "activities": [{"name": "a"}, {"name": "b"}]});
    assert_eq!(client.post("/api/v1/dags", own).await.json(201)["nodes"], 2);
    let list = client.get("/api/v1/dags").await.json(200);
    assert_eq!((list["total"].as_i64(), list["items"][1]["name"].as_str()), (Some(2), Some("own")));
    let executed = client.post(&format!("{path}/execute"), json!({})).await.json(200);
    assert_eq!((&executed["dag_id"], executed["nodes"].as_i64()), (&dag["id"], Some(15)));
    assert_eq!(executed["workflow_id"], Value::Null);
    let found = client.get(&format!("/api/v1/executions?dag_id={}", dag["id"].as_str().unwrap())).await.json(200);
    assert_eq!(found["total"], 1);
    for (wrong, field) in [
        (json!({"nodes": 5}), "name"),
        (json!({"name": "d"}), "nodes"),
        (json!({"name": "d", "nodes": 501}), "nodes"),
        (json!({"name": "d", "nodes": 5, "activities": []}), "nodes"),
        (json!({"name": "d", "activities": []}), "activities"),
    ] {
        assert_eq!(client.post("/api/v1/dags", wrong).await.fields(), [field]);
    }
    server.stop().await;
}
