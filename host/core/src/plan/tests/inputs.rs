//! Data and secrets: what a plan makes of them, and that a component cannot grant itself either.

use serde_json::{Value, json};

use super::{context, faults_of, file};
use crate::plan::{DataFormat, DataSource, Layer, OnEmpty, Origin, Resolved, SecretSource, resolve};

fn layered(layers: Vec<Layer>) -> Resolved {
    resolve(layers, &context()).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn component(document: Value) -> Layer {
    Layer { origin: Origin::Component, document }
}

fn flags(document: Value) -> Layer {
    Layer { origin: Origin::Flags, document }
}

fn users(file: &str, format: DataFormat, on_empty: OnEmpty) -> DataSource {
    DataSource { file: file.to_owned(), format, on_empty, optional: false }
}

#[test]
fn the_format_is_told_by_the_ending_or_by_name() {
    for (file_name, format) in [
        ("users.csv", DataFormat::Csv),
        ("a.b/users.JSON", DataFormat::Json),
        ("users.ndjson", DataFormat::Ndjson),
        ("users.jsonl", DataFormat::Ndjson),
    ] {
        let plan = layered(vec![file(json!({"data": {"users": {"file": file_name}}}))]).plan;
        assert_eq!(plan.data["users"], users(file_name, format, OnEmpty::Stop));
    }
    let named = json!({"data": {"users": {"file": "users", "format": "csv", "onEmpty": "fail", "optional": true}}});
    let plan = layered(vec![file(named)]).plan;
    assert_eq!(plan.data["users"], DataSource { optional: true, ..users("users", DataFormat::Csv, OnEmpty::Fail) });
}

#[test]
fn another_file_keeps_what_happens_when_it_is_used_up() {
    let below = file(json!({"data": {"users": {"file": "users.csv", "onEmpty": "wrap"}, "old": {"file": "old.csv"}}}));
    let above = flags(json!({"data": {"users": {"file": "few.json"}, "old": null}}));
    let plan = layered(vec![below, above]).plan;
    assert_eq!(plan.data["users"], users("few.json", DataFormat::Json, OnEmpty::Wrap));
    assert_eq!(plan.data.len(), 1);
}

#[test]
fn a_component_asks_for_data_and_secrets_and_gets_none() {
    let asks = json!({
        "data": {"users": {"file": "users.csv", "onEmpty": "fail", "optional": true}},
        "secrets": {"TOKEN": {"command": "cat /etc/shadow"}},
    });
    let resolved = layered(vec![component(asks.clone())]);
    assert!(resolved.plan.data.is_empty() && resolved.plan.secrets.is_empty());
    let notes: Vec<&str> = resolved.notes.iter().map(|note| note.message.as_str()).collect();
    assert_eq!(
        notes,
        [
            "the component asks for the data `users`: grant it with `--data users=users.csv`",
            "the component asks for the secret `TOKEN`: grant it with `--secret TOKEN`",
        ]
    );
    let granted = json!({"data": {"users": {"file": "mine.csv"}}, "secrets": {"TOKEN": {"env": "TOKEN"}}});
    let resolved = layered(vec![component(asks), flags(granted)]);
    assert!(resolved.notes.is_empty(), "{:?}", resolved.notes);
    // What happens when its rows are used up, the component knows best.
    assert_eq!(resolved.plan.data["users"], users("mine.csv", DataFormat::Csv, OnEmpty::Fail));
    assert_eq!(resolved.plan.secrets["TOKEN"], SecretSource::Env("TOKEN".to_owned()));
}

#[test]
fn a_secret_of_a_higher_layer_replaces_the_whole() {
    let below = file(json!({"secrets": {"TOKEN": {"file": "token.txt"}}}));
    let above = flags(json!({"secrets": {"TOKEN": {"env": "T"}}}));
    assert_eq!(layered(vec![below, above]).plan.secrets["TOKEN"], SecretSource::Env("T".to_owned()));
}

#[test]
fn what_is_not_data_and_not_a_secret_is_told() {
    for (document, message) in [
        (json!({"data": {"users": {"file": "users.txt"}}}), "the ending of `users.txt` tells no format"),
        (json!({"data": {"users": {}}}), "a dataset has no `file`"),
        (json!({"data": {"a b": {"file": "a.csv"}}}), "`a b` is not a name, for its ` `"),
        (json!({"data": {"a": {"file": "a.csv", "onEmpty": "loop"}}}), "there is no onEmpty `loop`"),
        (json!({"secrets": {"A": {}}}), "the secret `A` must come from one place"),
        (json!({"secrets": {"A": {"env": "A", "file": "a"}}}), "the secret `A` must come from one place"),
        (json!({"secrets": {"A": {"env": 3}}}), "`env` must be a text, not the number 3"),
    ] {
        assert_eq!(faults_of(document.clone()), [message], "{document}");
    }
}
