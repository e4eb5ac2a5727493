//! The layer of `WASMLOAD_*` variables: one for each key of a plan that has no names below it.
//!
//! Not the reading of the process's environment: the variables are handed in.

use serde_json::{Map, Value};

use super::fault::{Fault, Faults, Origin, PathSegment, Place};
use super::keys::{Key, Kind, PLAN_KEYS};
use super::suggest;

const PREFIX: &str = "WASMLOAD_";

/// Makes a layer of variables: `WASMLOAD_VUS=10`, `WASMLOAD_STAGES=10s:5,1m:20`, `WASMLOAD_ALLOW_NET=a:80,b`. Names without
/// the prefix and empty values are passed over; `others` are the names with it that mean something elsewhere.
///
/// The values are checked when the layer is resolved. The faults are the names that mean nothing.
pub fn environment_document(vars: impl Iterator<Item = (String, String)>, others: &[&str]) -> (Value, Vec<Fault>) {
    let (mut document, mut faults) = (Map::new(), Faults::default());
    for (name, value) in vars {
        if !name.starts_with(PREFIX) || value.is_empty() || others.contains(&name.as_str()) {
            continue;
        }
        match keys().find(|key| variable(key.name) == name) {
            Some(key) => {
                document.insert(key.name.to_owned(), typed(key, value));
            }
            None => {
                let known: Vec<String> = keys().map(|key| variable(key.name)).collect();
                let known = known.iter().map(String::as_str).chain(others.iter().copied());
                let hint = suggest::hint(&name, "the variables", known);
                let place = Place::root(Origin::Environment).key(&name);
                faults.add_key(&place, format!("the variable `{name}` means nothing"), None, Some(hint));
            }
        }
    }
    (Value::Object(document), faults.into_inner())
}

/// The variable that a fault of the layer is about: `WASMLOAD_MAX_SERIES` for `maxSeries`.
pub fn environment_variable(path: &[PathSegment]) -> Option<String> {
    match path.first()? {
        PathSegment::Key(key) if key.starts_with(PREFIX) => Some(key.clone()),
        PathSegment::Key(key) => keys().find(|known| known.name == key).map(|known| variable(known.name)),
        PathSegment::Index(_) => None,
    }
}

/// The variables, each with what it means, in the order of the plan's keys.
pub fn environment_variables() -> impl Iterator<Item = (String, &'static str)> {
    keys().map(|key| (variable(key.name), key.about))
}

fn keys() -> impl Iterator<Item = &'static Key> {
    PLAN_KEYS.iter().filter(|key| !matches!(key.kind, Kind::Map(_)))
}

fn variable(key: &str) -> String {
    let mut name = PREFIX.to_owned();
    for c in key.chars() {
        if c.is_ascii_uppercase() {
            name.push('_');
        }
        name.push(c.to_ascii_uppercase());
    }
    name
}

/// A text stays one when it is not what the key takes: resolving then says so.
fn typed(key: &Key, text: String) -> Value {
    match &key.kind {
        Kind::Whole { .. } => text.trim().parse::<u64>().map_or(Value::String(text), Value::from),
        Kind::List(_) => text.split(',').map(|item| Value::from(item.trim())).collect(),
        _ => Value::String(text),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document(vars: &[(&str, &str)]) -> (Value, Vec<Fault>) {
        let vars = vars.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        environment_document(vars, &["WASMLOAD_LOG"])
    }

    #[test]
    fn variables_become_a_layer() {
        let (document, faults) = document(&[
            ("PATH", "/bin"),
            ("WASMLOAD_LOG", "debug"),
            ("WASMLOAD_SEED", ""),
            ("WASMLOAD_VUS", "10"),
            ("WASMLOAD_DURATION", "30s"),
            ("WASMLOAD_STAGES", "10s:5,1m:20"),
            ("WASMLOAD_ALLOW_NET", "a:80, b"),
            ("WASMLOAD_MIN_ITERATION_DURATION", "1s"),
            ("WASMLOAD_ITERATIONS", "many"),
        ]);
        assert_eq!(faults, []);
        let expected = json!({"vus": 10, "duration": "30s", "stages": "10s:5,1m:20", "allowNet": ["a:80", "b"],
            "minIterationDuration": "1s", "iterations": "many"});
        assert_eq!(document, expected);
    }

    #[test]
    fn unknown_variables_are_faults() {
        let (_, faults) = document(&[("WASMLOAD_VU", "1"), ("WASMLOAD_SCENARIOS", "{}")]);
        assert_eq!(faults.len(), 2);
        assert_eq!(faults[0].message, "the variable `WASMLOAD_VU` means nothing");
        assert!(
            faults[0]
                .hint
                .as_ref()
                .unwrap()
                .starts_with("did you mean `WASMLOAD_VUS`? the variables are `WASMLOAD_VUS`,")
        );
        assert!(faults[0].hint.as_ref().unwrap().ends_with("and `WASMLOAD_LOG`"));
        assert_eq!(faults[0].path, [PathSegment::Key("WASMLOAD_VU".to_owned())]);
        assert_eq!(environment_variable(&faults[1].path), Some("WASMLOAD_SCENARIOS".to_owned()));
    }

    #[test]
    fn paths_lead_back_to_variables() {
        let path = [PathSegment::Key("allowNet".to_owned()), PathSegment::Index(1)];
        assert_eq!(environment_variable(&path), Some("WASMLOAD_ALLOW_NET".to_owned()));
        assert_eq!(environment_variable(&[PathSegment::Key("scenarios".to_owned())]), None);
        assert_eq!(environment_variables().next().unwrap().0, "WASMLOAD_VUS");
    }
}
