//! The capability as a whole, without a guest: calls of the interface against a scripted server on loopback.
//!
//! Times have lower bounds only: what a machine under load does to an upper bound is no fault of the code.

mod batch;
mod content;
mod cost;
mod failures;
mod fixture;
mod kept_alive;
mod redirects;
mod samples;
mod server;
mod timeouts;
mod tls;
mod wire;
