//! Where a panic goes: into the log, with its message and its line. Not caught: WebAssembly aborts on it, which the
//! host counts as a failed iteration (`trap`), and it replaces the VU.

use crate::log;

/// Sends the messages of panics to the log. Called where an instance begins to work; more than once changes nothing.
pub(crate) fn log() {
    std::panic::set_hook(Box::new(|panic| log::error(panic)));
}
