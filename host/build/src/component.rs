//! A core module becomes a component of the world `scenario`, in process. For languages whose compiler stops before that.

use std::path::Path;

use wasi_preview1_component_adapter_provider::{
    WASI_SNAPSHOT_PREVIEW1_ADAPTER_NAME, WASI_SNAPSHOT_PREVIEW1_REACTOR_ADAPTER,
};
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

/// The world that every scenario fits.
pub(crate) const WORLD: &str = "scenario";

/// Wraps a core module that was built for WASI preview 1. `wit` is the folder of the WIT packages.
///
/// # Errors
/// The module does not fit: what is wrong, in the words of `wit-component`.
pub(crate) fn of_module(module: &[u8], wit: &Path) -> Result<Vec<u8>, String> {
    let encode = || {
        let mut resolve = Resolve::default();
        let (package, _) = resolve.push_path(wit)?;
        let world = resolve.select_world(&[package], Some(WORLD))?;
        let mut module = module.to_vec();
        embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)?;
        let encoder = ComponentEncoder::default().validate(true).module(&module)?;
        encoder.adapter(WASI_SNAPSHOT_PREVIEW1_ADAPTER_NAME, WASI_SNAPSHOT_PREVIEW1_REACTOR_ADAPTER)?.encode()
    };
    encode().map_err(|error: anyhow::Error| format!("{error:#}"))
}
