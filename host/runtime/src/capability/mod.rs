//! What a guest can do beyond computing: one module per WIT package. No capability knows another.

pub mod configuration;
pub mod data;
pub mod execution;
pub mod http;
pub mod log;
pub mod metrics;
pub mod timing;
pub mod websocket;
