//! The run: VUs are made, the clock starts, every scenario has its time, and everything that was started is over at the end.
//!
//! Not what comes before and after: `setup`, `teardown`, thresholds and the summary are the caller's, who watches the same
//! [`RunState`] and stops the run through it.

mod planned;
mod retire;
mod sampler;
mod scheduler;
mod state;

#[cfg(test)]
mod tests;

pub use scheduler::{RunError, RunOutcome, run};
pub use state::{RunState, ScenarioState, Stop};
