//! What the Go guest needs beside the Go toolchain: bindings out of `wit/`, and a component out of a core module.
//! It is not a build system: `build.sh` says what is run when.
//!
//! ```text
//! contract-go-tools bindings WIT GUEST             write the generated packages into the folder GUEST
//! contract-go-tools component WIT CORE.wasm OUT    wrap a core module as a component
//! ```

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context as _, Result, bail};
use wasi_preview1_component_adapter_provider::WASI_SNAPSHOT_PREVIEW1_REACTOR_ADAPTER;
use wit_bindgen_core::Files;
use wit_bindgen_core::wit_parser::{Resolve, WorldId};
use wit_component::{ComponentEncoder, StringEncoding};

fn main() -> Result<()> {
    let arguments: Vec<_> = env::args_os().skip(1).map(PathBuf::from).collect();
    match arguments.iter().map(PathBuf::as_path).collect::<Vec<_>>()[..] {
        [command, wit, guest] if command == Path::new("bindings") => bindings(wit, guest),
        [command, wit, core, out] if command == Path::new("component") => component(wit, core, out),
        _ => bail!("usage: contract-go-tools bindings WIT GUEST | component WIT CORE.wasm OUT"),
    }
}

/// Parses the folder `wit` and finds the world `scenario` in it.
fn world(wit: &Path) -> Result<(Resolve, WorldId)> {
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_path(wit)?;
    let world = resolve.select_world(&[package], Some("scenario"))?;
    Ok((resolve, world))
}

/// Writes the generated packages: what the component imports into `GUEST/bindings`, the exported functions into
/// `GUEST/wit_exports.go`.
fn bindings(wit: &Path, guest: &Path) -> Result<()> {
    let (mut resolve, world) = world(wit)?;
    let options = wit_bindgen_go::Opts { format: wit_bindgen_go::Format::False, ..Default::default() };
    let mut files = Files::default();
    options.build().generate(&mut resolve, world, &mut files)?;
    for (name, contents) in files.iter() {
        let to = match name {
            "go.mod" => continue,
            "wit_exports.go" => guest.join(name),
            _ => guest.join("bindings").join(name),
        };
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        let text = std::str::from_utf8(contents).with_context(|| format!("`{name}` is not text"))?;
        fs::write(&to, rewrite(text)).with_context(|| format!("cannot write `{}`", to.display()))?;
    }
    Ok(())
}

/// Points the imports at packages of this module: the Go module that the generator counts on cannot be relied on, and
/// its allocator is not safe under the host's calls (see `wit/runtime`).
fn rewrite(text: &str) -> String {
    text.replace("\"go.bytecodealliance.org/pkg/wit/", "\"contract/wit/")
        .replace("\"wit_component/wasmload_", "\"contract/bindings/wasmload_")
        .replace("\"wit_component/", "\"contract/")
}

/// Wraps the core module in the file `core` as a component of the world, WASI preview 1 adapted to preview 2.
fn component(wit: &Path, core: &Path, out: &Path) -> Result<()> {
    let (resolve, world) = world(wit)?;
    let mut module = fs::read(core).with_context(|| format!("cannot read `{}`", core.display()))?;
    wit_component::embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)?;
    let bytes = ComponentEncoder::default()
        .validate(true)
        .module(&module)?
        .adapter("wasi_snapshot_preview1", WASI_SNAPSHOT_PREVIEW1_REACTOR_ADAPTER)?
        .encode()
        .context("the module does not fit the world; are the bindings older than `wit/`?")?;
    fs::write(out, bytes).with_context(|| format!("cannot write `{}`", out.display()))
}
