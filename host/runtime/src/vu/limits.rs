//! How much memory one instance may have. Not how long it may run: that is `stall`.

use wasmtime::ResourceLimiter;

/// The most elements of a table: above what any language's runtime needs, far below what would hurt.
const TABLE_ELEMENTS: usize = 1 << 20;

/// The limits of one instance.
#[derive(Debug)]
pub(crate) struct MemoryLimit {
    most: usize,
    /// The bytes of all its memories. A growth that the system refused after all stays counted: too much, never too little.
    used: usize,
    refused: bool,
}

impl MemoryLimit {
    pub(crate) fn new(most: usize) -> Self {
        Self { most, used: 0, refused: false }
    }

    /// Forgets that the guest asked for too much before: a trap from now on has a cause of its own.
    pub(crate) fn begin(&mut self) {
        self.refused = false;
    }

    /// Whether the guest asked for more than it may have. A trap after that is for lack of memory.
    pub(crate) fn refused(&self) -> bool {
        self.refused
    }
}

impl ResourceLimiter for MemoryLimit {
    fn memory_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        let used = self.used.saturating_add(desired.saturating_sub(current));
        let granted = used <= self.most;
        if granted {
            self.used = used;
        } else {
            self.refused = true;
        }
        Ok(granted)
    }

    fn table_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        Ok(desired <= TABLE_ELEMENTS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_holds_for_all_memories_together() {
        let mut limit = MemoryLimit::new(100);
        assert!(limit.memory_growing(0, 40, None).unwrap());
        assert!(limit.memory_growing(0, 40, None).unwrap());
        assert!(!limit.refused());
        assert!(!limit.memory_growing(40, 61, None).unwrap());
        assert!(limit.refused());
        assert!(limit.memory_growing(40, 60, None).unwrap());
        assert!(!limit.memory_growing(0, usize::MAX, None).unwrap());
        limit.begin();
        assert!(!limit.refused());
    }
}
