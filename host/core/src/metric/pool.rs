//! Blocks of counters that are free to be used again. Not shared: each owner of histograms has its own.

/// How many counters a block holds: 512 bytes, an eighth of an octave.
pub(super) const BLOCK: usize = 128;

/// One block of counters.
pub(super) type Block = Box<[u32; BLOCK]>;

/// Cleared blocks, so that a worker in the middle of a test asks the allocator for nothing.
#[derive(Debug, Default)]
pub struct BlockPool {
    free: Vec<Block>,
}

impl BlockPool {
    /// A pool with nothing in it.
    pub const fn new() -> Self {
        Self { free: Vec::new() }
    }

    /// A block of zeros.
    pub(super) fn take(&mut self) -> Block {
        self.free.pop().unwrap_or_else(|| Box::new([0; BLOCK]))
    }

    /// Gives a block back. It is cleared here: the one who takes it is in more of a hurry.
    pub(super) fn give(&mut self, mut block: Block) {
        block.fill(0);
        self.free.push(block);
    }

    /// Takes all blocks of `other`.
    pub(super) fn absorb(&mut self, other: &mut Self) {
        if self.free.is_empty() {
            std::mem::swap(&mut self.free, &mut other.free);
        } else {
            self.free.append(&mut other.free);
        }
    }

    /// Takes that many blocks out, or as many as there are.
    pub(super) fn split(&mut self, count: usize) -> Self {
        Self { free: self.free.split_off(self.free.len().saturating_sub(count)) }
    }

    /// Drops blocks beyond that number.
    pub(super) fn trim(&mut self, most: usize) {
        self.free.truncate(most);
        if self.free.capacity() > most.saturating_mul(2).max(64) {
            self.free.shrink_to(most);
        }
    }

    /// How many blocks are free.
    pub fn len(&self) -> usize {
        self.free.len()
    }

    /// Whether none is free.
    pub fn is_empty(&self) -> bool {
        self.free.is_empty()
    }

    /// Bytes on the heap.
    pub fn heap_size(&self) -> usize {
        self.free.len() * size_of::<[u32; BLOCK]>() + self.free.capacity() * size_of::<Block>()
    }
}
