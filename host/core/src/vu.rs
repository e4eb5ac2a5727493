//! The VU as an executor sees it: something that runs iterations and can be made. What is inside is the runtime's affair.

use std::future::Future;

use thiserror::Error;
use tokio::runtime::Handle;
use tokio::time::Instant;

use crate::alarm::{Alarm, CoarseAlarm};
use crate::metric::{Recorder, TagSetId};

/// A VU's numbers. Both begin at 1, as in k6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct VuId {
    /// Unique in the test.
    pub in_test: u32,
    /// Unique in the scenario.
    pub in_scenario: u32,
}

/// One call of a scenario's function by one VU.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Iteration {
    /// Unique in the test, from 0.
    pub in_test: u64,
    /// Unique in the scenario, from 0.
    pub in_scenario: u64,
    /// How many iterations this VU finished before.
    pub in_vu: u64,
    /// When the schedule wanted it to start; closed executors have no schedule of starts, there it equals `started`.
    pub scheduled: Instant,
    /// When it did start.
    pub started: Instant,
}

/// How an iteration ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The function returned without a failure.
    Passed,
    /// The function reported a failure; the VU can go on.
    Failed,
    /// The VU is unusable after a trap or a stop; it must be thrown away and replaced. Counts as failed.
    Broken(Breakage),
    /// It had nothing left to work on, and ended the test for it: neither passed nor failed. Counts as interrupted.
    Ended {
        /// Whether the VU can go on.
        usable: bool,
    },
}

/// Why a VU became unusable: the value of the tag `reason` of `iterations_failed`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breakage {
    /// The guest trapped: a panic, an out-of-bounds access, an unreachable instruction.
    Trap,
    /// The guest computed for longer than it may without waiting.
    Stalled,
    /// The guest wanted more memory than it may have.
    OutOfMemory,
}

/// A VU that cannot be made. Displays one line that names the cause; the cause's own cause is its source.
#[derive(Debug, Error)]
#[error("{message}")]
pub struct CreateError {
    /// What went wrong, without a final period.
    pub message: String,
    /// The cause, if there is one.
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// One virtual user. Dropping it is allowed at any time; only [`Vu::end`] retires it in good order.
pub trait Vu: Send + 'static {
    /// Runs one iteration. If the returned future is dropped before it ends, the VU is unusable and must be dropped too.
    fn iterate(&mut self, iteration: Iteration) -> impl Future<Output = Outcome> + Send;

    /// Where this VU's samples go: the shard of the worker that it runs on.
    fn recorder(&mut self) -> &mut Recorder;

    /// The tags that its samples carry now; the guest may change them during an iteration.
    fn tags(&self) -> TagSetId;

    /// Retires the VU after its last iteration.
    fn end(self) -> impl Future<Output = ()> + Send;
}

/// Makes VUs, and says where they run and what they are woken by.
pub trait VuFactory: Send + Sync + 'static {
    /// What it makes.
    type Vu: Vu;

    /// Makes a VU of the scenario at that index of the plan, ready for its first iteration.
    fn create(&self, scenario: usize, id: VuId) -> impl Future<Output = Result<Self::Vu, CreateError>> + Send;

    /// The worker that the VU of that number (`VuId::in_test`) is made on and runs on for all its life.
    fn worker(&self, in_test: u32) -> Handle;

    /// What wakes an open loop when its next start is due. Called once for each, on the runtime that the run is on. One that
    /// does not say so is served by tokio's timer.
    fn alarm(&self) -> Box<dyn Alarm> {
        Box::new(CoarseAlarm::new())
    }
}
