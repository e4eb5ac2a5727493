//! Tests of the program `wasmload` with projects in all languages: making, building and running them, what their SDKs have to
//! see to, and the tutorials.
//!
//! A program of its own, because compilers would be in the way of the tests in `all` that depend on time.

mod languages;
mod projects;
mod tutorials;
