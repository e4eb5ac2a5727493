//! `wasmload:data`: rows of files that all VUs share. A file is read once and stays in memory as it is; a row becomes JSON
//! when somebody asks for it.
//!
//! `file` (a file, its rows counted and checked) → `csv` and `json` (where the rows are, and one of them) → `dataset` (who gets
//! which) → `view` (the interface). Which files there are is not decided here.

mod csv;
mod dataset;
mod file;
mod json;
mod offsets;
mod view;

pub use dataset::{Dataset, SharedData};
pub use file::{LineFault, LoadError};
pub use view::{DataView, DataVu, Handle, HasData};
