//! The cases, by subject. Each runs on every backend.

pub(crate) mod access;
pub(crate) mod compiling;
pub(crate) mod deploying;
pub(crate) mod executions;
pub(crate) mod hub;
pub(crate) mod misbehaving;
pub(crate) mod numbers;
pub(crate) mod stopping;
pub(crate) mod workflows;
