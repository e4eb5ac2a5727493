//! What load is: plans, schedules, executors, metrics, thresholds and summaries.
//!
//! This crate knows nothing of WebAssembly, HTTP, command lines, files or terminals: a VU is a trait here, so everything
//! that decides *when* load is made, and what its figures mean, is tested in seconds against VUs made of plain functions.
//!
//! Direction inside: [`plan`], [`schedule`], [`metric`], [`threshold`] and [`summary`] compute and know no clock;
//! [`executor`] and [`run`] use them, never the reverse.
#![forbid(unsafe_code)]

pub mod alarm;
pub mod executor;
pub mod metric;
pub mod plan;
pub mod run;
pub mod schedule;
mod suggest;
pub mod summary;
pub mod threshold;
pub mod vu;
