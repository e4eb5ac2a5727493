//! Sets of tags, each kept once and named by a number. Not which series there are: [`super::series`] counts those.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::TagSetId;

/// The most bytes that a tag's name or value keeps; a longer one is cut off, with `…` at its end.
pub const MAX_TAG_VALUE: usize = 1024;

/// A set of tags, sorted by name; names are unique in it.
pub type TagSet = Arc<[(Arc<str>, Arc<str>)]>;

/// All tag sets of a test, and the strings that they are made of.
#[derive(Debug)]
pub(super) struct TagSets {
    strings: FxHashSet<Arc<str>>,
    ids: FxHashMap<TagSet, TagSetId>,
    sets: Vec<TagSet>,
}

impl Default for TagSets {
    fn default() -> Self {
        let empty: TagSet = Arc::new([]);
        let ids = FxHashMap::from_iter([(Arc::clone(&empty), TagSetId::EMPTY)]);
        Self { strings: FxHashSet::default(), ids, sets: vec![empty] }
    }
}

/// Sorts pairs by name. Of several with one name the last stays.
pub(super) fn canonical(pairs: &mut Vec<(&str, &str)>) {
    pairs.reverse();
    pairs.sort_by(|left, right| left.0.cmp(right.0));
    pairs.dedup_by(|later, kept| later.0 == kept.0);
}

impl TagSets {
    /// How many sets there are.
    pub(super) fn len(&self) -> usize {
        self.sets.len()
    }

    /// The set of that number.
    pub(super) fn get(&self, id: TagSetId) -> Option<&TagSet> {
        self.sets.get(id.index())
    }

    /// Makes the set of canonical pairs, without keeping it or any of its strings.
    pub(super) fn make(pairs: &[(&str, &str)]) -> TagSet {
        pairs
            .iter()
            .map(|(name, value)| (Arc::from(cut_tag(name).as_ref()), Arc::from(cut_tag(value).as_ref())))
            .collect()
    }

    /// The number of a set that is there.
    pub(super) fn find(&self, set: &TagSet) -> Option<TagSetId> {
        self.ids.get(set).copied()
    }

    /// Keeps a set.
    pub(super) fn keep(&mut self, set: TagSet) -> TagSetId {
        if let Some(id) = self.find(&set) {
            return id;
        }
        let set: TagSet = set.iter().map(|(name, value)| (self.shared(name), self.shared(value))).collect();
        // More than 2^32 sets do not fit any memory, and the registry stops long before.
        let id = TagSetId(self.sets.len() as u32);
        self.sets.push(Arc::clone(&set));
        self.ids.insert(set, id);
        id
    }

    fn shared(&mut self, string: &Arc<str>) -> Arc<str> {
        if let Some(known) = self.strings.get(string) {
            return Arc::clone(known);
        }
        self.strings.insert(Arc::clone(string));
        Arc::clone(string)
    }
}

/// A text as the name or value of a tag may be: no longer than [`MAX_TAG_VALUE`] bytes, the rest given way to an ellipsis.
///
/// A guest that makes up long values must not make the host remember them in full.
pub fn cut_tag(text: &str) -> Cow<'_, str> {
    if text.len() <= MAX_TAG_VALUE {
        return Cow::Borrowed(text);
    }
    let end = text.floor_char_boundary(MAX_TAG_VALUE - '…'.len_utf8());
    Cow::Owned(format!("{}…", &text[..end]))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{MAX_TAG_VALUE, TagSets, canonical};

    #[test]
    fn the_last_of_a_name_stays() {
        let mut pairs = vec![("b", "1"), ("a", "2"), ("b", "3"), ("a", "4")];
        canonical(&mut pairs);
        assert_eq!(pairs, [("a", "4"), ("b", "3")]);
    }

    #[test]
    fn long_values_are_cut_between_characters() {
        let set = TagSets::make(&[("name", &"é".repeat(MAX_TAG_VALUE))]);
        let value = &set[0].1;
        assert!(value.len() <= MAX_TAG_VALUE && value.ends_with("é…"), "{} bytes", value.len());
        let set = TagSets::make(&[("name", &"x".repeat(MAX_TAG_VALUE))]);
        assert_eq!(set[0].1.len(), MAX_TAG_VALUE);
    }

    #[test]
    fn equal_sets_and_strings_are_kept_once() {
        let mut sets = TagSets::default();
        let first = sets.keep(TagSets::make(&[("a", "1")]));
        assert_eq!(sets.keep(TagSets::make(&[("a", "1")])), first);
        let second = sets.keep(TagSets::make(&[("a", "2")]));
        assert_eq!((sets.len(), sets.strings.len()), (3, 3));
        assert!(Arc::ptr_eq(&sets.sets[first.index()][0].0, &sets.sets[second.index()][0].0));
    }
}
