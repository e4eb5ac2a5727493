//! Write load test scenarios for `wasmload` in Rust.
//!
//! ```no_run
//! use wasmload_sdk::prelude::*;
//!
//! fn visit() -> Result {
//!     let page = http::get("/")?;
//!     check!(page.status() == 200);
//!     Ok(())
//! }
//! scenario!(visit);
//! ```
//!
//! Not a load generator: it is what a scenario is written with, a WebAssembly component that `wasmload run`
//! instantiates once for each virtual user (VU). Build it with `crate-type = ["cdylib"]` for the target
//! `wasm32-wasip2`.
//!
//! | for | see |
//! | --- | --- |
//! | the parts of a scenario, state and data | [`scenario!`], [`Vu`] |
//! | requests | [`http`] |
//! | sockets | [`websocket`] |
//! | truths about the answers | [`check!`], [`mod@check`] |
//! | figures of your own | [`metrics`] |
//! | what runs, how often, and what has to hold | [`plan`] |
//! | parts of an iteration, waiting, chance | [`mod@group`], [`time`], [`random`] |
//! | who and where one is; ending a test | [`execution`] |
//! | rows of files that all VUs share | [`data`] |
//! | variables, secrets and the target | [`config`] |
//! | errors | [`Result`], [`Error`], [`fail!`] |
//!
//! A panic ends the iteration, is logged with its line, and costs the VU: the host makes a new one. `?` and [`fail!`]
//! end the iteration and keep the VU.

mod error;
mod lazy;
mod panic;
mod scenario;
mod vu;

pub mod check;
pub mod config;
pub mod data;
pub mod execution;
pub mod group;
pub mod http;
#[doc(hidden)]
pub mod lifecycle;
pub mod log;
pub mod metrics;
pub mod plan;
pub mod prelude;
pub mod random;
pub mod time;
pub mod websocket;
#[doc(hidden)]
pub mod wit;

pub use error::{Error, Result};
pub use vu::Vu;
