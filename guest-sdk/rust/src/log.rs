//! Messages for the person who reads the run's output. Not for results: count and measure those with
//! [`metrics`](crate::metrics).
//!
//! The host limits the rate of messages, and counts those that it leaves out.

use std::fmt::Display;

use crate::wit::wasmload::scenario::log::{Level, write};

/// Shown with `-v` only.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let items = 3;
/// log::debug(format_args!("{items} items in the basket"));
/// ```
pub fn debug(message: impl Display) {
    put(Level::Debug, &message);
}

/// Shown unless `--quiet`.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// log::info("the shop is closed");
/// ```
pub fn info(message: impl Display) {
    put(Level::Info, &message);
}

/// Shown always.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// log::warn("the basket was not empty");
/// ```
pub fn warn(message: impl Display) {
    put(Level::Warn, &message);
}

/// Shown always.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// log::error("the shop took the money twice");
/// ```
pub fn error(message: impl Display) {
    put(Level::Error, &message);
}

fn put(level: Level, message: &dyn Display) {
    write(level, &message.to_string());
}
