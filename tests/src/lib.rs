//! The harness of the tests: running the program, and the servers that it is pointed at.
//!
//! No tests and no assertions about wasmload: those are in `all/`, one module for each subject. Every server listens on a
//! free port of the loopback, lives in a thread of its own, and ends when it is dropped.

pub mod binary;
pub mod component;
pub mod conformance;
pub mod fault_proxy;
pub mod golden;
pub mod guests;
pub mod http_server;
pub mod languages;
pub mod nginx;
pub mod peers;
pub mod raw_server;
pub mod series;
pub mod shape;
pub mod summary;
pub mod tls_server;
pub mod tutorial;
pub mod websocket_server;
pub mod wit_names;
pub mod workflow_engine;

mod background;
mod counted;

use std::io::Write as _;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};

/// An address where nobody listens.
pub fn refused_address() -> SocketAddr {
    // The port was free a moment ago, and Linux does not hand the same one out again soon.
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a loopback port");
    listener.local_addr().expect("the address of a bound socket")
}

/// Says that a test is left out, and why. Not captured, as `eprintln!` would be: a test that did not run is to be seen.
pub fn skipped(test: &str, why: &str) {
    // With standard error gone there is nobody to tell.
    writeln!(std::io::stderr(), "skipped: {test} ({why})").ok();
}
