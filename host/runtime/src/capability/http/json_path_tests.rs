//! The search against a tree built by serde_json, and what each kind of value becomes.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn found(text: &str, path: &str) -> Option<JsonValue> {
    let value = find(text, path, false).unwrap();
    assert_eq!(format!("{value:?}"), format!("{:?}", find(text, path, true).unwrap()), "ending early changes nothing");
    value
}

#[test]
fn values_keep_their_kind() {
    let text =
        r#" {"n":null,"t":true,"f":false,"i":42,"x":-1.5e3,"s":"a\"\u00e4\n","o":{"k" : 1},"a":[ 1, 2 ],"":{"":0}} "#;
    assert!(matches!(found(text, "n"), Some(JsonValue::Null)));
    assert!(matches!(found(text, "t"), Some(JsonValue::Boolean(true))));
    assert!(matches!(found(text, "f"), Some(JsonValue::Boolean(false))));
    assert!(matches!(found(text, "i"), Some(JsonValue::Number(42.0))));
    assert!(matches!(found(text, "x"), Some(JsonValue::Number(-1500.0))));
    assert!(matches!(found(text, "s"), Some(JsonValue::Text(text)) if text == "a\"ä\n"));
    assert!(matches!(found(text, "o"), Some(JsonValue::Composite(text)) if text == r#"{"k" : 1}"#));
    assert!(matches!(found(text, "a"), Some(JsonValue::Composite(text)) if text == "[ 1, 2 ]"));
    assert!(matches!(found(text, "."), Some(JsonValue::Number(0.0))), "names may be empty");
    assert!(matches!(found(text, ""), Some(JsonValue::Composite(whole)) if whole == text.trim()));
    assert!(matches!(found("7", ""), Some(JsonValue::Number(7.0))));
    assert!(matches!(found("1e999", ""), Some(JsonValue::Number(n)) if n.is_infinite()));
    assert!(matches!(found("\u{feff}{\"a\":1}", "a"), Some(JsonValue::Number(1.0))));
}

#[test]
fn paths_go_through_objects_and_arrays() {
    let text = r#"{"a":[{"b":1},{"b":2}],"a.b":{"c":3},"0":{"1":4},"\u0061x":5}"#;
    assert!(matches!(found(text, "a.1.b"), Some(JsonValue::Number(2.0))));
    assert!(matches!(found(text, r"a\.b.c"), Some(JsonValue::Number(3.0))));
    assert!(matches!(found(text, "0.1"), Some(JsonValue::Number(4.0))), "digits may be names");
    assert!(matches!(found(text, "ax"), Some(JsonValue::Number(5.0))), "an escaped name");
    for nowhere in ["b", "a.2", "a.b", "a.-1", "a.+1", "a.1.b.c", "a.", "a.99999999999999999999", "a..b", ".a"] {
        assert!(found(text, nowhere).is_none(), "{nowhere}");
    }
    assert!(matches!(found(r#"{"a":1,"a":2}"#, "a"), Some(JsonValue::Number(1.0))), "the first counts");
    assert!(found(r#"{"a":{},"a":{"b":2}}"#, "a.b").is_none(), "the first counts, found or not");
}

#[test]
fn what_is_not_json_is_told_even_behind_the_value() {
    for text in
        ["", "{", "{\"a\":1", "{\"a\":1}x", "{\"a\":1,}", "[1,2", "nul", "{\"a\":1,\"b\":tru}", "01", "\"\u{1}\""]
    {
        for path in ["a", "", "0"] {
            let fault = find(text, path, false).unwrap_err().to_string();
            assert!(fault.contains("line 1 column"), "{text}: {fault}");
        }
    }
}

#[test]
fn depth_is_bounded_where_it_would_cost_stack() {
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(matches!(found(&deep, ""), Some(JsonValue::Composite(_))));
    assert!(matches!(found(&deep, "0.0.0"), Some(JsonValue::Composite(_))));
    let path = vec!["0"; 5000].join(".");
    assert!(find(&deep, &path, false).unwrap_err().to_string().contains("recursion limit"));
}

fn document() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "\\PC{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map("[a-c.0-2]{0,2}", inner, 0..5)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Every path of a tree, with its value.
fn paths(value: &Value, prefix: Option<&str>, into: &mut Vec<(String, Value)>) {
    into.push((prefix.unwrap_or_default().to_owned(), value.clone()));
    let join = |name: &str| prefix.map_or(name.to_owned(), |prefix| format!("{prefix}.{name}"));
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                paths(member, Some(&join(&name.replace('.', r"\."))), into);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                paths(element, Some(&join(&index.to_string())), into);
            }
        }
        _ => {}
    }
}

proptest! {
    #[test]
    fn every_path_of_a_tree_is_found(document in document(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&document) } else { serde_json::to_string(&document) }.unwrap();
        let mut all = Vec::new();
        paths(&document, None, &mut all);
        for (path, expected) in all {
            // The path of a top-level member with an empty name is that of the whole.
            if path.is_empty() && expected != document {
                continue;
            }
            let value = match found(&text, &path) {
                None => panic!("{path:?} in {text}"),
                Some(JsonValue::Null) => Value::Null,
                Some(JsonValue::Boolean(value)) => value.into(),
                Some(JsonValue::Number(value)) => { prop_assert_eq!(expected.as_f64(), Some(value)); continue }
                Some(JsonValue::Text(value)) => value.into(),
                Some(JsonValue::Composite(value)) => serde_json::from_str(&value).unwrap(),
            };
            prop_assert_eq!(value, expected, "{} in {}", path, text);
        }
    }

    #[test]
    fn nothing_makes_it_panic(text in "[\\[\\]{}\",:0-2a. \\\\]{0,30}", path in "[a.0\\\\]{0,6}") {
        let is_json = serde_json::from_str::<Value>(&text).is_ok();
        prop_assert!(find(&text, &path, false).is_ok() || !is_json);
    }
}

#[test]
fn a_tree_and_a_search_agree_on_an_example() {
    let document = json!({"a": {"b": [10, 20, {"c.d": "x"}]}});
    assert!(matches!(found(&document.to_string(), r"a.b.2.c\.d"), Some(JsonValue::Text(text)) if text == "x"));
}
