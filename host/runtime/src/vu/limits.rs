//! How much memory one instance may have. Not how long it may run: that is `stall`.

use wasmtime::ResourceLimiter;

/// The most elements of a table: above what any language's runtime needs, far below what would hurt.
const TABLE_ELEMENTS: usize = 1 << 20;

/// The limits of one instance.
#[derive(Debug)]
pub(crate) struct MemoryLimit {
    most: usize,
    refused: bool,
}

impl MemoryLimit {
    pub(crate) fn new(most: usize) -> Self {
        Self { most, refused: false }
    }

    /// Whether the guest asked for more than it may have. A trap after that is for lack of memory.
    pub(crate) fn refused(&self) -> bool {
        self.refused
    }
}

impl ResourceLimiter for MemoryLimit {
    fn memory_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        let granted = desired <= self.most;
        self.refused |= !granted;
        Ok(granted)
    }

    fn table_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        Ok(desired <= TABLE_ELEMENTS)
    }
}
