//! From JSON to Rust: a whole body, or the value that the host found at a path. Not the search for it: that is the
//! host's.

use serde::de::DeserializeOwned;
use serde_json::{Value, error::Category};

use super::error::BodyError;
use super::host::JsonValue;

/// A whole body.
pub(super) fn body<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, BodyError> {
    serde_json::from_slice(bytes).map_err(|error| match error.classify() {
        Category::Data => BodyError::Unexpected(error.to_string()),
        Category::Io | Category::Syntax | Category::Eof => BodyError::NotJson(error.to_string()),
    })
}

/// The value at a path. What is missing can be had as an `Option` only.
pub(super) fn value<T: DeserializeOwned>(path: &str, found: Option<JsonValue>) -> Result<T, BodyError> {
    let missing = found.is_none();
    let value = match found {
        None | Some(JsonValue::Null) => Value::Null,
        Some(JsonValue::Boolean(truth)) => Value::Bool(truth),
        Some(JsonValue::Number(number)) => whole(number).unwrap_or_else(|| number.into()),
        Some(JsonValue::Text(text)) => Value::String(text),
        Some(JsonValue::Composite(json)) => return body(json.as_bytes()),
    };
    T::deserialize(value).map_err(|error| {
        if missing { BodyError::Missing(path.into()) } else { BodyError::Unexpected(format!("`{path}`: {error}")) }
    })
}

/// A number without a fraction as a whole one, so that it can become an integer.
fn whole(number: f64) -> Option<Value> {
    /// From here on not every whole number is an `f64`.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (number.fract() == 0.0 && number.abs() < EXACT).then(|| Value::from(number as i64))
}

#[cfg(test)]
mod tests {
    use super::{BodyError, JsonValue, body, value};

    #[test]
    fn values_become_the_type_that_is_asked_for() {
        assert_eq!(value::<String>("id", Some(JsonValue::Text("a".into()))), Ok("a".into()));
        assert_eq!(value::<u32>("n", Some(JsonValue::Number(3.0))), Ok(3));
        assert_eq!(value::<i64>("n", Some(JsonValue::Number(-3.0))), Ok(-3));
        assert_eq!(value::<f64>("n", Some(JsonValue::Number(3.0))), Ok(3.0));
        assert_eq!(value::<f64>("n", Some(JsonValue::Number(0.25))), Ok(0.25));
        assert_eq!(value::<bool>("b", Some(JsonValue::Boolean(true))), Ok(true));
        assert_eq!(value::<Vec<u8>>("l", Some(JsonValue::Composite("[1,2]".into()))), Ok(vec![1, 2]));
    }

    #[test]
    fn what_is_missing_or_null_can_be_had_as_an_option() {
        assert_eq!(value::<Option<String>>("id", None), Ok(None));
        assert_eq!(value::<Option<String>>("id", Some(JsonValue::Null)), Ok(None));
        assert_eq!(value::<Option<String>>("id", Some(JsonValue::Text("a".into()))), Ok(Some("a".into())));
        assert_eq!(value::<String>("a.id", None), Err(BodyError::Missing("a.id".into())));
        assert!(matches!(value::<String>("id", Some(JsonValue::Null)), Err(BodyError::Unexpected(_))));
        assert!(matches!(value::<u32>("n", Some(JsonValue::Number(0.5))), Err(BodyError::Unexpected(_))));
    }

    #[test]
    fn what_is_not_json_differs_from_what_is_not_of_the_type() {
        assert!(matches!(body::<Vec<u8>>(b"<html>"), Err(BodyError::NotJson(_))));
        assert!(matches!(body::<Vec<u8>>(b"{}"), Err(BodyError::Unexpected(_))));
        assert_eq!(body::<Vec<u8>>(b"[7]"), Ok(vec![7]));
    }
}
