//! Tests of the program `wasmload` from outside, one module for each subject. What a name says, the test shows.
//!
//! Not tests of single crates: those are beside the code. And not of building projects: those load the machine so much that
//! they are another program, which runs after this one.

mod cache;
mod conformance;
mod counts;
mod executors;
mod exit_codes;
mod export;
mod fairness;
mod golden;
mod grants;
mod guests;
mod harness;
mod interrupt;
mod latency;
mod limits;
mod network;
mod readme;
mod saturation;
mod tls;
