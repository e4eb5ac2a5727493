//! One run, from a prepared plan to its figures: setup, load, thresholds, teardown. Not what is thought or shown of them.
//!
//! Three kinds of threads: workers run VUs; a thread of its own runs the scheduler, so that nothing delays a start; and
//! this one collects figures once a second, judges thresholds and draws progress.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::MissedTickBehavior;
use wasmload_core::metric::{Aggregator, Recorder, Registry, Shard, TagSetId, builtin};
use wasmload_core::plan::Plan;
use wasmload_core::run::{RunError, RunOutcome, RunState, Stop, run};
use wasmload_core::summary::LateSeconds;
use wasmload_core::threshold::{Evaluator, Threshold, Verdict};
use wasmload_runtime::generator::UsageMeter;
use wasmload_runtime::sandbox::Sandbox;
use wasmload_runtime::{ComponentFactory, StepError, Workers};

use crate::args::RunArgs;
use crate::diagnostics::{Diagnostic, Failure, Outcome};
use crate::exit_code::Exit;
use crate::prepare::{Prepared, step_failure};
use crate::signals::Signals;
use crate::ui::progress::Progress;

/// How often figures are collected and thresholds judged.
const COLLECT_EVERY: Duration = Duration::from_secs(1);
/// How often progress is drawn.
const DRAW_EVERY: Duration = Duration::from_millis(100);

/// What a run left behind.
pub(crate) struct Results {
    pub(crate) state: Arc<RunState>,
    pub(crate) aggregator: Aggregator,
    pub(crate) verdicts: Vec<Verdict>,
    pub(crate) stop: Option<Stop>,
    /// How long there was load.
    pub(crate) duration: Duration,
    pub(crate) workers: usize,
    /// In which seconds of the load workers were late.
    pub(crate) late: LateSeconds,
    /// What went wrong beside the load: it decides the exit code, and takes nothing from the figures.
    pub(crate) fault: Option<Failure>,
    /// Guests' messages that were left out.
    pub(crate) messages_left_out: u64,
    /// Requests that were sent a second time because a kept connection had died.
    pub(crate) resent_requests: u64,
    thresholds: Vec<Threshold>,
}

impl Results {
    /// The thresholds that the verdicts are on.
    pub(crate) fn thresholds(&self) -> &[Threshold] {
        &self.thresholds
    }
}

/// The parts of a run that its steps share.
struct Session<'a> {
    args: &'a RunArgs,
    prepared: &'a Prepared,
    plan: Arc<Plan>,
    registry: Arc<Registry>,
    state: Arc<RunState>,
    shard: Arc<Shard>,
    sandbox: Sandbox,
}

/// Runs the load. Fails only before there is any; after that, what went wrong is part of the results.
pub(crate) async fn execute(
    args: &RunArgs,
    prepared: &Prepared,
    bars: &indicatif::MultiProgress,
    signals: &Signals,
) -> Outcome<Results> {
    let plan = Arc::new(prepared.plan.clone());
    let registry = Registry::new(plan.limits.series);
    let state = Arc::new(RunState::new(&plan));
    let shard = Shard::new(Arc::clone(&registry));
    let sandbox = crate::sandbox::open(args, prepared, &plan, &registry, &state, &shard)?;
    signals.stop(&state);
    Session { args, prepared, plan, registry, state, shard, sandbox }.run(bars).await
}

impl Session<'_> {
    async fn run(&self, bars: &indicatif::MultiProgress) -> Outcome<Results> {
        let count = self.args.workers.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
        let workers = Workers::start(count, &self.registry, &self.state)
            .map_err(|error| Diagnostic::of(&error).fail(Exit::Internal))?;
        let workers = Arc::new(workers);
        let mut shards = workers.shards();
        shards.push(Arc::clone(&self.shard));
        let mut aggregator = Aggregator::new(Arc::clone(&self.registry), shards, &self.plan.thresholds);
        let data = self.setup().await?;
        let planned = self.plan.max_vus();
        let factory = ComponentFactory::new(
            &self.prepared.plugin,
            &self.plan,
            planned,
            &self.prepared.description,
            self.sandbox.clone(),
            &data,
            Arc::clone(&workers),
        );
        let (outcome, verdicts) = match factory {
            Ok(factory) => {
                let progress = Progress::new(&self.args.terminal, bars, &self.plan, &self.state);
                self.load(factory, &mut aggregator, progress).await
            }
            Err(error) => (Err(Diagnostic::of(&error).fail(Exit::Internal)), Vec::new()),
        };
        let (duration, mut fault) = match outcome {
            Ok(RunOutcome { duration, .. }) => (duration, None),
            Err(failure) => (Duration::ZERO, Some(failure)),
        };
        if let Err(failure) = self.teardown(&data).await {
            fault = fault.or(Some(failure));
        }
        // Asked now and not before, since teardown may abort the test, and a person may end it there.
        let stop = self.state.stopped();
        // Of what teardown recorded, too, nothing is lost.
        aggregator.collect(duration);
        Ok(Results {
            state: Arc::clone(&self.state),
            verdicts,
            stop,
            duration,
            workers: workers.count(),
            late: workers.late(),
            fault,
            messages_left_out: self.sandbox.log.left_out(),
            resent_requests: self.sandbox.http.resent(),
            thresholds: self.plan.thresholds.clone(),
            aggregator,
        })
    }

    async fn setup(&self) -> Outcome<String> {
        if self.args.plan.no_setup {
            return Ok(String::new());
        }
        let work = self.prepared.lifecycle.setup(&self.sandbox, &self.plan.env, self.plan.setup_timeout);
        match self.unless_stopped(work, |_| true).await {
            Some(Ok(data)) => Ok(data),
            Some(Err(error)) => Err(self.step_failure(&error)),
            // There will be no load: the scheduler sees the same wish. Teardown and summary follow all the same.
            None => Ok(String::new()),
        }
    }

    async fn teardown(&self, data: &str) -> Outcome<()> {
        if self.args.plan.no_teardown || self.state.stopped() == Some(Stop::Killed) {
            return Ok(());
        }
        let work = self.prepared.lifecycle.teardown(&self.sandbox, &self.plan.env, data, self.plan.teardown_timeout);
        match self.unless_stopped(work, |stop| *stop == Stop::Killed).await {
            Some(Err(error)) => Err(self.step_failure(&error)),
            Some(Ok(())) | None => Ok(()),
        }
    }

    fn step_failure(&self, error: &StepError) -> Failure {
        step_failure(error, &self.prepared.plugin, Some(&self.prepared.description))
    }

    /// Does the work, unless a stop of that kind comes first.
    async fn unless_stopped<T>(&self, work: impl Future<Output = T>, ends: impl Fn(&Stop) -> bool) -> Option<T> {
        let mut stop = self.state.watch_stop();
        tokio::select! {
            // What is done counts, also when it asked for the stop itself.
            biased;
            done = work => Some(done),
            // The sender lives in the state, which outlives this.
            _ = stop.wait_for(|stop| stop.as_ref().is_some_and(&ends)) => None,
        }
    }

    /// Runs the scheduler to its end; meanwhile collects figures, judges thresholds and draws progress.
    async fn load(
        &self,
        factory: ComponentFactory,
        aggregator: &mut Aggregator,
        mut progress: Progress,
    ) -> (Outcome<RunOutcome>, Vec<Verdict>) {
        let mut outcome = match self.start_scheduler(factory) {
            Ok(outcome) => outcome,
            Err(error) => return (Err(Diagnostic::of(&error).fail(Exit::Internal)), Vec::new()),
        };
        let mut evaluator = Evaluator::new(&self.plan.thresholds);
        let mut usage = UsageMeter::start();
        let mut recorder = Recorder::new(Arc::clone(&self.shard));
        let mut collect = tokio::time::interval(COLLECT_EVERY);
        let mut draw = tokio::time::interval(DRAW_EVERY);
        collect.set_missed_tick_behavior(MissedTickBehavior::Skip);
        draw.set_missed_tick_behavior(MissedTickBehavior::Skip);
        let planned = self.plan.max_vus();
        let mut aligned = false;
        let ended = loop {
            tokio::select! {
                ended = &mut outcome => break ended,
                _ = collect.tick() => {
                    if self.state.ended().is_none() {
                        self.record_usage(&mut usage, &mut recorder);
                    }
                    self.judge(aggregator, &mut evaluator);
                }
                _ = draw.tick() => match self.state.started() {
                    Some(started) => {
                        if !std::mem::replace(&mut aligned, true) {
                            // Windows and warm-ups of thresholds are whole seconds of the load.
                            collect.reset_at(started + COLLECT_EVERY);
                            // What making VUs cost is not the load's.
                            usage.look();
                        }
                        progress.update();
                    }
                    None => progress.preparing(planned),
                },
            }
        };
        if self.state.elapsed() < COLLECT_EVERY {
            // A run without a single whole second has no other figure.
            self.record_usage(&mut usage, &mut recorder);
        }
        let ended = match ended {
            Ok(Ok(ended)) => Ok(ended),
            Ok(Err(error)) => Err(Diagnostic::of(&error).fail(Exit::PluginFailed)),
            Err(_) => Err(Diagnostic::new("the scheduler broke off: this is a fault of wasmload").fail(Exit::Internal)),
        };
        let elapsed = ended.as_ref().map_or(Duration::ZERO, |ended| ended.duration);
        aggregator.collect(elapsed);
        progress.finish();
        let verdicts = evaluator.finish(aggregator);
        (ended, verdicts)
    }

    fn start_scheduler(
        &self,
        factory: ComponentFactory,
    ) -> std::io::Result<oneshot::Receiver<Result<RunOutcome, RunError>>> {
        // Fine timers ring through the event queue.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (sender, receiver) = oneshot::channel();
        let load = run(
            Arc::clone(&self.plan),
            Arc::clone(&self.state),
            Arc::new(factory),
            Arc::clone(&self.registry),
            Arc::clone(&self.shard),
        );
        std::thread::Builder::new().name("wasmload-scheduler".to_owned()).spawn(move || {
            // Nobody waits any more when the program is ending anyway.
            drop(sender.send(runtime.block_on(load)));
        })?;
        Ok(receiver)
    }

    fn record_usage(&self, meter: &mut UsageMeter, recorder: &mut Recorder) {
        let usage = meter.look();
        if self.state.started().is_some() {
            recorder.add(builtin::GENERATOR_CPU, TagSetId::default(), usage.cpu);
            recorder.add(builtin::GENERATOR_MEMORY, TagSetId::default(), usage.memory as f64);
            recorder.flush();
        }
    }

    /// Judges the thresholds on the figures so far, and ends the test when one that says so does not hold.
    fn judge(&self, aggregator: &mut Aggregator, evaluator: &mut Evaluator) {
        aggregator.collect(self.state.elapsed());
        // Before and after the load there is nothing to end.
        if self.state.started().is_none() || self.state.ended().is_some() {
            return;
        }
        for verdict in evaluator.evaluate(aggregator) {
            if verdict.abort {
                let threshold = &self.plan.thresholds[verdict.threshold];
                self.state.stop(Stop::Threshold(threshold.to_string()));
            }
        }
    }
}
