//! Writes the generated parts of the SDKs out of `wit/`, for `cargo xtask generate`.
//!
//! Not Python's: its own tool makes those. What is written for Go still has to go through `gofmt`.
//!
//! ```text
//! bindings go WIT FOLDER           the packages below internal/bindings
//! bindings js WIT FOLDER           wit.d.ts
//! ```

mod go;
mod javascript;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

fn main() -> Result<()> {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let [language, wit, folder] = &arguments[..] else { bail!("usage: bindings go|js WIT FOLDER") };
    let (wit, folder) = (Path::new(wit), Path::new(folder));
    let files: Vec<(PathBuf, String)> = match language.to_str() {
        Some("go") => go::generate(wit)?.into_iter().collect(),
        Some("js") => vec![("wit.d.ts".into(), javascript::declarations(wit)?)],
        _ => bail!("there are no bindings for {}", language.to_string_lossy()),
    };
    for (path, text) in files {
        let path = folder.join(path);
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, text));
        written.with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}
