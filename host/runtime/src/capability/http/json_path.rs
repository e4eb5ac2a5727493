//! One value out of a JSON text, by its path. The document is searched, never built.
//!
//! A tree of values would cost the host several times the size of the body (an array of empty arrays: sixteen times),
//! and most scenarios take one field of a response. So each search reads the text, allocates nothing but its result, and
//! ends as soon as it has it, except for the first, which reads on to the end to know that the whole is JSON.
//!
//! Of members with one name the first counts (as in gjson, which k6 uses). A path may go 127 levels deep.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::bindings::wasmload::http::client::JsonValue;

/// Finds the value at `path`. `is_valid` says that the text is known to be JSON.
///
/// # Errors
/// The text is not JSON.
pub(super) fn find(text: &str, path: &str, is_valid: bool) -> Result<Option<JsonValue>, serde_json::Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut found = None;
    let mut source = serde_json::Deserializer::from_str(text);
    let rest = (!path.is_empty()).then_some(path);
    let searched =
        Search { rest, found: &mut found, stops: is_valid }.deserialize(&mut source).and_then(|()| source.end());
    match (searched, found) {
        // The search ended on purpose.
        (Err(_), Some(raw)) if is_valid => value(raw).map(Some),
        (Err(error), _) => Err(error),
        (Ok(()), found) => found.map(value).transpose(),
    }
}

fn value(raw: &RawValue) -> Result<JsonValue, serde_json::Error> {
    let text = raw.get();
    Ok(match text.as_bytes().first() {
        Some(b'n') => JsonValue::Null,
        Some(b't') => JsonValue::Boolean(true),
        Some(b'f') => JsonValue::Boolean(false),
        Some(b'"') => JsonValue::Text(serde_json::from_str(text)?),
        Some(b'{' | b'[') => JsonValue::Composite(text.to_owned()),
        // Every number of JSON is one of Rust's; one that is too large is infinite, as in JavaScript.
        _ => JsonValue::Number(text.parse().map_err(serde_json::Error::custom)?),
    })
}

/// The first name of a path, and what follows it. A dot is written `\.`.
fn split(path: &str) -> (Cow<'_, str>, Option<&str>) {
    let mut from = 0;
    while let Some(dot) = path[from..].find('.').map(|at| at + from) {
        if !path[..dot].ends_with('\\') {
            return (unescape(&path[..dot]), Some(&path[dot + 1..]));
        }
        from = dot + 1;
    }
    (unescape(path), None)
}

fn unescape(name: &str) -> Cow<'_, str> {
    if name.contains("\\.") { Cow::Owned(name.replace("\\.", ".")) } else { Cow::Borrowed(name) }
}

/// A search in one value: for the value itself when nothing is left of the path.
struct Search<'p, 'f, 'de> {
    rest: Option<&'p str>,
    found: &'f mut Option<&'de RawValue>,
    stops: bool,
}

impl<'de> Search<'_, '_, 'de> {
    /// Ends the search as soon as there is a result, if it may.
    fn stop<E: serde::de::Error>(&self) -> Result<(), E> {
        if self.stops && self.found.is_some() { Err(E::custom("found")) } else { Ok(()) }
    }
}

impl<'de> DeserializeSeed<'de> for Search<'_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        if self.rest.is_some() {
            return source.deserialize_any(self);
        }
        *self.found = Some(serde::Deserialize::deserialize(source)?);
        self.stop()
    }
}

impl<'de> Visitor<'de> for Search<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let (wanted, rest) = split(self.rest.unwrap_or_default());
        while let Some(is_it) = members.next_key_seed(Is(&wanted))? {
            if is_it && self.found.is_none() {
                members.next_value_seed(Search { rest, found: &mut *self.found, stops: self.stops })?;
                self.stop()?;
                // A second member of that name is not looked at, found or not.
                while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                return Ok(());
            }
            members.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let (wanted, rest) = split(self.rest.unwrap_or_default());
        let digits = !wanted.is_empty() && wanted.bytes().all(|byte| byte.is_ascii_digit());
        if let Some(index) = wanted.parse::<usize>().ok().filter(|_| digits) {
            for _ in 0..index {
                if elements.next_element::<IgnoredAny>()?.is_none() {
                    return Ok(());
                }
            }
            let next = Search { rest, found: &mut *self.found, stops: self.stops };
            if elements.next_element_seed(next)?.is_none() {
                return Ok(());
            }
            self.stop()?;
        }
        while elements.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    // Below a value that is neither an object nor an array there is nothing.
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
}

/// Whether a member has that name.
struct Is<'a>(&'a str);

impl<'de> DeserializeSeed<'de> for Is<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<bool, D::Error> {
        source.deserialize_str(self)
    }
}

impl Visitor<'_> for Is<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E>(self, name: &str) -> Result<bool, E> {
        Ok(name == self.0)
    }
}

#[cfg(test)]
#[path = "json_path_tests.rs"]
mod tests;
