//! `wasmload:http`: requests whose every phase is measured. A VU's connections are its own and live as long as it does.
//!
//! The way of a request, each step a file: `view` (the interface) → `request` (checked) → `hop` (one exchange) →
//! `pool` or `network::dial` (a connection) → `connection` (hyper, polled in the VU's task, over `network`'s marked and counted
//! stream) → `phases` → `tags` and `record` (samples) → `redirect` (another hop?) → `content` (what the guest may ask for).
//!
//! HTTP/2, cookies, compression, proxies and streaming bodies are not here yet: a connection of another kind goes beside
//! `connection`, the others between `request` and `hop`.

mod batch;
mod budget;
mod connection;
mod content;
mod deadline;
mod error;
mod gate;
mod hop;
mod intake;
mod json_path;
mod names;
mod params;
mod phases;
mod pool;
mod record;
mod redirect;
mod request;
pub mod settings;
mod shared;
mod tags;
mod target;
mod view;
mod vu;

#[cfg(test)]
mod tests;

pub use content::Content;
pub(crate) use hop::Hop;
pub use params::Params;
pub use settings::HttpSettings;
pub use shared::HttpShared;
pub use view::{HasHttp, HttpView, add_to_linker};
pub use vu::HttpVu;
