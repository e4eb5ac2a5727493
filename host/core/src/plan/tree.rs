//! Values that know their place in the layer that they came from.
//!
//! Not JSON any more: texts, numbers and durations have been read, and what could not be read is marked.

use std::collections::BTreeMap;
use std::time::Duration;

use super::document::default_of;
use super::fault::Place;
use super::keys::Object;

/// A value with its place.
#[derive(Clone, Debug)]
pub(super) struct Located {
    pub(super) place: Place,
    pub(super) node: Node,
}

/// A value that was read.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Map(Map),
    List(Vec<Located>),
    Text(String),
    Whole(u64),
    Duration(Duration),
    Flag(bool),
    /// A `null` that removes a key of lower layers.
    Removed,
    /// A value with a fault.
    Faulty,
}

/// An object, its keys in the order in which they were given.
#[derive(Clone, Debug)]
pub(super) struct Map {
    pub(super) place: Place,
    pub(super) entries: Vec<(String, Located)>,
}

impl Map {
    pub(super) fn empty(place: Place) -> Self {
        Self { place, entries: Vec::new() }
    }

    pub(super) fn get(&self, key: &str) -> Option<&Located> {
        self.entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Located> {
        self.entries.iter_mut().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    pub(super) fn take(&mut self, key: &str) -> Option<Located> {
        let at = self.entries.iter().position(|(name, _)| name == key)?;
        Some(self.entries.remove(at).1)
    }

    /// The object under a key, if there is one.
    pub(super) fn map(&self, key: &str) -> Option<&Self> {
        match self.get(key)?.node {
            Node::Map(ref map) => Some(map),
            _ => None,
        }
    }

    /// The entries that are not removed.
    pub(super) fn present(&self) -> impl Iterator<Item = (&str, &Located)> {
        self.entries
            .iter()
            .filter(|(_, value)| !matches!(value.node, Node::Removed))
            .map(|(name, value)| (name.as_str(), value))
    }

    /// The texts under a key that holds variables.
    pub(super) fn variables(&self, key: &str) -> BTreeMap<String, String> {
        let text = |(name, value): (&str, &Located)| Some((name.to_owned(), value.text()?.to_owned()));
        self.map(key).into_iter().flat_map(|map| map.present().filter_map(text)).collect()
    }

    /// The text under a key; `None` when it is faulty, or is not given and has no default.
    pub(super) fn text(&self, object: &Object, key: &str) -> Option<String> {
        match self.value(object, key)? {
            Node::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The whole number under a key; `None` when it is faulty, or is not given and has no default.
    pub(super) fn whole(&self, object: &Object, key: &str) -> Option<u64> {
        match self.value(object, key)? {
            Node::Whole(number) => Some(number),
            _ => None,
        }
    }

    /// [`Self::whole`] of a key whose range is within 32 bits.
    pub(super) fn small(&self, object: &Object, key: &str) -> Option<u32> {
        u32::try_from(self.whole(object, key)?).ok()
    }

    /// The duration under a key; `None` when it is faulty, or is not given and has no default.
    pub(super) fn duration(&self, object: &Object, key: &str) -> Option<Duration> {
        match self.value(object, key)? {
            Node::Duration(duration) => Some(duration),
            _ => None,
        }
    }

    /// The boolean under a key; `None` when it is faulty, or is not given and has no default.
    pub(super) fn flag(&self, object: &Object, key: &str) -> Option<bool> {
        match self.value(object, key)? {
            Node::Flag(flag) => Some(flag),
            _ => None,
        }
    }

    /// The items of the list under a key; none when it is not given and has no default.
    pub(super) fn list(&self, object: &Object, key: &str) -> Vec<Located> {
        match self.value(object, key) {
            Some(Node::List(items)) => items,
            _ => Vec::new(),
        }
    }

    /// The place of a key, or that of the whole when it is not given.
    pub(super) fn place_of(&self, key: &str) -> &Place {
        self.get(key).map_or(&self.place, |value| &value.place)
    }

    fn value(&self, object: &Object, key: &str) -> Option<Node> {
        match self.get(key) {
            Some(value) => Some(value.node.clone()),
            None => default_of(object.key(key)?, &self.place),
        }
    }
}

impl Located {
    pub(super) fn text(&self) -> Option<&str> {
        match &self.node {
            Node::Text(text) => Some(text),
            _ => None,
        }
    }
}
