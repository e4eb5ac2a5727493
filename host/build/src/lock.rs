//! One process at a time: a file that is locked while somebody works beside it. Not for readers: they see finished files only.

use std::fs::{self, File};
use std::path::Path;

use crate::error::BuildError;

/// Waits until nobody else holds the lock. It is given back when the file is dropped, or its process ends.
pub(crate) fn hold(path: &Path) -> Result<File, BuildError> {
    let opened = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| File::create(path));
    let locked = opened.and_then(|file| file.lock().map(|()| file));
    locked.map_err(BuildError::file(path, "locked"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_else_has_it_until_it_is_given_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("work/lock");
        let held = hold(&path).unwrap();
        let other = File::open(&path).unwrap();
        assert!(other.try_lock().is_err());
        drop(held);
        other.try_lock().unwrap();
    }
}
