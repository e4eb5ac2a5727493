//! A VU is a component: this crate compiles a plugin, makes VUs of it and gives them their capabilities.
//!
//! It knows nothing of command lines, plan files or terminals; what load is, and when it is made, is `wasmload-core`'s.
//! Inside, `capability` holds one module for each WIT package, `vu` what one VU is, and the rest what a run shares.

mod alarm;
mod bindings;
pub mod cache;
pub mod capability;
pub mod capacity;
mod engine;
mod failure;
pub mod generator;
pub mod grants;
mod guest_text;
mod lifecycle;
mod misfit;
pub mod network;
mod outside;
pub mod plugin;
mod probe;
pub mod samples;
pub mod sandbox;
mod source_map;
pub mod vu;
pub mod workers;

pub use engine::EngineError;
pub use lifecycle::{Description, Lifecycle, StepError};
pub use misfit::{Import, Interfaces, Misfit};
pub use plugin::{LoadError, Plugin};
pub use vu::factory::ComponentFactory;
pub use workers::Workers;

/// The version of wasmtime that this build stands on.
pub const WASMTIME_VERSION: &str = "48";
