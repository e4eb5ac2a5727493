//! Connections to the system under test: where they may go, how they are made, and what their sockets see.
//!
//! What is spoken over them is a capability's affair, and so are samples.

pub(crate) mod address;
pub(crate) mod dial;
pub(crate) mod failure;
pub(crate) mod line;
mod settings;
mod shared;
pub(crate) mod timed_io;
pub(crate) mod tls;

pub use settings::{NetworkSettings, OnRefused, SettingsError};
pub use shared::Network;
