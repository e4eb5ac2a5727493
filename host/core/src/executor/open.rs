//! The open loop: iterations begin when they are due, whether earlier ones have ended or not. `constant-arrival-rate` and
//! `ramping-arrival-rate` are this loop with other arrivals.
//!
//! Not a queue: an iteration that is due when no VU is idle is dropped, and counted. The load we failed to offer is a result,
//! not an accident.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::task::{JoinSet, yield_now};
use tokio::time::Instant;

use super::deadlines::{self, Deadlines, StopSignal};
use super::live::{Active, Busy, LiveVu};
use super::making::supervise;
use super::pool::{Mail, Mailbox, Pool};
use super::scene::Scene;
use super::vu_task::{iterate, pad};
use crate::metric::{Recorder, builtin};
use crate::schedule::Arrivals;
use crate::vu::VuFactory;

/// After so many starts without a pause, others on the control runtime get their turn: an absurd rate must not keep the wish
/// to stop from being heard.
const STARTS_AT_ONCE: u32 = 256;

/// Runs a scenario with an open executor. Gives back the VUs that were idle at the end.
pub(super) async fn run<F: VuFactory>(scene: Arc<Scene<F>>, vus: Vec<LiveVu<F::Vu>>) -> Vec<LiveVu<F::Vu>> {
    let mut control = Control::new(scene);
    // The first VU is on top.
    for vu in vus.into_iter().rev() {
        control.add(vu.id.in_scenario, Some(vu));
    }
    control.release().await;
    StopSignal::new(&control.scene.state).wait_until(control.deadlines.regular).await;
    control.pool.close();
    let mut idle = Vec::with_capacity(control.slots.len());
    while let Some(ended) = control.slots.join_next().await {
        // A slot does not panic, and nobody aborts it.
        idle.extend(ended.ok().flatten());
    }
    idle
}

/// The side that knows when iterations are due.
struct Control<F: VuFactory> {
    scene: Arc<Scene<F>>,
    deadlines: Deadlines,
    pool: Arc<Pool>,
    slots: JoinSet<Option<LiveVu<F::Vu>>>,
    /// Whether a VU is being made that was not planned; only one at a time is.
    making: Arc<AtomicBool>,
    max_vus: u32,
    recorder: Recorder,
    warned: bool,
}

impl<F: VuFactory> Control<F> {
    fn new(scene: Arc<Scene<F>>) -> Self {
        let max_vus = scene.requirements().max_vus;
        Self {
            deadlines: scene.deadlines(),
            pool: Arc::new(Pool::with_capacity(max_vus as usize)),
            max_vus,
            slots: JoinSet::new(),
            making: Arc::default(),
            recorder: Recorder::new(Arc::clone(&scene.shard)),
            warned: false,
            scene,
        }
    }

    /// Adds a VU that is there, or one that has to be made.
    fn add(&mut self, in_scenario: u32, vu: Option<LiveVu<F::Vu>>) {
        let mailbox = Arc::new(Mailbox::default());
        // At once, not when the slot first runs: the first iteration may be due now.
        if vu.is_some() {
            self.pool.put(&mailbox);
        }
        let slot = Slot {
            scene: Arc::clone(&self.scene),
            deadlines: self.deadlines,
            pool: Arc::clone(&self.pool),
            mailbox,
            making: Arc::clone(&self.making),
        };
        self.slots.spawn(slot.run(in_scenario, vu));
    }

    /// Begins each iteration when it is due, or drops it. Returns after the last, or when the run is to stop.
    async fn release(&mut self) {
        let scene = Arc::clone(&self.scene);
        let mut stop = StopSignal::new(&scene.state);
        let mut arrivals = self.arrivals();
        let mut alarm = scene.factory.alarm();
        let mut at_once = 0;
        let mut now = Instant::now();
        let mut index = 0;
        while let Some(due) = arrivals.as_mut().and_then(|arrivals| arrivals.due(index)) {
            let scheduled = scene.at(due);
            if scheduled >= self.deadlines.cut {
                // It would be interrupted in the instant it began.
                break;
            }
            if scheduled > now {
                self.recorder.flush();
                if !stop.wait_with(&mut *alarm, scheduled).await {
                    break;
                }
                (at_once, now) = (0, Instant::now());
            } else if stop.is_set() {
                break;
            } else if at_once == STARTS_AT_ONCE {
                yield_now().await;
                (at_once, now) = (0, Instant::now());
            }
            at_once += 1;
            self.begin_or_drop(scheduled, now);
            index += 1;
        }
        self.recorder.flush();
    }

    fn arrivals(&self) -> Option<Arrivals> {
        let scenario = self.scene.scenario();
        // All personas of a mix draw the same events, two scenarios do not.
        let mix = self.scene.index.wrapping_sub(scenario.share.as_ref().map_or(0, |share| share.index));
        let seed = self.scene.plan.seed ^ (mix as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        Arrivals::of(&scenario.executor, scenario.share.as_ref(), seed)
    }

    fn begin_or_drop(&mut self, scheduled: Instant, now: Instant) {
        // Later, it could only be interrupted: nobody is asked to begin it.
        let in_time = now < self.deadlines.cut;
        if in_time && let Some(mailbox) = self.pool.take() {
            mailbox.send(Mail::Begin(scheduled));
            return;
        }
        self.scene.counts().dropped.fetch_add(1, Ordering::Relaxed);
        self.recorder.add(builtin::DROPPED_ITERATIONS, self.scene.tags, 1.0);
        if in_time {
            self.make_another();
        }
    }

    /// Makes one more VU in the background, if there may be more. As in k6, the iteration that showed the need is lost.
    fn make_another(&mut self) {
        let max_vus = self.max_vus;
        let vus = u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
        if vus < max_vus {
            if !self.making.swap(true, Ordering::Relaxed) {
                self.add(vus + 1, None);
            }
        } else if !self.warned {
            self.warned = true;
            let scenario = &self.scene.scenario().name;
            tracing::warn!(scenario, max_vus, "all VUs are busy and there may be no more: iterations are dropped");
        }
    }
}

/// How a VU's task ended, when it was not stopped.
enum Exit<V> {
    /// There will be no more iterations. The VU is whole.
    Whole(LiveVu<V>),
    /// The VU broke, and is gone.
    Broken,
}

/// One VU's place in the scenario: makes it, supervises it, replaces it when it breaks.
struct Slot<F> {
    scene: Arc<Scene<F>>,
    deadlines: Deadlines,
    pool: Arc<Pool>,
    mailbox: Arc<Mailbox>,
    making: Arc<AtomicBool>,
}

impl<F: VuFactory> Slot<F> {
    /// `first` is in the pool already; without one, the VU is the one that is being made beyond the plan.
    async fn run(self, in_scenario: u32, first: Option<LiveVu<F::Vu>>) -> Option<LiveVu<F::Vu>> {
        let scene = &self.scene;
        let planned = first.is_some();
        let mut next = first;
        loop {
            let live = match next.take() {
                Some(live) => live,
                None => {
                    let live = scene.make(in_scenario, self.deadlines.regular, || true).await;
                    if !planned {
                        self.making.store(false, Ordering::Relaxed);
                    }
                    let live = live?;
                    if !self.pool.put(&self.mailbox) {
                        return Some(live);
                    }
                    live
                }
            };
            let worker = scene.factory.worker(live.id.in_test);
            let busy = Arc::new(Busy::default());
            let task = serve(
                Arc::clone(scene),
                live,
                self.deadlines,
                Arc::clone(&self.pool),
                Arc::clone(&self.mailbox),
                Arc::clone(&busy),
            );
            let cut = deadlines::cut(&scene.state, self.deadlines.cut, scene.scenario().graceful_stop);
            match supervise(&scene.state, &worker, task, cut, &busy).await? {
                Exit::Whole(live) => return Some(live),
                Exit::Broken => {}
            }
        }
    }
}

/// A VU's task, on its worker: waits in the pool, runs what it is told to, and again. Begins while the VU is in the pool.
async fn serve<F: VuFactory>(
    scene: Arc<Scene<F>>,
    mut live: LiveVu<F::Vu>,
    deadlines: Deadlines,
    pool: Arc<Pool>,
    mailbox: Arc<Mailbox>,
    busy: Arc<Busy>,
) -> Exit<F::Vu> {
    let mut stop = StopSignal::new(&scene.state);
    loop {
        let Mail::Begin(scheduled) = mailbox.receive().await else {
            return Exit::Whole(live);
        };
        busy.set();
        if stop.is_immediate() || Instant::now() >= deadlines.cut {
            busy.clear();
            // It was due, and never began.
            scene.record_dropped(1);
            return Exit::Whole(live);
        }
        let active = Active::new(scene.counts());
        let ended = iterate(&scene, &mut live, Some(scheduled)).await;
        busy.clear();
        if ended.broken {
            return Exit::Broken;
        }
        pad(&scene, ended.started, deadlines.regular, &mut stop).await;
        drop(active);
        if !pool.put(&mailbox) {
            return Exit::Whole(live);
        }
    }
}
