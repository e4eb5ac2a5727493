//! Whatever a document says, it is resolved or refused with places that exist.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{context, file};
use crate::plan::keys::{Object, PLAN, THRESHOLD};
use crate::plan::scenario_keys::{EXECUTORS, MIX, PERSONA, SCENARIO, STAGE};
use crate::plan::{PathSegment, resolve};

/// Known keys and values that are often right, nested at random.
fn document() -> impl Strategy<Value = Value> {
    let objects: [&Object; 6] = [&PLAN, &SCENARIO, &MIX, &PERSONA, &STAGE, &THRESHOLD];
    let keys: Vec<_> = objects.iter().flat_map(|object| object.keys()).collect();
    let names: Vec<String> =
        keys.iter().map(|key| key.name.to_owned()).chain(["a".to_owned(), "é{".to_owned()]).collect();
    let mut values: Vec<Value> = keys.iter().map(|key| serde_json::from_str(key.example).unwrap()).collect();
    values.extend(EXECUTORS.map(|executor| json!({"executor": executor, "exec": "buy"})));
    values.extend(["é:ß", "1é:2", "[é]:1", "9d:é", "*é", "", "http://é:é", "é:rw", "1.5"].map(Value::from));
    values.extend([json!(null), json!(-1.5), json!(u64::MAX), json!(1e300), json!(true), json!([]), json!({})]);
    let leaf = prop::sample::select(values);
    leaf.prop_recursive(4, 64, 6, move |inner| {
        let entries = prop::collection::vec((prop::sample::select(names.clone()), inner.clone()), 0..6);
        prop_oneof![
            3 => entries.prop_map(|entries| Value::Object(entries.into_iter().collect::<Map<_, _>>())),
            1 => prop::collection::vec(inner, 0..3).prop_map(Value::Array),
        ]
    })
}

fn at<'a>(document: &'a Value, path: &[PathSegment]) -> Option<&'a Value> {
    path.iter().try_fold(document, |value, segment| match segment {
        PathSegment::Key(key) => value.get(key),
        PathSegment::Index(index) => value.get(index),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn faults_have_a_place(document in document()) {
        match resolve(vec![file(document.clone())], &context()) {
            Ok(resolved) => prop_assert!(!resolved.plan.scenarios.is_empty()),
            Err(faults) => {
                prop_assert!(!faults.is_empty());
                for fault in faults {
                    let value = at(&document, &fault.path);
                    prop_assert!(value.is_some(), "{:?}", fault);
                    let text = match (fault.in_key, fault.path.last(), value) {
                        (true, Some(PathSegment::Key(key)), _) => key.as_str(),
                        (false, _, Some(Value::String(text))) => text.as_str(),
                        _ => "",
                    };
                    prop_assert!(fault.offset_in_value.unwrap_or(0) <= text.chars().count(), "{:?}", fault);
                }
            }
        }
    }
}
