//! A plugin: one component file, checked, compiled and ready to be instantiated. Not an instance of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};
use thiserror::Error;
use wasmparser::{Encoding, Parser, Payload};
use wasmtime::Engine;
use wasmtime::component::Component;

use crate::cache::{Artifact, CompileCache};
use crate::engine;
use crate::misfit::{Interfaces, Misfit};
use crate::source_map::SourceMap;

/// One component file, compiled.
#[derive(Debug)]
pub struct Plugin {
    path: PathBuf,
    digest: String,
    size: u64,
    artifact: Artifact,
    interfaces: Interfaces,
    compiled_in: Option<Duration>,
    pub(crate) engine: Engine,
    pub(crate) component: Component,
    pub(crate) source_map: Arc<SourceMap>,
}

/// A file that is no plugin. Each kind has a hint of its own.
#[derive(Debug, Error)]
pub enum LoadError {
    /// There is no such file.
    #[error("`{path}` does not exist")]
    NotFound {
        /// The path as given.
        path: String,
    },
    /// The file cannot be read.
    #[error("`{path}` cannot be read")]
    Unreadable {
        /// The path as given.
        path: String,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// The file is not WebAssembly.
    #[error("`{path}` is not a WebAssembly component: {found}")]
    NotWasm {
        /// The path as given.
        path: String,
        /// What it is instead, in words.
        found: &'static str,
    },
    /// The file is a core module, not a component.
    #[error("`{path}` is a core WebAssembly module, not a component")]
    CoreModule {
        /// The path as given.
        path: String,
    },
    /// The file is damaged.
    #[error("`{path}` is damaged")]
    Malformed {
        /// The path as given.
        path: String,
        /// What is wrong, and where.
        #[source]
        source: wasmparser::BinaryReaderError,
    },
    /// The component does not fit the world `wasmload:scenario/scenario`.
    #[error("`{path}` does not fit the world `wasmload:scenario/scenario`")]
    Misfits {
        /// The path as given.
        path: String,
        /// Everything that does not fit.
        misfits: Vec<Misfit>,
    },
    /// The component cannot be compiled.
    #[error("`{path}` cannot be compiled")]
    Compile {
        /// The path as given.
        path: String,
        /// What the compiler says.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The engine cannot be set up.
    #[error(transparent)]
    Engine(#[from] engine::EngineError),
}

impl LoadError {
    /// The way out.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Unreadable { .. } | Self::NotFound { .. } => {
                Some("give the path of a `.wasm` file that holds a component")
            }
            Self::NotWasm { .. } => {
                Some("build the scenario first, for Rust with `cargo build --release --target wasm32-wasip2`")
            }
            Self::CoreModule { .. } => {
                Some("build for `wasm32-wasip2`, or turn the module into a component with `wasm-tools component new`")
            }
            Self::Malformed { .. } => Some("the file may be cut off: build or download it again"),
            Self::Misfits { .. } | Self::Compile { .. } | Self::Engine(_) => None,
        }
    }
}

impl Plugin {
    /// Reads, checks and compiles a component; compiled code comes from the cache if it is there.
    ///
    /// # Errors
    /// Every way in which a file may not be a plugin.
    pub fn load(path: &Path, cache: Option<&CompileCache>) -> Result<Self, LoadError> {
        let shown = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|source| match source.kind() {
            std::io::ErrorKind::NotFound => LoadError::NotFound { path: shown.clone() },
            _ => LoadError::Unreadable { path: shown.clone(), source },
        })?;
        check_format(&shown, &bytes)?;

        let engine = engine::on_demand()?;
        let digest = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let compile_error = |source: wasmtime::Error| LoadError::Compile { path: shown.clone(), source: source.into() };
        let cached = cache.and_then(|cache| {
            let artifact = cache.find(&engine, &digest)?;
            match artifact.load(&engine) {
                Ok(component) => Some((artifact, component)),
                Err(error) => {
                    tracing::debug!("a cached artifact does not load and is made again: {error:#}");
                    cache.forget(&engine, &digest);
                    None
                }
            }
        });
        let (artifact, component, compiled_in) = match cached {
            Some((artifact, component)) => (artifact, component, None),
            None => {
                let begun = SystemTime::now();
                let code = engine.precompile_component(&bytes).map_err(compile_error)?;
                let artifact = keep(cache, &engine, &digest, code);
                let component = artifact.load(&engine).map_err(compile_error)?;
                (artifact, component, Some(begun.elapsed().unwrap_or_default()))
            }
        };

        let interfaces = Interfaces::of(&engine, &component);
        let misfits = interfaces.misfits(&engine, &component);
        if !misfits.is_empty() {
            return Err(LoadError::Misfits { path: shown, misfits });
        }
        let size = bytes.len() as u64;
        let source_map = Arc::new(SourceMap::of(&bytes));
        Ok(Self {
            path: path.to_owned(),
            digest,
            size,
            artifact,
            interfaces,
            compiled_in,
            engine,
            component,
            source_map,
        })
    }

    /// The path that it was loaded from.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The SHA-256 of the file, in hexadecimal.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The size of the file, in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// What it imports and exports.
    pub fn interfaces(&self) -> &Interfaces {
        &self.interfaces
    }

    /// How long it took to compile; none when the code came from the cache.
    pub fn compiled_in(&self) -> Option<Duration> {
        self.compiled_in
    }

    /// The linear memory, in bytes, that an instance has from the start; 0 if that is not known before it is made.
    pub fn least_memory(&self) -> u64 {
        const PAGE: u64 = 64 << 10;
        let needs = self.component.resources_required();
        // wasmtime counts it in pages.
        needs.and_then(|needs| needs.max_initial_memory_size).unwrap_or(0).saturating_mul(PAGE)
    }

    /// The component, loaded into another engine of the same configuration.
    pub(crate) fn component_for(&self, engine: &Engine) -> wasmtime::Result<Component> {
        self.artifact.load(engine)
    }
}

/// Keeps compiled code in the cache; a cache that cannot be written to costs time at the next start, and nothing else.
fn keep(cache: Option<&CompileCache>, engine: &Engine, digest: &str, code: Vec<u8>) -> Artifact {
    let Some(cache) = cache else { return Artifact::Bytes(code) };
    cache.keep(engine, digest, &code).unwrap_or_else(|error| {
        tracing::warn!("compiled code cannot be kept for the next run: {error}");
        Artifact::Bytes(code)
    })
}

/// Tells what a file is before the compiler sees it, since the compiler's own words are for those who write compilers.
fn check_format(path: &str, bytes: &[u8]) -> Result<(), LoadError> {
    let not_wasm = |found| LoadError::NotWasm { path: path.to_owned(), found };
    if bytes.len() < 8 || !bytes.starts_with(b"\0asm") {
        let text = std::str::from_utf8(&bytes[..bytes.len().min(512)]).is_ok();
        return Err(not_wasm(match () {
            () if bytes.is_empty() => "it is empty",
            () if bytes.starts_with(b"\0asm") || b"\0asm".starts_with(bytes) => "it ends after a few bytes",
            () if text && bytes.trim_ascii_start().starts_with(b"(") => "it is WebAssembly text",
            () if text => "it is text",
            () => "it holds other data",
        }));
    }
    let malformed = |source| LoadError::Malformed { path: path.to_owned(), source };
    for payload in Parser::new(0).parse_all(bytes) {
        if let Payload::Version { encoding, .. } = payload.map_err(malformed)? {
            if encoding == Encoding::Module {
                return Err(LoadError::CoreModule { path: path.to_owned() });
            }
            break;
        }
    }
    wasmparser::validate(bytes).map(drop).map_err(malformed)
}
