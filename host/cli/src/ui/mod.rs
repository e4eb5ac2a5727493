//! What people see of a run: progress while it goes on, and the summary at its end. Not the results for machines.

pub(crate) mod format;
pub(crate) mod progress;
pub(crate) mod summary_text;
