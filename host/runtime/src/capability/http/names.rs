//! Numbers for the strings that a VU uses over and over, so that a tag set is found without looking at any string.
//!
//! Numbers of one VU only; the registry's numbers are for the whole test.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use wasmload_core::metric::cut_tag;

/// How many strings are remembered. A guest that makes up names without end starts over, and costs no more.
const MOST: usize = 512;

/// A string's number. A number is never used for another string, so it may outlive its entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Symbol(u64);

/// The strings of one VU.
#[derive(Debug, Default)]
pub(super) struct Names {
    known: FxHashMap<Arc<str>, Symbol>,
    next: u64,
}

impl Names {
    /// A number that no string has.
    pub(super) fn fresh(&mut self) -> Symbol {
        self.next += 1;
        Symbol(self.next)
    }

    /// The number of that string, and the string to keep: cut to what a tag holds.
    pub(super) fn intern(&mut self, name: &str) -> (Symbol, Arc<str>) {
        let name = &*cut_tag(name);
        if let Some((known, &symbol)) = self.known.get_key_value(name) {
            return (symbol, Arc::clone(known));
        }
        if self.known.len() >= MOST {
            self.known.clear();
        }
        let (symbol, owned) = (self.fresh(), Arc::<str>::from(name));
        self.known.insert(Arc::clone(&owned), symbol);
        (symbol, owned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_never_used_twice() {
        let mut names = Names::default();
        let (first, _) = names.intern("a");
        assert_eq!(names.intern("a").0, first);
        assert_ne!(names.intern("b").0, first);
        for i in 0..MOST * 2 {
            names.intern(&format!("n{i}"));
        }
        assert!(names.known.len() <= MOST);
        let (again, text) = names.intern("a");
        assert!(names.intern(&"n".repeat(1 << 20)).1.len() <= wasmload_core::metric::MAX_TAG_VALUE);
        assert!(again != first && &*text == "a", "forgotten, and numbered anew");
    }
}
