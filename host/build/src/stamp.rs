//! What a finished component says about how it was made: language, SDK and tool, in the section `producers`
//! (<https://github.com/WebAssembly/tool-conventions/blob/main/ProducersSection.md>). Not needed to run it.

use wasm_metadata::AddMetadata;

use crate::language::Language;

/// Adds the stamp. Fails when the bytes are no component.
pub(crate) fn stamp(component: &[u8], language: Language) -> Result<Vec<u8>, String> {
    let version = env!("CARGO_PKG_VERSION").to_owned();
    let mut stamp = AddMetadata::default();
    stamp.language = vec![(language.to_string(), String::new())];
    stamp.sdk = vec![(language.sdk_name().to_owned(), version.clone())];
    stamp.processed_by = vec![("wasmload".to_owned(), version)];
    stamp.to_wasm(component).map_err(|error| format!("{error:#}"))
}
