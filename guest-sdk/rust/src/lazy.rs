//! A number that the host gives out on first use, in a place that may be a `static`.
//!
//! Not a lock: a component has one thread, and on others (unit tests) the host answers equal questions equally.

use std::sync::atomic::{AtomicU32, Ordering};

/// Not asked for yet. The host counts upwards from 0 and never gets here.
const UNKNOWN: u32 = u32::MAX;

/// The number that stands for a metric the host refused. The host counts what is added to unknown numbers, so that a
/// refusal loses values in the open.
pub(crate) const REFUSED: u32 = u32::MAX - 1;

/// A number that the host gives out on first use.
#[derive(Debug)]
pub(crate) struct LazyId(AtomicU32);

impl LazyId {
    pub(crate) const fn new() -> Self {
        Self(AtomicU32::new(UNKNOWN))
    }

    /// The number, asked for with `register` when it is not known.
    #[inline]
    pub(crate) fn get(&self, register: impl FnOnce() -> u32) -> u32 {
        let known = self.0.load(Ordering::Relaxed);
        if known == UNKNOWN { self.set(register()) } else { known }
    }

    pub(crate) fn set(&self, id: u32) -> u32 {
        self.0.store(id, Ordering::Relaxed);
        id
    }
}

#[cfg(test)]
mod tests {
    use super::LazyId;

    #[test]
    fn the_host_is_asked_once() {
        let id = LazyId::new();
        assert_eq!(id.get(|| 7), 7);
        assert_eq!(id.get(|| unreachable!("it is known")), 7);
    }
}
