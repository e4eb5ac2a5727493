//! k6's six executors over any [`crate::vu::Vu`]: the rules by which VUs get iterations. Not when: that is [`crate::schedule`].
//!
//! Six executors are two loops. `closed` lets each VU begin its next iteration when its last one ended; `open` begins
//! iterations when they are due, whether earlier ones ended or not. Both run on two sides:
//!
//! ```text
//! control runtime                                    worker runtimes
//! scenario ── one slot for each VU ── supervises ──► the VU's task: all its iterations, one after the other
//!    │          makes and replaces the VU,
//!    │          cuts it off at the deadline
//!    └─ open only: waits until a start is due, takes an idle VU from the pool, leaves the start in its mailbox
//! ```
//! A closed loop sends nothing between the sides while it iterates.

mod budget;
mod closed;
mod deadlines;
mod live;
mod making;
mod open;
mod pool;
mod scene;
mod vu_task;

pub(crate) use deadlines::StopSignal;
pub(crate) use live::LiveVu;
pub(crate) use making::make;
pub(crate) use scene::{Scene, VuNumbers};

use std::sync::Arc;

use crate::plan::Executor;
use crate::vu::VuFactory;

/// Runs a scenario whose start has come, to its end. Gives back the VUs that were idle then; all others are gone.
pub(crate) async fn run<F: VuFactory>(scene: Arc<Scene<F>>, vus: Vec<LiveVu<F::Vu>>) -> Vec<LiveVu<F::Vu>> {
    match scene.scenario().executor {
        Executor::ConstantArrivalRate { .. } | Executor::RampingArrivalRate { .. } => open::run(scene, vus).await,
        _ => closed::run(scene, vus).await,
    }
}
