//! The plan's layers as this program gets them: a file, the environment, flags. Resolving them is the core's affair.

mod environment;
mod file;
mod flags;
mod locate;
mod toml_file;
mod yaml_file;

pub(crate) use environment::from_environment;
pub(crate) use file::{PlanFile, read};
pub(crate) use flags::from_flags;
pub(crate) use locate::{explain, explain_all, place_threshold};
