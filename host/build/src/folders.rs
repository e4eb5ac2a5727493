//! Where wasmload keeps what it unpacks and installs. Not the project's own folders.

use std::path::PathBuf;

/// The folders of one user.
#[derive(Clone, Debug)]
pub struct Folders {
    data: PathBuf,
    cache: PathBuf,
}

impl Folders {
    /// SDKs go below `data`, tools and intermediate results below `cache`.
    pub fn new(data: PathBuf, cache: PathBuf) -> Self {
        Self { data, cache }
    }

    /// Where the SDKs of all versions are.
    pub(crate) fn sdks(&self) -> PathBuf {
        self.data.join("sdk")
    }

    /// Where a tool of exactly this version is installed, such as `componentize-qjs-0.4.5`.
    pub(crate) fn tool(&self, name: &str) -> PathBuf {
        self.cache.join("tools").join(name)
    }

    /// Where a source file without a project is built.
    pub(crate) fn loose(&self, digest: &str) -> PathBuf {
        self.cache.join("build").join(digest)
    }
}
