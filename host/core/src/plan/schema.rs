//! The JSON schema of a plan document (draft 2020-12), written from the tables that reading uses.
//!
//! Not a judge of plans: what keys mean together (a required `duration`, VUs that are too few) is said by [`super::resolve()`].

use serde_json::{Map, Value, json};

use super::inputs::{DATASET, SECRET};
use super::keys::{Key, Kind, Object, PLAN, PROFILE, THRESHOLD};
use super::scenario_keys::{EXECUTOR, EXECUTORS, MIX, PERSONA, SCENARIO, STAGE, executors_with};

const DURATION_PATTERN: &str = r"^(0|(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h|d))+)$";
const BYTES_PATTERN: &str = r"^[0-9]+ *(B|kB|KB|KiB|MB|MiB|GB|GiB)?$";
const STAGE_PATTERN: &str = r"^[^:,]+:[0-9]+$";
const STAGES_PATTERN: &str = r"^[^:,]+:[0-9]+(,[^:,]+:[0-9]+)*$";

/// The schema of a plan document: every key with its meaning, unit, default and an example.
pub fn schema() -> Value {
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("title".to_owned(), json!("wasmload plan"));
    schema.insert(
        "description".to_owned(),
        json!("A test plan: in a component, in a file given with `--config`, or in both. All keys are optional."),
    );
    if let Value::Object(plan) = object(&PLAN) {
        schema.extend(plan);
    }
    let definitions = json!({
        "duration": {
            "description": "A duration: text such as `1m30s`, `500ms`, `1.5s`, `2h` or `1d`, or a number of milliseconds.",
            "anyOf": [{"type": "string", "pattern": DURATION_PATTERN}, {"type": "number", "minimum": 0}],
        },
        "variables": {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean", "null"]}},
        "scenario": executor_object(&SCENARIO),
        "mix": executor_object(&MIX),
        "persona": object(&PERSONA),
        "stage": object(&STAGE),
        "threshold": object(&THRESHOLD),
        "dataset": object(&DATASET),
        "secret": object(&SECRET),
        "profile": object(&PROFILE),
    });
    schema.insert("$defs".to_owned(), definitions);
    Value::Object(schema)
}

fn object(object: &Object) -> Value {
    let properties: Map<String, Value> = object.keys().map(|key| (key.name.to_owned(), property(key))).collect();
    let mut schema = json!({"type": "object", "properties": properties, "additionalProperties": false});
    if !object.required.is_empty() {
        schema["required"] = json!(object.required);
    }
    schema
}

/// A scenario or mix: which keys it may have depends on its executor.
fn executor_object(kind: &Object) -> Value {
    let rule = |executor: &str| {
        let allowed = |key: &&Key| executors_with(key.name).is_empty() || executors_with(key.name).contains(&executor);
        let names: Vec<&str> = kind.keys().filter(allowed).map(|key| key.name).collect();
        json!({
            "if": {"properties": {EXECUTOR: {"const": executor}}, "required": [EXECUTOR]},
            "then": {"propertyNames": {"enum": names}},
        })
    };
    let mut schema = object(kind);
    schema["allOf"] = EXECUTORS.iter().map(|executor| rule(executor)).collect();
    schema
}

fn property(key: &Key) -> Value {
    let mut property = value(&key.kind);
    let owners = executors_with(key.name);
    let about = match key.about {
        // The plan's shortcuts have the names of executors' keys, and say what they are.
        about if owners.is_empty() || about.starts_with("Shortcut") => about.to_owned(),
        about => format!("{about} For {}.", super::suggest::list(owners)),
    };
    property["description"] = Value::String(about);
    if let Ok(default) = serde_json::from_str::<Value>(key.default) {
        property["default"] = default;
    }
    if let Ok(example) = serde_json::from_str::<Value>(key.example) {
        property["examples"] = json!([example]);
    }
    property
}

fn value(kind: &Kind) -> Value {
    match kind {
        Kind::Whole { min, max } => json!({"type": "integer", "minimum": min, "maximum": max}),
        Kind::Duration { .. } => json!({"$ref": "#/$defs/duration"}),
        Kind::Bytes { min, max } => json!({"anyOf": [
            {"type": "string", "pattern": BYTES_PATTERN},
            {"type": "integer", "minimum": min, "maximum": max},
        ]}),
        Kind::Flag => json!({"type": "boolean"}),
        Kind::Choice(choices) => json!({"enum": choices}),
        Kind::Text(_) => json!({"type": "string", "minLength": 1}),
        Kind::Scalar => json!({"type": ["string", "number", "boolean"]}),
        Kind::List(item) => json!({"type": "array", "items": value(item)}),
        Kind::Map(Kind::Scalar) => json!({"$ref": "#/$defs/variables"}),
        Kind::Map(item) => {
            json!({"type": "object", "additionalProperties": {"anyOf": [value(item), {"type": "null"}]}})
        }
        Kind::Object(object) => json!({"$ref": format!("#/$defs/{}", definition(object))}),
        Kind::Stages => json!({"anyOf": [
            {"type": "array", "items": {"anyOf": [
                {"$ref": "#/$defs/stage"},
                {"type": "string", "pattern": STAGE_PATTERN},
            ]}},
            {"type": "string", "pattern": STAGES_PATTERN},
        ]}),
        Kind::Personas => json!({"anyOf": [
            {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/persona"}},
            {"type": "object", "minProperties": 1, "additionalProperties": {"type": "integer", "minimum": 1, "maximum": u32::MAX}},
        ]}),
        Kind::Thresholds => {
            let one = json!({"anyOf": [{"type": "string"}, {"$ref": "#/$defs/threshold"}]});
            json!({"anyOf": [one, {"type": "array", "items": one}]})
        }
    }
}

/// `a scenario` is `#/$defs/scenario`.
fn definition(object: &Object) -> &'static str {
    object.what.rsplit(' ').next().unwrap_or(object.what)
}
