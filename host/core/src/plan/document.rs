//! A plan as typed: one layer's JSON value, read into a tree of known keys whose every value knows its place.
//!
//! Not one mistake at a time: a value that cannot be read becomes [`Node::Faulty`], its fault is collected, reading goes on.
//! Nothing is filled in and nothing is compared here; layers are put together in [`super::merge`].

use std::time::Duration;

use serde_json::Value;

use super::fault::{Faults, Place, SyntaxError};
use super::keys::{BELOW, Key, Kind, Object, THRESHOLD};
use super::scenario_keys::{EXEC, PERSONA, STAGE};
use super::tree::{Located, Map, Node};
use super::{duration, suggest, syntax};

/// Reads one layer, or one profile of it.
pub(super) fn read(object: &'static Object, value: &Value, place: Place, faults: &mut Faults) -> Map {
    match value {
        Value::Null => Map::empty(place),
        Value::Object(entries) => read_object(object, entries, place, faults),
        _ => {
            let message = format!("{} is an object of keys and values, not {}", object.what, describe(value));
            faults.add(&place, message, None);
            Map::empty(place)
        }
    }
}

/// The value that a key has when nobody gives it.
pub(super) fn default_of(key: &'static Key, place: &Place) -> Option<Node> {
    let value: Value = serde_json::from_str(key.default).ok()?;
    Some(read_kind(key, &key.kind, &value, place.clone(), &mut Faults::default()).node)
}

fn read_object(
    object: &'static Object,
    entries: &serde_json::Map<String, Value>,
    place: Place,
    faults: &mut Faults,
) -> Map {
    let mut map = Map::empty(place);
    for (name, value) in entries {
        let at = map.place.key(name);
        match object.key(name) {
            // An absent value of a language without absent keys.
            Some(_) if value.is_null() => {}
            Some(key) => map.entries.push((name.clone(), read_kind(key, &key.kind, value, at, faults))),
            None => faults.add_key(
                &at,
                format!("`{name}` is not a key of {}", object.what),
                None,
                Some(unknown(name, object)),
            ),
        }
    }
    for required in object.required {
        if !map.entries.iter().any(|(name, _)| name == required) {
            let example = object.key(required).map(|key| format!("for example `{required}` = {}", key.example));
            faults.add(&map.place, format!("{} has no `{required}`", object.what), example);
        }
    }
    map
}

fn unknown(name: &str, object: &Object) -> String {
    let keys = || object.keys().map(|key| key.name);
    if let Some(nearest) = suggest::nearest(name, keys()) {
        return format!("did you mean `{nearest}`?");
    }
    match BELOW.iter().find(|(below, _)| below.key(name).is_some()) {
        Some((_, place)) if object.key("scenarios").is_some() => format!("`{name}` is a key of {place}"),
        _ => format!("its keys are {}", suggest::list(&keys().collect::<Vec<_>>())),
    }
}

fn read_kind(key: &Key, kind: &'static Kind, value: &Value, place: Place, faults: &mut Faults) -> Located {
    let node = match (kind, value) {
        (Kind::Whole { min, max }, Value::Number(number)) => match whole(number) {
            Some(number) if (*min..=*max).contains(&number) => Node::Whole(number),
            Some(number) => {
                wrong(&place, faults, format!("`{}` must be from {min} to {max}, not {number}", place.name()), None)
            }
            None => {
                let hint = match key.name {
                    "rate" | "startRate" => {
                        "for less than one start in each unit raise `timeUnit`: a rate of 1 in `2s`".to_owned()
                    }
                    _ => format!("it may be from {min} to {max}"),
                };
                wrong(&place, faults, format!("`{}` must be a whole number, not {number}", place.name()), Some(hint))
            }
        },
        (Kind::Duration { zero }, Value::String(_) | Value::Number(_)) => {
            let read = match value {
                Value::Number(number) => duration::from_millis(number).ok_or_else(|| {
                    let message = format!("`{}` cannot be {number} ms", place.name());
                    (message, None, Some("it may be from 0 ms to 292 years".to_owned()))
                }),
                Value::String(text) => duration::parse(text).map_err(|error| syntax_parts(&place, error)),
                _ => return located(place, Node::Faulty),
            };
            match read {
                Ok(Duration::ZERO) if !zero => {
                    let message = format!("`{}` must be longer than 0", place.name());
                    wrong(&place, faults, message, Some(format!("for example {}", key.example)))
                }
                Ok(duration) => Node::Duration(duration),
                Err((message, offset, hint)) => wrong_at(&place, faults, message, offset, hint),
            }
        }
        (Kind::Bytes { min, max }, Value::String(_) | Value::Number(_)) => {
            let read = match value {
                Value::String(text) => syntax::bytes(text).map_err(|error| syntax_parts(&place, error)),
                Value::Number(number) => whole(number).ok_or_else(|| {
                    let message = format!("`{}` must be a whole number of bytes, not {number}", place.name());
                    (message, None, Some(format!("for example {}", key.example)))
                }),
                _ => return located(place, Node::Faulty),
            };
            match read {
                Ok(bytes) if (*min..=*max).contains(&bytes) => Node::Whole(bytes),
                Ok(bytes) => {
                    let message = format!("`{}` must be from {min} to {max} bytes, not {bytes}", place.name());
                    wrong(&place, faults, message, Some(format!("for example {}", key.example)))
                }
                Err((message, offset, hint)) => wrong_at(&place, faults, message, offset, hint),
            }
        }
        (Kind::Flag, Value::Bool(flag)) => Node::Flag(*flag),
        (Kind::Choice(choices), Value::String(text)) if choices.contains(&text.as_str()) => Node::Text(text.clone()),
        (Kind::Choice(choices), Value::String(text)) => {
            let message = format!("there is no {} `{text}`", key.name);
            wrong(&place, faults, message, Some(suggest::hint(text, "the choices", choices.iter().copied())))
        }
        (Kind::Text(check), Value::String(text)) => match check(text) {
            Ok(()) => Node::Text(text.clone()),
            Err(error) => {
                let (message, offset, hint) = syntax_parts(&place, error);
                wrong_at(&place, faults, message, offset, hint)
            }
        },
        (Kind::Scalar, Value::String(text)) => Node::Text(text.clone()),
        (Kind::Scalar, Value::Number(number)) => Node::Text(number.to_string()),
        (Kind::Scalar, Value::Bool(flag)) => Node::Text(flag.to_string()),
        (Kind::List(item), Value::Array(values)) => {
            let read = |(at, value)| read_kind(key, item, value, place.index(at), faults);
            Node::List(values.iter().enumerate().map(read).collect())
        }
        (Kind::Map(item), Value::Object(entries)) => {
            let read = |(name, value): (&String, &Value)| {
                let at = place.key(name);
                let value =
                    if value.is_null() { located(at, Node::Removed) } else { read_kind(key, item, value, at, faults) };
                (name.clone(), value)
            };
            let entries = entries.iter().map(read).collect();
            Node::Map(Map { place: place.clone(), entries })
        }
        (Kind::Object(object), Value::Object(entries)) => {
            Node::Map(read_object(object, entries, place.clone(), faults))
        }
        (Kind::Stages, Value::Array(values)) => {
            let read = |(at, value)| read_stage(key, value, place.index(at), faults);
            Node::List(values.iter().enumerate().map(read).collect())
        }
        (Kind::Stages, Value::String(text)) => read_stages_text(text, &place, faults),
        (Kind::Personas, Value::Array(values)) => {
            let read = |(at, value)| read_kind(key, &PERSONA_KIND, value, place.index(at), faults);
            Node::List(values.iter().enumerate().map(read).collect())
        }
        (Kind::Personas, Value::Object(weights)) => {
            let read = |(exec, weight): (&String, &Value)| read_weight(exec, weight, place.key(exec), faults);
            Node::List(weights.iter().map(read).collect())
        }
        (Kind::Thresholds, Value::Array(values)) => {
            let read = |(at, value)| read_threshold(key, value, place.index(at), faults);
            Node::List(values.iter().enumerate().map(read).collect())
        }
        (Kind::Thresholds, Value::String(_) | Value::Object(_)) => {
            Node::List(vec![read_threshold(key, value, place.clone(), faults)])
        }
        _ => {
            let message = format!("`{}` must be {}, not {}", place.name(), expected(kind), describe(value));
            let hint = match kind {
                Kind::Object(_) => None,
                _ if place.name() == key.name => Some(format!("for example {}", key.example)),
                _ => None,
            };
            wrong(&place, faults, message, hint)
        }
    };
    located(place, node)
}

static PERSONA_KIND: Kind = Kind::Object(&PERSONA);
static STAGE_KIND: Kind = Kind::Object(&STAGE);
static THRESHOLD_KIND: Kind = Kind::Object(&THRESHOLD);

fn read_stage(key: &Key, value: &Value, place: Place, faults: &mut Faults) -> Located {
    let Value::String(text) = value else {
        return read_kind(key, &STAGE_KIND, value, place, faults);
    };
    match stage_map(text, &place) {
        Ok(map) => located(place, Node::Map(map)),
        Err(error) => {
            let (message, offset, hint) = syntax_parts(&place, error);
            let node = wrong_at(&place, faults, message, offset, hint);
            located(place, node)
        }
    }
}

/// Reads `DURATION:TARGET,DURATION:TARGET`.
fn read_stages_text(text: &str, place: &Place, faults: &mut Faults) -> Node {
    let mut stages = Vec::new();
    let mut begin = 0;
    for part in text.split(',') {
        let stage = part.trim_start();
        let offset = begin + part.chars().count() - stage.chars().count();
        match stage_map(stage.trim_end(), place) {
            Ok(map) => stages.push(located(place.clone(), Node::Map(map))),
            Err(error) => {
                let (message, at, hint) = syntax_parts(place, error);
                stages.push(located(place.clone(), wrong_at(place, faults, message, at.map(|at| offset + at), hint)));
            }
        }
        begin += part.chars().count() + 1;
    }
    Node::List(stages)
}

fn stage_map(text: &str, place: &Place) -> Result<Map, SyntaxError> {
    let (length, target) = syntax::stage(text)?;
    if u32::try_from(target).is_err() {
        return Err(SyntaxError::new(
            text.find(':').map_or(0, |at| at + 1),
            format!("a target of {target} is too large"),
            format!("it may be from 0 to {}", u32::MAX),
        ));
    }
    let entries = vec![
        ("duration".to_owned(), located(place.clone(), Node::Duration(length))),
        ("target".to_owned(), located(place.clone(), Node::Whole(target))),
    ];
    Ok(Map { place: place.clone(), entries })
}

fn read_weight(exec: &str, weight: &Value, place: Place, faults: &mut Faults) -> Located {
    let mut entries = vec![(EXEC.to_owned(), located(place.clone(), Node::Text(exec.to_owned())))];
    if let Some(key) = PERSONA.key("weight") {
        entries.push((key.name.to_owned(), read_kind(key, &key.kind, weight, place.clone(), faults)));
    }
    let map = Map { place: place.clone(), entries };
    located(place, Node::Map(map))
}

fn read_threshold(key: &Key, value: &Value, place: Place, faults: &mut Faults) -> Located {
    let Value::String(text) = value else {
        return read_kind(key, &THRESHOLD_KIND, value, place, faults);
    };
    let entries = vec![("threshold".to_owned(), located(place.clone(), Node::Text(text.clone())))];
    let map = Map { place: place.clone(), entries };
    located(place, Node::Map(map))
}

fn located(place: Place, node: Node) -> Located {
    Located { place, node }
}

type Parts = (String, Option<usize>, Option<String>);

fn syntax_parts(place: &Place, error: SyntaxError) -> Parts {
    (format!("`{}`: {}", place.name(), error.message), Some(error.offset), error.hint)
}

fn wrong(place: &Place, faults: &mut Faults, message: String, hint: Option<String>) -> Node {
    faults.add(place, message, hint);
    Node::Faulty
}

fn wrong_at(place: &Place, faults: &mut Faults, message: String, offset: Option<usize>, hint: Option<String>) -> Node {
    match offset {
        Some(offset) => faults.add_syntax(place, message, offset, hint),
        None => faults.add(place, message, hint),
    }
    Node::Faulty
}

/// A whole number, also when it is written as `10.0`.
fn whole(number: &serde_json::Number) -> Option<u64> {
    number.as_u64().or_else(|| {
        let float = number.as_f64()?;
        // Above this a float does not tell neighbours apart.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be whole and in range")]
        (float.fract() == 0.0 && (0.0..=9_007_199_254_740_991.0).contains(&float)).then_some(float as u64)
    })
}

fn expected(kind: &Kind) -> String {
    match kind {
        Kind::Whole { .. } => "a whole number",
        Kind::Duration { .. } => "a duration",
        Kind::Bytes { .. } => "a size",
        Kind::Flag => "true or false",
        Kind::Choice(_) | Kind::Text(_) => "a text",
        Kind::Scalar => "a text, a number or a boolean",
        Kind::List(_) => "a list",
        Kind::Map(_) => "an object of names and values",
        Kind::Object(object) => return format!("{}: an object of keys and values", object.what),
        Kind::Stages => "a list of stages",
        Kind::Personas => "a list of personas, or an object of weights by function",
        Kind::Thresholds => "a threshold or a list of thresholds",
    }
    .to_owned()
}

fn describe(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => format!("`{flag}`"),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) => format!("the text `{text}`"),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}
