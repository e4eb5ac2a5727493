//! Where built guests are.
//!
//! Not how they are built: `cargo xtask test` does that before the tests run.

use std::path::{Path, PathBuf};

use crate::binary::target;

/// A component built from `tests/programs`, `examples/` or `plugins/`, by the name of its target.
///
/// # Panics
/// When it is not there.
pub fn guest(name: &str) -> PathBuf {
    let folder =
        std::env::var_os("WASMLOAD_GUESTS").map_or_else(|| target().join("wasm32-wasip2/guest"), PathBuf::from);
    let file = format!("{}.wasm", name.replace('-', "_"));
    let places = [folder.join(&file), folder.join("examples").join(&file)];
    let place = places.iter().find(|place| place.is_file());
    place
        .unwrap_or_else(|| panic!("there is no `{file}` in {}; `cargo xtask test` builds it", folder.display()))
        .clone()
}

/// The conformance scenario in that language, or none when its language's tools are not on this machine. That in Rust is
/// always there.
///
/// # Panics
/// In continuous integration, when there is none.
pub fn conformance_guest(language: &str) -> Option<PathBuf> {
    if language == "rust" {
        return Some(guest("conformance"));
    }
    let folder = std::env::var_os("WASMLOAD_CONFORMANCE").map_or_else(|| target().join("conformance"), PathBuf::from);
    let file = folder.join(language).with_extension("wasm");
    if file.is_file() {
        return Some(file);
    }
    assert!(std::env::var_os("CI").is_none(), "there is no {}; `cargo xtask test` builds it", file.display());
    None
}

/// A component built from `tests/languages/LANGUAGE/NAME`.
///
/// # Panics
/// When it is not there.
pub fn language_guest(language: &str, name: &str) -> PathBuf {
    let file = target().join("languages").join(language).join(name).with_extension("wasm");
    assert!(file.is_file(), "there is no {}; `cargo xtask test` builds it", file.display());
    file
}

/// The names of all programs under `tests/programs`.
///
/// # Panics
/// When that folder cannot be read.
pub fn programs() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("programs/examples");
    let entries = std::fs::read_dir(&folder).expect("the folder of test programs");
    let files = entries.map(|entry| entry.expect("an entry of that folder").path());
    let sources = files.filter(|file| file.extension().is_some_and(|ending| ending == "rs"));
    let mut names: Vec<String> = sources.filter_map(|file| Some(file.file_stem()?.to_str()?.to_owned())).collect();
    names.sort_unstable();
    names
}
