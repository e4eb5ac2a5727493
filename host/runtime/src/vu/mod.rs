//! What one VU is: a store, an instance, its capabilities, and the limits that it lives under.

pub(crate) mod call;
mod component;
pub mod factory;
pub(crate) mod instance;
mod limits;
pub(crate) mod stall;
pub(crate) mod state;

pub use component::ComponentVu;
pub use stall::StallLimit;
