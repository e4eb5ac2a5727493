//! Packs the SDKs, the WIT packages and the project templates into the crate: a table of paths and contents.
//!
//! Not an archive: the files are small, and few.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What lies beside the sources without belonging to them, anywhere.
const LEFT_OUT: &[&str] = &[
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".venv",
    "__pycache__",
    "node_modules",
    "package-lock.json",
    "target",
    "testdata",
];

/// The same, at the top of an SDK.
const LEFT_OUT_AT_THE_TOP: &[&str] = &[".gitignore", "build", "dist", "test", "tests"];

fn main() -> io::Result<()> {
    let here = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").ok_or(io::ErrorKind::NotFound)?);
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    let root = here.join("../..");
    let mut sdks = Vec::new();
    for language in ["rust", "go", "js", "python"] {
        collect(&root.join("guest-sdk").join(language), language, &mut sdks)?;
    }
    collect(&root.join("wit"), "wit", &mut sdks)?;
    let mut templates = Vec::new();
    collect(&here.join("templates"), "", &mut templates)?;
    let text = format!("{}{}", table("SDKS", &sdks), table("TEMPLATES", &templates));
    fs::write(out.join("files.rs"), text)
}

/// All files below a folder, sorted, links followed, each with its path under `name`.
fn collect(folder: &Path, name: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    // A folder changes when an entry comes or goes; its files are watched one by one.
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    for path in entries {
        let Some(entry) = path.file_name().and_then(|entry| entry.to_str()) else { continue };
        let at_the_top = !name.is_empty() && !name.contains('/');
        if LEFT_OUT.contains(&entry) || (at_the_top && LEFT_OUT_AT_THE_TOP.contains(&entry)) {
            continue;
        }
        let inside = if name.is_empty() { entry.to_owned() } else { format!("{name}/{entry}") };
        if path.is_dir() {
            collect(&path, &inside, files)?;
        } else {
            println!("cargo::rerun-if-changed={}", path.display());
            files.push((inside, path.canonicalize()?));
        }
    }
    Ok(())
}

fn table(name: &str, files: &[(String, PathBuf)]) -> String {
    let mut text = format!("const {name}: &[(&str, &[u8])] = &[\n");
    for (inside, path) in files {
        text.push_str(&format!("    ({inside:?}, include_bytes!({:?})),\n", path.display().to_string()));
    }
    text.push_str("];\n");
    text
}
