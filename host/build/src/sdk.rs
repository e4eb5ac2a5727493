//! Unpacks the SDKs, once for each version of wasmload, and makes a project point at them.
//!
//! Not how a language finds its SDK from there: manifests name `.wasmload/sdk`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::digest::Digest;
use crate::embedded;
use crate::error::BuildError;
use crate::folders::Folders;

/// The folder of a project that belongs to wasmload.
pub(crate) const OWN_FOLDER: &str = ".wasmload";

/// SDKs that are unpacked.
#[derive(Clone, Debug)]
pub(crate) struct Sdks {
    /// The folder that has one for each language, and `wit`.
    pub(crate) root: PathBuf,
    /// Of all their files.
    pub(crate) digest: String,
}

impl Sdks {
    /// Unpacks those of this version, unless that has been done.
    pub(crate) fn unpack(folders: &Folders) -> Result<Self, BuildError> {
        let files = embedded::sdks();
        let digest = files.iter().fold(Digest::new(), |digest, (path, contents)| digest.part(path).part(contents));
        let digest = digest.finish();
        // A version that is being developed changes; a released one does not.
        let root = folders.sdks().join(format!("{}-{}", env!("CARGO_PKG_VERSION"), &digest[..8]));
        if !root.is_dir() {
            // Another process may be doing the same: whoever is first wins, and nobody ever sees half of it.
            let part = root.with_extension(format!("part-{}", std::process::id()));
            let unpacked = write_all(&part, files).and_then(|()| match fs::rename(&part, &root) {
                Err(_) if root.is_dir() => fs::remove_dir_all(&part),
                renamed => renamed,
            });
            unpacked.map_err(BuildError::file(&root, "written"))?;
        }
        Ok(Self { root, digest })
    }

    /// Makes `.wasmload/sdk` of the project point at them.
    pub(crate) fn link(&self, project: &Path) -> Result<(), BuildError> {
        let folder = project.join(OWN_FOLDER);
        let link = folder.join("sdk");
        if fs::read_link(&link).is_ok_and(|target| target == self.root) {
            return Ok(());
        }
        let relink = || {
            fs::create_dir_all(&folder)?;
            fs::write(folder.join(".gitignore"), "*\n")?;
            match fs::remove_file(&link) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            symlink(&self.root, &link)
        };
        relink().map_err(BuildError::file(&link, "written"))
    }
}

#[cfg(unix)]
fn symlink(target: &Path, link: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, link)
}

#[cfg(windows)]
fn symlink(target: &Path, link: &Path) -> io::Result<()> {
    std::os::windows::fs::symlink_dir(target, link)
}

fn write_all(folder: &Path, files: &[embedded::File]) -> io::Result<()> {
    for (path, contents) in files {
        let path = folder.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, contents)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_unpacked_once_and_a_project_follows_the_version() {
        let folder = tempfile::tempdir().unwrap();
        let folders = Folders::new(folder.path().join("data"), folder.path().join("cache"));
        let sdks = Sdks::unpack(&folders).unwrap();
        assert!(sdks.root.join("rust/Cargo.toml").is_file());
        let project = folder.path().join("shop");
        fs::create_dir_all(project.join(OWN_FOLDER)).unwrap();
        symlink(&folder.path().join("an-older-version"), &project.join(".wasmload/sdk")).unwrap();
        sdks.link(&project).unwrap();
        assert!(project.join(".wasmload/sdk/wit/world.wit").is_file());
        let marker = sdks.root.join("marker");
        fs::write(&marker, "").unwrap();
        assert_eq!(Sdks::unpack(&folders).unwrap().root, sdks.root);
        assert!(marker.is_file(), "what is there stays");
    }
}
