//! Digests of inputs, by which a build knows that there is nothing to do. Not for security.

use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::error::BuildError;

/// A digest that is being made of several parts; each is told apart from the next by its length.
#[derive(Clone, Debug, Default)]
pub(crate) struct Digest(Sha256);

impl Digest {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn part(mut self, bytes: impl AsRef<[u8]>) -> Self {
        let bytes = bytes.as_ref();
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    pub(crate) fn file(self, path: &Path) -> Result<Self, BuildError> {
        let bytes = std::fs::read(path).map_err(BuildError::file(path, "read"))?;
        Ok(self.part(bytes))
    }

    /// In hexadecimal.
    pub(crate) fn finish(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Digest;

    #[test]
    fn parts_are_told_apart() {
        let digest = |parts: &[&str]| parts.iter().fold(Digest::new(), |digest, part| digest.part(part)).finish();
        assert_eq!(digest(&["ab", "c"]), digest(&["ab", "c"]));
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
    }
}
