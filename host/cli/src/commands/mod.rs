//! One module for each command.

pub(crate) mod inspect;
pub(crate) mod reference;
pub(crate) mod run;
pub(crate) mod schema;
