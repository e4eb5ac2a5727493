//! Components written as text, for what no toolchain would build: the wrong world, a missing function, half a file.
//!
//! Not the guests that do something: those are Rust programs.

use std::path::{Path, PathBuf};

/// Assembles a component, or a core module, from its text format.
///
/// # Panics
/// When the text is not valid.
pub fn assemble(text: &str) -> Vec<u8> {
    wat::parse_str(text).unwrap_or_else(|error| panic!("{error}"))
}

/// Assembles the file into that folder, under the same name with the ending `.wasm`.
///
/// # Panics
/// When the file cannot be read or is not valid.
pub fn assemble_file(source: &Path, folder: &Path) -> PathBuf {
    let text = std::fs::read_to_string(source).unwrap_or_else(|error| panic!("{}: {error}", source.display()));
    let file = folder.join(source.file_stem().expect("a file name")).with_extension("wasm");
    std::fs::write(&file, assemble(&text)).expect("a file in a temporary folder");
    file
}
