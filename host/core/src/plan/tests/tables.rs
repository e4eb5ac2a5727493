//! The tables of keys, the reader, the schema and the plan know the same keys.

use serde_json::{Map, Value, json};

use super::{context, file, layer, lines};
use crate::plan::keys::{Key, Object, PLAN, THRESHOLD};
use crate::plan::scenario_keys::{EXECUTORS, MIX, PERSONA, SCENARIO, STAGE, executors_with};
use crate::plan::{Origin, Plan, Resolved, resolve, schema};

fn example(key: &Key) -> Value {
    serde_json::from_str(key.example).unwrap_or_else(|error| panic!("the example of `{}`: {error}", key.name))
}

fn read(document: &Value) -> Resolved {
    let read = resolve(vec![file(document.clone())], &context());
    read.unwrap_or_else(|faults| panic!("{document}: {:#?}", lines(&faults)))
}

fn text(plan: &Plan) -> String {
    format!("{plan:?}")
}

/// An executor with no more keys than it needs.
fn least(executor: &str) -> Value {
    let mut map = json!({"executor": executor});
    let needs: &[&str] = match executor {
        "constant-vus" => &["duration"],
        "ramping-vus" => &["stages"],
        "constant-arrival-rate" => &["rate", "duration", "preAllocatedVUs"],
        "ramping-arrival-rate" => &["stages", "preAllocatedVUs"],
        // So that the example of `vus` fits.
        "shared-iterations" => &["iterations"],
        _ => &[],
    };
    for key in needs {
        map[key] = example(SCENARIO.key(key).unwrap());
    }
    map
}

#[test]
fn every_plan_key_changes_the_plan() {
    let empty = text(&read(&json!({})).plan);
    for key in PLAN.keys() {
        let mut document = json!({key.name: example(key)});
        let with = match key.name {
            "profiles" => {
                let context = crate::plan::ResolveContext { profile: Some("smoke".to_owned()), ..context() };
                resolve(vec![file(document)], &context).unwrap()
            }
            "tags" | "env" | "scenarios" | "mixes" | "stages" => read(&document),
            _ => {
                let plan = read(&document);
                // The same through an absent value: nothing.
                document[key.name] = Value::Null;
                assert_eq!(text(&read(&document).plan), empty, "{}", key.name);
                plan
            }
        };
        if key.name == "profiles" {
            let expected = read(&json!({"vus": 1, "iterations": 1}));
            assert_eq!(text(&with.plan), text(&expected.plan));
        }
        assert_ne!(text(&with.plan), empty, "{}", key.name);
    }
}

#[test]
fn every_executor_takes_its_keys_and_no_others() {
    for executor in EXECUTORS {
        let scenario = |map: &Value| json!({"scenarios": {"a": map}});
        let without = least(executor);
        for key in SCENARIO.keys().filter(|key| key.name != "executor") {
            let mut with = without.clone();
            with[key.name] = match key.name {
                "exec" => json!("buy"),
                // Differs from what it is without, and from what the least scenario has.
                "rate" | "preAllocatedVUs" | "iterations" => json!(77),
                "duration" => json!("77s"),
                "stages" => json!(["77s:7"]),
                _ => example(key),
            };
            let owners = executors_with(key.name);
            if owners.is_empty() || owners.contains(&executor) {
                let changed = text(&read(&scenario(&with)).plan) != text(&read(&scenario(&without)).plan);
                assert!(changed, "`{}` of `{executor}`", key.name);
            } else {
                let faults = resolve(vec![file(scenario(&with))], &context()).unwrap_err();
                let message = format!("`{}` is not a key of `{executor}`", key.name);
                assert!(faults.iter().any(|fault| fault.message == message && fault.in_key), "{:?}", lines(&faults));
            }
        }
    }
}

#[test]
fn the_schema_has_the_keys_of_the_tables() {
    let schema = schema();
    let check = |object: &Object, at: &Value| {
        let properties = at["properties"].as_object().unwrap();
        assert_eq!(at["additionalProperties"], json!(false));
        assert!(properties.keys().eq(object.keys().map(|key| key.name)), "{}", object.what);
        for (name, property) in properties {
            assert!(property["description"].as_str().is_some_and(|about| about.ends_with('.')), "{name}: {property}");
            assert!(property.get("examples").is_some(), "{name}");
        }
        for required in object.required {
            assert!(at["required"].as_array().unwrap().contains(&json!(required)));
        }
    };
    check(&PLAN, &schema);
    for (object, name) in [
        (&SCENARIO, "scenario"),
        (&MIX, "mix"),
        (&PERSONA, "persona"),
        (&STAGE, "stage"),
        (&THRESHOLD, "threshold"),
        (&crate::plan::inputs::DATASET, "dataset"),
        (&crate::plan::inputs::SECRET, "secret"),
        (&crate::plan::keys::PROFILE, "profile"),
    ] {
        check(object, &schema["$defs"][name]);
    }
}

#[test]
fn every_reference_of_the_schema_leads_somewhere() {
    fn references(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(map) => {
                found.extend(map.get("$ref").and_then(Value::as_str).map(str::to_owned));
                map.values().for_each(|value| references(value, found));
            }
            Value::Array(items) => items.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let (schema, mut found) = (schema(), Vec::new());
    references(&schema, &mut found);
    assert!(found.len() > 10);
    for reference in found {
        assert!(schema.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
    }
}

/// `format!("{plan}")` of serde: what results and outputs show of a plan must not lose a scenario's executor.
#[test]
fn a_plan_serializes_with_k6s_names() {
    let document = json!({"scenarios": {"a": least("constant-arrival-rate")}});
    let plan = serde_json::to_value(read(&document).plan).unwrap();
    let executor: &Map<String, Value> = plan["scenarios"][0]["executor"].as_object().unwrap();
    assert_eq!(executor["executor"], "constant-arrival-rate");
    assert_eq!(executor["rate"], 50);
}

#[test]
fn the_examples_of_a_component_are_accepted_too() {
    let mut document = Map::new();
    for key in PLAN.keys().filter(|key| !["duration", "iterations", "stages"].contains(&key.name)) {
        document.insert(key.name.to_owned(), example(key));
    }
    let resolved = resolve(vec![layer(Origin::Component, Value::Object(document))], &context());
    let resolved = resolved.unwrap_or_else(|faults| panic!("{:#?}", lines(&faults)));
    assert_eq!(resolved.plan.scenarios.len(), 3);
}
