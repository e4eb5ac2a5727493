//! Progress while a run goes on: a bar for each scenario and a status line on a terminal, a line every few seconds elsewhere.

use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use wasmload_core::plan::Plan;
use wasmload_core::run::RunState;

use crate::args::{LogFormat, TerminalArgs};
use crate::ui::format::duration_ms;

/// How often a line is written where there is no terminal.
const LINE_EVERY: Duration = Duration::from_secs(5);

/// After how many looks, of ten in a second, a line is written while VUs are made.
const LINE_EVERY_DRAWS: u32 = 50;

/// How progress is shown.
enum Display {
    /// Not at all.
    Quiet,
    /// Bars: one for each scenario, and the status line below them.
    Bars { scenarios: Vec<ProgressBar>, status: ProgressBar },
    /// Lines: how often VUs that are being made were looked at, and the time of the last line of the run.
    Lines { waited: u32, written: Option<Duration> },
}

/// Shows how far a run is.
pub(crate) struct Progress {
    state: Arc<RunState>,
    names: Vec<String>,
    display: Display,
    bars: MultiProgress,
}

/// The place where bars are drawn; messages are written above it.
pub(crate) fn bars(args: &TerminalArgs) -> MultiProgress {
    let hidden = args.quiet || !std::io::stderr().is_terminal();
    MultiProgress::with_draw_target(if hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() })
}

impl Progress {
    pub(crate) fn new(args: &TerminalArgs, bars: &MultiProgress, plan: &Plan, state: &Arc<RunState>) -> Self {
        let names: Vec<String> = plan.scenarios.iter().map(|scenario| scenario.name.clone()).collect();
        let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
        let display = match (args.quiet, std::io::stderr().is_terminal()) {
            (true, _) => Display::Quiet,
            // Whoever reads objects reads nothing else.
            (false, false) if args.log_format == LogFormat::Json => Display::Quiet,
            (false, true) => Display::Bars {
                scenarios: names.iter().map(|name| scenario_bar(bars, name, width)).collect(),
                status: status_line(bars),
            },
            (false, false) => Display::Lines { waited: 0, written: None },
        };
        Self { state: Arc::clone(state), names, display, bars: bars.clone() }
    }

    /// Says what happens before the load begins.
    pub(crate) fn preparing(&mut self, planned_vus: u32) {
        let made: u32 = self.state.scenarios.iter().map(|scenario| get(&scenario.initialized_vus)).sum();
        match &mut self.display {
            Display::Quiet => {}
            Display::Bars { status, .. } => status.set_message(format!("making VUs: {made} of {planned_vus}")),
            Display::Lines { waited, .. } => {
                *waited += 1;
                if *waited % LINE_EVERY_DRAWS == 0 {
                    // With standard error gone, nobody waits for progress.
                    drop(writeln!(std::io::stderr(), "making VUs: {made} of {planned_vus}"));
                }
            }
        }
    }

    /// Shows where the run is now.
    pub(crate) fn update(&mut self) {
        let elapsed = self.state.elapsed();
        let status = self.status(elapsed);
        match &mut self.display {
            Display::Quiet => {}
            Display::Bars { scenarios, status: line } => {
                for (bar, scenario) in scenarios.iter().zip(&self.state.scenarios) {
                    bar.set_position(u64::from(get(&scenario.progress_permille)));
                    let active = get(&scenario.active_vus);
                    let made = get(&scenario.initialized_vus);
                    bar.set_message(format!("{active}/{made} VUs, {} iterations", get64(&scenario.completed)));
                }
                line.set_message(status);
            }
            Display::Lines { written, .. } => {
                if written.is_none_or(|written| elapsed >= written + LINE_EVERY) {
                    *written = Some(elapsed);
                    let shares = self.names.iter().zip(&self.state.scenarios);
                    let shares: Vec<String> = shares
                        .map(|(name, scenario)| format!("{name} {}%", get(&scenario.progress_permille) / 10))
                        .collect();
                    // With standard error gone, nobody waits for progress.
                    drop(writeln!(std::io::stderr(), "{status}; {}", shares.join(", ")));
                }
            }
        }
    }

    fn status(&self, elapsed: Duration) -> String {
        let sum =
            |field: fn(&wasmload_core::run::ScenarioState) -> u64| self.state.scenarios.iter().map(field).sum::<u64>();
        let active = sum(|scenario| u64::from(get(&scenario.active_vus)));
        let made = sum(|scenario| u64::from(get(&scenario.initialized_vus)));
        let mut text = format!(
            "running {}, {active}/{made} VUs, {} complete",
            duration_ms(elapsed.as_secs() as f64 * 1000.0),
            sum(|scenario| get64(&scenario.completed)),
        );
        let rest = [
            ("failed", sum(|scenario| get64(&scenario.failed))),
            ("interrupted", sum(|scenario| get64(&scenario.interrupted))),
            ("dropped", sum(|scenario| get64(&scenario.dropped))),
        ];
        for (word, count) in rest.into_iter().filter(|(_, count)| *count > 0) {
            text.push_str(&format!(", {count} {word}"));
        }
        text + " iterations"
    }

    /// Shows the last state and leaves the terminal as it was.
    pub(crate) fn finish(mut self) {
        self.update();
        if let Display::Bars { scenarios, status } = &self.display {
            scenarios.iter().for_each(ProgressBar::abandon);
            status.abandon();
            // A terminal that is gone needs no clean line.
            drop(self.bars.println(""));
        }
    }
}

fn get(counter: &AtomicU32) -> u32 {
    counter.load(Ordering::Relaxed)
}

fn get64(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}

fn scenario_bar(bars: &MultiProgress, name: &str, width: usize) -> ProgressBar {
    let template = "{prefix} [{bar:30}] {percent:>3}% {msg}";
    let style =
        ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> ");
    bars.add(ProgressBar::new(1000).with_style(style).with_prefix(format!("{name:width$}")))
}

fn status_line(bars: &MultiProgress) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
    bars.add(ProgressBar::new(1).with_style(style))
}
