//! Turns a scenario project into a component: finds out its language, checks the toolchain, builds, componentizes, stamps.
//! And makes new projects. It runs no component and knows nothing of load.
//!
//! Each language has a module with its part of a build, behind one trait ([`toolchain::Toolchain`]); what they share is
//! in the others. Other people's tools run as processes, and what they say goes to standard error as they say it.

mod component;
mod digest;
mod embedded;
mod error;
mod folders;
mod go;
mod javascript;
mod job;
mod language;
mod lock;
mod process;
mod project;
mod python;
mod rust;
mod scaffold;
mod sdk;
mod source_map;
mod stamp;
mod toolchain;

pub use error::BuildError;
pub use folders::Folders;
pub use job::{Built, build};
pub use language::Language;
pub use project::{Project, is_source};
pub use scaffold::{Scaffold, Template, new};
