//! Compiling workflows to source text.

use serde_json::json;

use crate::backend::Backend;
use crate::client::Client;

pub(crate) async fn source_grows_with_the_number_of_activities(backend: Backend) {
    let server = backend.server().await;
    let mut client = Client::login(&server).await;
    let id = client.workflow(json!({"name": "w"})).await;
    let path = format!("/api/v1/workflows/{id}/compile");
    let mut bytes = 0;
    let mut cost = Vec::new();
    for activities in [5, 10, 20, 50, 100] {
        let compiled = client.post(&path, json!({"activities": activities})).await.json(200);
        assert_eq!((&compiled["activities"], &compiled["branches"]), (&json!(activities), &json!(activities / 10)));
        assert_eq!((&compiled["retries"], &compiled["version"]), (&json!(activities / 5), &json!(1)));
        let source = compiled["source"].as_str().unwrap();
        assert_eq!(compiled["source_bytes"], source.len());
        assert_eq!(source.matches("defineActivity").count(), activities);
        assert!(source.len() > bytes);
        bytes = source.len();
        assert!(compiled["graph_build_ms"].as_f64().unwrap() > 0.0);
        // The fastest of three: what the machine does beside it only makes it slower.
        let mut fastest = compiled["compile_ms"].as_f64().unwrap();
        for _ in 0..2 {
            let again = client.post(&path, json!({"activities": activities})).await.json(200);
            assert_eq!((&again["source"], &again["fingerprint"]), (&compiled["source"], &compiled["fingerprint"]));
            fastest = fastest.min(again["compile_ms"].as_f64().unwrap());
        }
        cost.push(fastest);
    }
    assert!(cost[4] > 5.0 * cost[0], "{cost:?}");
    server.stop().await;
}

pub(crate) async fn sizes_outside_5_to_100_are_refused(backend: Backend) {
    let server = backend.server().await;
    let mut client = Client::login(&server).await;
    let id = client.workflow(json!({"name": "w"})).await;
    let path = format!("/api/v1/workflows/{id}/compile");
    for activities in [0, 4, 101] {
        assert_eq!(client.post(&path, json!({"activities": activities})).await.fields(), ["activities"]);
    }
    let small = client.workflow(json!({"name": "small", "activities": [{"name": "a"}]})).await;
    let path = format!("/api/v1/workflows/{small}/compile");
    assert_eq!(client.post(&path, json!({})).await.fields(), ["activities"]);
    server.stop().await;
}

pub(crate) async fn the_stored_activities_are_compiled(backend: Backend) {
    let server = backend.server().await;
    let mut client = Client::login(&server).await;
    let empty = client.workflow(json!({"name": "empty"})).await;
    let compiled = client.post(&format!("/api/v1/workflows/{empty}/compile"), json!({})).await.json(200);
    assert_eq!(compiled["activities"], 10);
    let activities: Vec<_> = ["load", "check", "split", "merge", "send"].map(|name| json!({"name": name})).into();
    let own = client.workflow(json!({"name": "own", "activities": activities})).await;
    let compiled = client.post(&format!("/api/v1/workflows/{own}/compile"), json!({})).await.json(200);
    let source = compiled["source"].as_str().unwrap();
    assert!(source.contains("name: \"merge\"") && source.contains("await activity3(r2)"), "{source}");
    server.stop().await;
}
