//! `wasmload:websocket`: sockets whose every message is measured, and that live as long as their VU if it keeps them.
//!
//! The way of a socket, each step a file: `view` (the interface) → `options` (checked) → `opening` (dialed, in a task of its
//! own) → `handshake` (RFC 6455, section 4, with hyper) → `link` (what the guest's handle and the pump share) → `pump` (takes in
//! what comes, whatever the VU does) → `record` (samples). Frames are yawc's affair.

mod error;
mod handshake;
mod link;
mod opening;
mod options;
mod pump;
mod record;
mod rest;
mod socket;
mod view;
mod vu;

#[cfg(test)]
mod tests;

pub use socket::Socket;
pub use view::{HasWebSocket, WebSocketView, add_to_linker};
pub use vu::WebSocketVu;
