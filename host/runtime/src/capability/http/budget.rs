//! How much of the host's memory one VU may hold in responses and handles. It decides, and holds nothing itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::network::failure::{Code, Failure};

/// What a response holds beside its body: its headers lie in the buffer that the connection read them into.
const OVERHEAD: u64 = 16 << 10;

/// The bytes of responses that one VU may hold.
#[derive(Debug)]
pub(super) struct Budget {
    used: AtomicU64,
    limit: u64,
}

/// Bytes that count as held until this is dropped.
#[derive(Debug)]
pub(super) struct Held {
    budget: Arc<Budget>,
    bytes: u64,
}

impl Budget {
    /// A budget of so many bytes.
    pub(super) fn new(limit: u64) -> Arc<Self> {
        Arc::new(Self { used: AtomicU64::new(0), limit })
    }

    /// What a response without a body holds.
    pub(super) fn hold(self: &Arc<Self>) -> Result<Held, Failure> {
        let mut held = Held { budget: Arc::clone(self), bytes: 0 };
        held.grow(OVERHEAD)?;
        Ok(held)
    }
}

impl Held {
    /// Holds more.
    ///
    /// One VU's task alone adds and subtracts, so there is nothing to race with.
    pub(super) fn grow(&mut self, bytes: u64) -> Result<(), Failure> {
        let used = self.budget.used.load(Relaxed).saturating_add(bytes);
        if used > self.budget.limit {
            return Err(Failure::new(
                Code::TooLarge,
                format_args!(
                    "this VU would hold more than {} bytes of responses; drop the `content` of those that are done with",
                    self.budget.limit
                ),
            ));
        }
        self.budget.used.store(used, Relaxed);
        self.bytes += bytes;
        Ok(())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let used = self.budget.used.load(Relaxed);
        self.budget.used.store(used.saturating_sub(self.bytes), Relaxed);
    }
}

/// How many handles of one kind a VU holds.
#[derive(Debug)]
pub(super) struct Handles {
    kind: &'static str,
    held: usize,
    most: usize,
}

impl Handles {
    /// None yet, of at most `most`.
    pub(super) fn new(kind: &'static str, most: usize) -> Self {
        Self { kind, held: 0, most }
    }

    /// Counts one more.
    ///
    /// # Errors
    /// There are as many as there may be: a trap, since a program that leaks handles cannot be trusted to look at errors.
    pub(super) fn add(&mut self) -> wasmtime::Result<()> {
        if self.held >= self.most {
            return Err(wasmtime::Error::msg(format!(
                "leaked handles: this VU holds {} of `{}`, and has dropped none of them; drop each when it is done with",
                self.most, self.kind
            )));
        }
        self.held += 1;
        Ok(())
    }

    /// Counts one less.
    pub(super) fn remove(&mut self) {
        self.held = self.held.saturating_sub(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_dropped_can_be_held_again() {
        let budget = Budget::new(OVERHEAD * 2 + 10);
        let mut first = budget.hold().unwrap();
        first.grow(10).unwrap();
        let second = budget.hold().unwrap();
        let failure = budget.hold().unwrap_err();
        assert_eq!(failure.code, Code::TooLarge);
        assert!(failure.message.contains("drop the `content`"), "{}", failure.message);
        drop(second);
        assert!(first.grow(OVERHEAD + 1).is_err());
        first.grow(OVERHEAD).unwrap();
        drop(first);
        assert_eq!(budget.used.load(Relaxed), 0);
    }

    #[test]
    fn a_leak_of_handles_is_named() {
        let mut handles = Handles::new("content", 2);
        handles.add().unwrap();
        handles.add().unwrap();
        let trap = handles.add().unwrap_err().to_string();
        assert!(trap.contains("2 of `content`"), "{trap}");
        handles.remove();
        handles.add().unwrap();
    }
}
