//! Which samples a threshold looks at: a metric, or the part of it with certain tags. Not the comparison.
//!
//! ```text
//! selector -> metric [ "{" [ tag ( "," tag )* ] "}" ]
//! tag      -> name ":" value
//! ```
//! A name ends at the first `:`, so a value may hold more of them, as groups do: `group_duration{group:::login}`.
//! A value ends at the next `,` or `}`. All tags must be equal for a sample to count.

use std::fmt;

use serde::{Serialize, Serializer};

use super::ParseError;
use super::cursor::Cursor;

/// A metric, or the part of it with certain tags: k6's sub-metric.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Selector {
    /// The metric's name.
    pub metric: String,
    /// The tags that samples must have, as they were written; empty for all samples.
    pub tags: Vec<(String, String)>,
}

impl Selector {
    /// Reads a selector.
    ///
    /// # Errors
    /// It is not well formed.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let mut cursor = Cursor::new(text);
        cursor.skip_space();
        let metric = cursor.eat_while(|next| next.is_ascii_alphanumeric() || next == '_');
        if metric.is_empty() || metric.starts_with(|first: char| first.is_ascii_digit()) {
            let at = cursor.at() - metric.len();
            let message = format!("expected a metric's name, found {}", Cursor::new(&text[at..]).found());
            return Err(cursor.error_at(at, message, "begin with a name such as `http_req_duration`"));
        }
        cursor.skip_space();
        let mut tags = Vec::new();
        if cursor.eat("{") {
            read_tags(&mut cursor, &mut tags)?;
        }
        cursor.skip_space();
        cursor.end("only tags in braces may follow the metric, as in `http_req_duration{scenario:devs}`")?;
        Ok(Self { metric: metric.to_owned(), tags })
    }

    /// Whether samples with those tags count; the metric is not looked at.
    pub fn selects<T: AsRef<str>>(&self, tags: &[(T, T)]) -> bool {
        self.tags.iter().all(|(name, value)| {
            tags.iter().any(|(its_name, its_value)| its_name.as_ref() == name && its_value.as_ref() == value)
        })
    }
}

fn read_tags(cursor: &mut Cursor<'_>, tags: &mut Vec<(String, String)>) -> Result<(), ParseError> {
    let hint = "tags are written `{name:value,other:value}`";
    cursor.skip_space();
    if cursor.eat("}") {
        return Ok(());
    }
    loop {
        cursor.skip_space();
        let at = cursor.at();
        let name = cursor.eat_while(|next| !":,{}".contains(next)).trim_end();
        if name.is_empty() {
            let found = cursor.found();
            return Err(cursor.error(format!("expected a tag's name, found {found}"), hint));
        }
        if tags.iter().any(|(known, _)| known == name) {
            return Err(cursor.error_at(
                at,
                format!("the tag `{name}` is there twice"),
                "no sample has two values of one tag",
            ));
        }
        if !cursor.eat(":") {
            let found = cursor.found();
            return Err(cursor.error(format!("expected `:` after the tag `{name}`, found {found}"), hint));
        }
        let value = cursor.eat_while(|next| next != ',' && next != '}').trim();
        tags.push((name.to_owned(), value.to_owned()));
        if cursor.eat("}") {
            return Ok(());
        }
        if !cursor.eat(",") {
            return Err(cursor.error("expected `}`, found the end", hint));
        }
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.metric)?;
        for (position, (name, value)) in self.tags.iter().enumerate() {
            write!(f, "{}{name}:{value}", if position == 0 { '{' } else { ',' })?;
        }
        if self.tags.is_empty() { Ok(()) } else { f.write_str("}") }
    }
}

impl Serialize for Selector {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::Selector;

    fn tags(selector: &Selector) -> Vec<(&str, &str)> {
        selector.tags.iter().map(|(name, value)| (&**name, &**value)).collect()
    }

    #[test]
    fn reads_metrics_and_tags() {
        for (text, metric, expected, shown) in [
            ("checks", "checks", vec![], "checks"),
            (" checks ", "checks", vec![], "checks"),
            ("checks{}", "checks", vec![], "checks"),
            ("a{b:c}", "a", vec![("b", "c")], "a{b:c}"),
            ("a{ b : c , d:e }", "a", vec![("b", "c"), ("d", "e")], "a{b:c,d:e}"),
            ("a{group:::login}", "a", vec![("group", "::login")], "a{group:::login}"),
            ("a{group:::one::two}", "a", vec![("group", "::one::two")], "a{group:::one::two}"),
            ("a{url:http://x/y?z={1}", "a", vec![("url", "http://x/y?z={1")], "a{url:http://x/y?z={1}"),
            ("a{error:}", "a", vec![("error", "")], "a{error:}"),
            ("a{name:é ü}", "a", vec![("name", "é ü")], "a{name:é ü}"),
        ] {
            let selector = Selector::parse(text).expect(text);
            assert_eq!((selector.metric.as_str(), tags(&selector)), (metric, expected), "{text}");
            assert_eq!(selector.to_string(), shown);
            assert_eq!(Selector::parse(shown).expect(shown), selector);
        }
    }

    #[test]
    fn points_at_faults() {
        for (text, at) in [
            ("", 0),
            ("1a", 0),
            ("{a:b}", 0),
            ("a b", 2),
            ("a{", 2),
            ("a{b", 3),
            ("a{b}", 3),
            ("a{:c}", 2),
            ("a{b:c", 5),
            ("a{b:c,}", 6),
            ("a{b:c}x", 6),
            ("a{b:c,b:d}", 6),
            ("é", 0),
        ] {
            let error = Selector::parse(text).expect_err(text);
            assert_eq!((error.offset, error.text.as_str()), (at, text), "{error}");
            assert!(!error.hint.is_empty());
        }
    }

    #[test]
    fn all_tags_must_be_equal() {
        let selector = Selector::parse("a{b:1,c:2}").expect("it is one");
        assert!(selector.selects(&[("a", "0"), ("b", "1"), ("c", "2")]));
        assert!(!selector.selects(&[("b", "1")]));
        assert!(!selector.selects(&[("b", "1"), ("c", "3")]));
        assert!(Selector::parse("a").expect("it is one").selects::<&str>(&[]));
    }
}
