//! Interleaved rounds: each tool runs once in each round, so that what changes on the machine meets all of them alike.
//!
//! Not what is made of the figures.

use std::path::PathBuf;

use anyhow::Result;

use super::Bench;
use super::install::{self, Found};
use super::process::{Finished, run};
use super::target::Target;
use super::tool::{Job, Load, Reported, TOOLS, Tool};

/// A tool that takes part, under the name of its row.
pub(super) struct Entrant {
    pub(super) name: String,
    pub(super) tool: Tool,
    pub(super) program: Found,
}

/// What came out of one run: what the tool reported, and what it cost.
pub(super) struct Run {
    pub(super) reported: Reported,
    pub(super) cost: Finished,
}

/// What is run in each round.
pub(super) struct Plan {
    pub(super) load: Load,
    pub(super) seconds: u32,
    pub(super) rounds: u32,
    /// The package's guest that wasmload runs.
    pub(super) guest: &'static str,
}

/// The runs of one entrant, one for each round; `None` when that one failed.
pub(super) struct Series {
    pub(super) name: String,
    pub(super) runs: Vec<Option<Run>>,
    /// Why there are none.
    pub(super) missing: Option<String>,
}

impl Run {
    /// CPU time per request in microseconds: outside of the kernel, in it, and together.
    pub(super) fn cpu(&self) -> [f64; 3] {
        let each = |time: std::time::Duration| time.as_secs_f64() * 1e6 / self.reported.requests;
        let (user, system) = (each(self.cost.user), each(self.cost.system));
        [user, system, user + system]
    }
}

impl Series {
    /// A figure of each run that did not fail.
    pub(super) fn figures<'a>(&'a self, figure: impl Fn(&Run) -> f64 + 'a) -> impl Iterator<Item = f64> + 'a {
        self.runs.iter().flatten().map(figure)
    }
}

impl Bench<'_> {
    /// Who takes part: the tools that are asked for, and another build of wasmload if there is one.
    pub(super) fn entrants(&self) -> Vec<Entrant> {
        let wanted = TOOLS.into_iter().filter(|tool| self.arguments.wants_tool(tool.name));
        let mut entrants: Vec<Entrant> = wanted
            .map(|tool| Entrant { name: tool.name.to_owned(), program: install::find(&tool, self.project), tool })
            .collect();
        if let Some(also) = &self.arguments.also {
            let [ours, ..] = TOOLS;
            entrants.insert(1, Entrant { name: also.display().to_string(), program: Ok(also.clone()), tool: ours });
        }
        entrants
    }

    /// Runs all rounds, after one that does not count. What goes wrong with a tool is noted and takes nothing from the others.
    pub(super) fn rounds(&self, plan: &Plan, target: &Target, notes: &mut Vec<String>) -> Result<Vec<Series>> {
        let guest = self.project.component(plan.guest)?;
        let mut series = Vec::new();
        let mut taking_part: Vec<(Entrant, usize)> = Vec::new();
        for entrant in self.entrants() {
            let missing = entrant.program.as_ref().err().cloned();
            series.push(Series { name: entrant.name.clone(), runs: Vec::new(), missing });
            if entrant.program.is_ok() {
                taking_part.push((entrant, series.len() - 1));
            }
        }
        for round in 0..=plan.rounds {
            let mut going_on = Vec::new();
            for (entrant, index) in taking_part {
                let seconds = if round == 0 { 1 } else { plan.seconds };
                let outcome = self.one(&entrant, &guest, plan.load, seconds, target, notes);
                let line = &mut series[index];
                match outcome {
                    // It cannot make such a load.
                    Ok(None) => line.missing = Some("cannot make such a load".to_owned()),
                    Err(error) if round == 0 => line.missing = Some(format!("{error:#}")),
                    Ok(Some(_)) if round == 0 => going_on.push((entrant, index)),
                    outcome => {
                        line.runs.push(outcome.unwrap_or_else(|error| {
                            notes.push(format!("{}, round {round}: {error:#}", entrant.name));
                            None
                        }));
                        going_on.push((entrant, index));
                    }
                }
            }
            taking_part = going_on;
        }
        Ok(series)
    }

    fn one(
        &self,
        entrant: &Entrant,
        guest: &std::path::Path,
        load: Load,
        seconds: u32,
        target: &Target,
        notes: &mut Vec<String>,
    ) -> Result<Option<Run>> {
        let program: &PathBuf = entrant.program.as_ref().map_err(|reason| anyhow::anyhow!(reason.clone()))?;
        let url = target.url();
        let job = Job { program, folder: &self.folder, url: &url, seconds, load, guest, workers: None };
        let Some(mut command) = (entrant.tool.command)(&job)? else { return Ok(None) };
        let before = target.requests()?;
        let cost = run(&mut command, &self.folder)?;
        let reported = (entrant.tool.read)(&job, &cost.stdout)?;
        // One request of ours came in between: the first question.
        let answered = target.requests()? - before - target.questions();
        if (answered - reported.requests).abs() > 0.01 * answered + 200.0 {
            notes.push(format!(
                "{} reports {} requests, and the target answered {answered}",
                entrant.name, reported.requests
            ));
        }
        Ok(Some(Run { reported, cost }))
    }
}
