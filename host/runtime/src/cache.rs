//! Compiled components on disk, so that a plugin is compiled once per machine. Not a cache of anything that ran.
//!
//! An artifact is native code: it is loaded only from a directory that belongs to the user who runs the tool, under a
//! name made of the component's digest and of everything that compilation depends on.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use wasmtime::Engine;
use wasmtime::component::Component;

/// How long an artifact is kept after it was written: most are of components that have long been built anew.
const KEPT_FOR: Duration = Duration::from_hours(30 * 24);

/// A directory of compiled components.
#[derive(Clone, Debug)]
pub struct CompileCache {
    directory: PathBuf,
}

/// Native code for one component: in the cache, or in memory when there is no cache to write to.
#[derive(Clone, Debug)]
pub(crate) enum Artifact {
    File(PathBuf),
    Bytes(Vec<u8>),
}

impl CompileCache {
    /// A cache in that directory, which is made when it is needed.
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        Self { directory: directory.into() }
    }

    fn path(&self, engine: &Engine, digest: &str) -> PathBuf {
        let mut hasher = DefaultHasher::new();
        engine.precompile_compatibility_hash().hash(&mut hasher);
        self.directory.join(format!("{digest}-{:016x}.cwasm", hasher.finish()))
    }

    /// The artifact of a component, if it was compiled before.
    pub(crate) fn find(&self, engine: &Engine, digest: &str) -> Option<Artifact> {
        let path = self.path(engine, digest);
        (owned_by_us(&self.directory) && path.is_file()).then_some(Artifact::File(path))
    }

    /// Keeps an artifact. Written aside and renamed, so that a reader never sees half of it.
    pub(crate) fn keep(&self, engine: &Engine, digest: &str, code: &[u8]) -> std::io::Result<Artifact> {
        create_private(&self.directory)?;
        let path = self.path(engine, digest);
        let aside = path.with_extension(format!("{}.new", std::process::id()));
        // On disk before it has its name: a file cut off by a crash would be native code that ends anywhere.
        let written = fs::File::create(&aside)
            .and_then(|mut file| file.write_all(code).and_then(|()| file.sync_data()))
            .and_then(|()| fs::rename(&aside, &path));
        if written.is_err() {
            // What could not be written whole must not stay; that it is gone already is no fault.
            drop(fs::remove_file(&aside));
        }
        self.remove_old();
        written.map(|()| Artifact::File(path))
    }

    /// Removes artifacts that were written long ago. What cannot be removed stays; the next one tries again.
    fn remove_old(&self) {
        let Ok(entries) = fs::read_dir(&self.directory) else { return };
        for entry in entries.flatten() {
            let is_old = |written: SystemTime| written.elapsed().is_ok_and(|age| age > KEPT_FOR);
            let modified = entry.metadata().and_then(|meta| meta.modified());
            if entry.path().extension().is_some_and(|extension| extension == "cwasm") && modified.is_ok_and(is_old) {
                drop(fs::remove_file(entry.path()));
            }
        }
    }

    /// Forgets an artifact that did not load.
    pub(crate) fn forget(&self, engine: &Engine, digest: &str) {
        drop(fs::remove_file(self.path(engine, digest)));
    }
}

impl Artifact {
    /// Loads the code into an engine.
    #[expect(unsafe_code, reason = "wasmtime cannot verify native code; where it comes from is what makes it safe")]
    pub(crate) fn load(&self, engine: &Engine) -> wasmtime::Result<Component> {
        match self {
            // SAFETY: `find` and `keep` give only files that this tool wrote with `precompile_component`, in a directory
            // that nobody else may write to; wasmtime checks version and settings.
            Self::File(path) => unsafe { Component::deserialize_file(engine, path) },
            // SAFETY: the bytes come straight from `precompile_component` in this process.
            Self::Bytes(bytes) => unsafe { Component::deserialize(engine, bytes) },
        }
    }
}

#[cfg(unix)]
fn create_private(directory: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
    if owned_by_us(directory) {
        Ok(())
    } else {
        Err(std::io::Error::other("the directory is writable for others, or belongs to somebody else"))
    }
}

#[cfg(not(unix))]
fn create_private(directory: &Path) -> std::io::Result<()> {
    fs::create_dir_all(directory)
}

/// Whether nobody but this user may write there.
#[cfg(unix)]
fn owned_by_us(directory: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let ours = rustix::process::geteuid().as_raw();
    fs::metadata(directory).is_ok_and(|meta| meta.uid() == ours && meta.mode() & 0o022 == 0)
}

#[cfg(not(unix))]
fn owned_by_us(directory: &Path) -> bool {
    directory.is_dir()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn component(engine: &Engine) -> Vec<u8> {
        // The smallest component there is: the preamble alone.
        engine.precompile_component(b"\0asm\x0d\0\x01\0").unwrap()
    }

    #[test]
    fn what_was_kept_is_found_and_loads() {
        let directory = tempfile::tempdir().unwrap();
        let cache = CompileCache::new(directory.path().join("compiled"));
        let engine = crate::engine::on_demand().unwrap();
        assert!(cache.find(&engine, "digest").is_none());
        cache.keep(&engine, "digest", &component(&engine)).unwrap();
        cache.find(&engine, "digest").unwrap().load(&engine).unwrap();
        cache.forget(&engine, "digest");
        assert!(cache.find(&engine, "digest").is_none());
    }

    #[test]
    fn artifacts_that_were_written_long_ago_make_room() {
        let directory = tempfile::tempdir().unwrap();
        let cache = CompileCache::new(directory.path().join("compiled"));
        let engine = crate::engine::on_demand().unwrap();
        let code = component(&engine);
        for digest in ["old", "young"] {
            cache.keep(&engine, digest, &code).unwrap();
        }
        let age = |digest: &str, age: Duration| {
            let file = fs::File::options().write(true).open(cache.path(&engine, digest)).unwrap();
            file.set_modified(SystemTime::now() - age).unwrap();
        };
        age("old", KEPT_FOR + Duration::from_mins(1));
        age("young", KEPT_FOR - Duration::from_mins(1));
        let other = cache.directory.join("notes.txt");
        fs::write(&other, "").unwrap();
        fs::File::options().write(true).open(&other).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
        cache.keep(&engine, "new", &code).unwrap();
        assert!(cache.find(&engine, "old").is_none());
        assert!(cache.find(&engine, "young").is_some() && cache.find(&engine, "new").is_some());
        assert!(other.exists());
    }

    #[test]
    fn code_in_memory_loads_too() {
        let engine = crate::engine::on_demand().unwrap();
        Artifact::Bytes(component(&engine)).load(&engine).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_directory_that_others_may_write_to_is_not_trusted() {
        use std::os::unix::fs::PermissionsExt;
        let directory = tempfile::tempdir().unwrap();
        let cache = CompileCache::new(directory.path().join("compiled"));
        let engine = crate::engine::on_demand().unwrap();
        cache.keep(&engine, "digest", &component(&engine)).unwrap();
        fs::set_permissions(directory.path().join("compiled"), fs::Permissions::from_mode(0o777)).unwrap();
        assert!(cache.find(&engine, "digest").is_none());
        assert!(cache.keep(&engine, "digest", b"").is_err());
    }

    #[test]
    fn an_artifact_that_was_cut_off_does_not_load() {
        let directory = tempfile::tempdir().unwrap();
        let cache = CompileCache::new(directory.path().join("compiled"));
        let engine = crate::engine::on_demand().unwrap();
        let code = component(&engine);
        let artifact = cache.keep(&engine, "digest", &code[..code.len() / 2]).unwrap();
        assert!(artifact.load(&engine).is_err());
    }
}
