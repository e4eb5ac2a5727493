//! A JSON document that keeps the order in which it was written. Not a parser, and not checked: the host does that, and
//! names the faults.

use std::time::Duration;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// An object; its keys stay in order, since the summary shows scenarios in the order of the plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Object(Vec<(String, Node)>);

/// A value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(super) enum Node {
    Null,
    Flag(bool),
    Whole(u64),
    Text(String),
    List(Vec<Node>),
    Object(Object),
}

impl Object {
    /// Sets a key, in place of the value it had.
    pub(super) fn set(&mut self, key: &str, value: impl Into<Node>) {
        *self.entry(key, Node::Null) = value.into();
    }

    /// The object under a key, made if there is none.
    pub(super) fn object(&mut self, key: &str) -> &mut Self {
        let node = self.entry(key, Node::Object(Self::default()));
        if !matches!(node, Node::Object(_)) {
            *node = Node::Object(Self::default());
        }
        match node {
            Node::Object(object) => object,
            _ => unreachable!("it was made one"),
        }
    }

    /// Appends to the list under a key, made if there is none.
    pub(super) fn push(&mut self, key: &str, value: impl Into<Node>) {
        match self.entry(key, Node::List(Vec::new())) {
            Node::List(list) => list.push(value.into()),
            other => *other = Node::List(vec![value.into()]),
        }
    }

    fn entry(&mut self, key: &str, default: Node) -> &mut Node {
        let at = self.0.iter().position(|(name, _)| name == key).unwrap_or_else(|| {
            self.0.push((key.into(), default));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl From<Object> for Node {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}

impl From<bool> for Node {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<u32> for Node {
    fn from(number: u32) -> Self {
        Self::Whole(number.into())
    }
}

impl From<u64> for Node {
    fn from(number: u64) -> Self {
        Self::Whole(number)
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// As people write durations: in the largest unit that leaves a whole number.
impl From<Duration> for Node {
    fn from(duration: Duration) -> Self {
        let nanos = duration.as_nanos();
        let units = [("m", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000)];
        let fits = |(_, size): &(&str, u128)| nanos.is_multiple_of(*size);
        Self::Text(match units.into_iter().find(fits) {
            _ if nanos == 0 => "0s".into(),
            Some((unit, size)) => format!("{}{unit}", nanos / size),
            None => format!("{nanos}ns"),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Node, Object};

    #[test]
    fn durations_are_written_as_people_write_them() {
        for (nanos, text) in [
            (0, "0s"),
            (120_000_000_000, "2m"),
            (90_000_000_000, "90s"),
            (1_500_000_000, "1500ms"),
            (250_000, "250us"),
            (1, "1ns"),
        ] {
            assert_eq!(Node::from(Duration::from_nanos(nanos)), Node::Text(text.into()));
        }
    }

    #[test]
    fn keys_keep_their_order_and_their_last_value() {
        let mut object = Object::default();
        object.set("z", 1_u32);
        object.set("a", true);
        object.set("z", 2_u32);
        object.push("list", "x");
        object.push("list", "y");
        object.object("inner").set("k", "v");
        let json = serde_json::to_string(&object).unwrap();
        assert_eq!(json, r#"{"z":2,"a":true,"list":["x","y"],"inner":{"k":"v"}}"#);
    }
}
