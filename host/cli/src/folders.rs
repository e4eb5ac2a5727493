//! The folders of the user that runs this program: where compiled plugins, unpacked SDKs and tools are kept. By the rules
//! of <https://specifications.freedesktop.org/basedir-spec/latest/>, unless variables of our own say otherwise.

use std::path::PathBuf;

use wasmload_build::Folders;
use wasmload_runtime::cache::CompileCache;

use crate::diagnostics::{Diagnostic, Outcome};
use crate::exit_code::Exit;

/// The cache of compiled plugins, unless it is not wanted or there is no place for it.
pub(crate) fn cache(off: bool, directory: Option<PathBuf>) -> Option<CompileCache> {
    let directory = directory.or_else(|| Some(caches()?.join("compiled")))?;
    (!off).then(|| CompileCache::new(directory))
}

/// Where SDKs are unpacked and tools installed.
pub(crate) fn for_builds() -> Outcome<Folders> {
    let folders = data().zip(caches()).map(|(data, caches)| Folders::new(data, caches));
    folders.ok_or_else(|| {
        Diagnostic::new("there is no place for the SDKs: neither `WASMLOAD_DATA_DIR` nor `HOME` is set")
            .hint("set `HOME`, or `WASMLOAD_DATA_DIR` and `XDG_CACHE_HOME`")
            .fail(Exit::BuildFailed)
    })
}

fn caches() -> Option<PathBuf> {
    let cache = variable("XDG_CACHE_HOME").or_else(|| Some(variable("HOME")?.join(".cache")))?;
    Some(cache.join("wasmload"))
}

fn data() -> Option<PathBuf> {
    variable("WASMLOAD_DATA_DIR").or_else(|| {
        let data = variable("XDG_DATA_HOME").or_else(|| Some(variable("HOME")?.join(".local/share")))?;
        Some(data.join("wasmload"))
    })
}

fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}
