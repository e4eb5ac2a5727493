//! Interleaved rounds: each entrant runs once in each round, so that what changes on the machine meets all of them alike.
//!
//! Not what is made of the figures.

use std::path::PathBuf;

use anyhow::{Result, anyhow};

use super::Bench;
use super::install::{self, Found};
use super::process::{Finished, run};
use super::target::Target;
use super::tool::{Job, Load, Reported, TOOLS, Task, Tool};

/// Who takes part, under the name of its row.
pub(super) struct Entrant {
    pub(super) name: String,
    pub(super) tool: Tool,
    pub(super) program: Found,
    /// The component that wasmload runs, unless `examples/hello`.
    pub(super) guest: Option<PathBuf>,
    /// How many threads wasmload runs VUs on, unless one for each processor.
    pub(super) workers: Option<u32>,
}

/// What is run in each round.
pub(super) struct Plan {
    pub(super) load: Load,
    pub(super) task: Task,
    pub(super) seconds: u32,
    pub(super) rounds: u32,
}

/// What came out of one run: what the tool reported, what it cost, and what the target says.
pub(super) struct Run {
    pub(super) reported: Reported,
    pub(super) cost: Finished,
    /// p50, p95 and p99 in milliseconds, if the target measures it.
    pub(super) service_time: Option<[f64; 3]>,
}

/// The runs of one entrant, one for each round; `None` when that one failed.
pub(super) struct Series {
    pub(super) name: String,
    pub(super) runs: Vec<Option<Run>>,
    /// Why there are none.
    pub(super) missing: Option<String>,
    /// Whether it cannot make such a load.
    pub(super) unable: bool,
}

impl Plan {
    /// How often and how long, for the title of a table.
    pub(super) fn extent(&self) -> String {
        extent(self.rounds, self.seconds)
    }
}

/// How often and how long.
pub(super) fn extent(rounds: u32, seconds: u32) -> String {
    format!("{rounds} round{} of {seconds} s", if rounds == 1 { "" } else { "s" })
}

impl Run {
    /// CPU time per request in microseconds: outside of the kernel, in it, and together.
    pub(super) fn cpu(&self) -> [f64; 3] {
        self.cost.cpu_per(self.reported.requests)
    }
}

impl Series {
    /// A figure of each run that did not fail and has it.
    pub(super) fn figures<'a, F>(&'a self, figure: impl Fn(&Run) -> F + 'a) -> impl Iterator<Item = f64> + 'a
    where
        F: Into<Option<f64>> + 'a,
    {
        self.runs.iter().flatten().filter_map(move |run| figure(run).into())
    }
}

impl Bench<'_> {
    /// The tools that are asked for, and another build of wasmload if there is one.
    pub(super) fn entrants(&self) -> Vec<Entrant> {
        let wanted = TOOLS.into_iter().filter(|tool| self.arguments.wants_tool(tool.name));
        let mut entrants: Vec<Entrant> = wanted
            .map(|tool| {
                let program = if tool.is_ours() { self.built() } else { install::find(&tool, self.project) };
                Entrant { name: tool.name.to_owned(), tool, program, guest: None, workers: None }
            })
            .collect();
        if let Some(also) = &self.arguments.also {
            let [tool, ..] = TOOLS;
            let (name, program) = ("wasmload, other build".to_owned(), Ok(also.clone()));
            entrants.insert(entrants.len().min(1), Entrant { name, tool, program, guest: None, workers: None });
        }
        entrants
    }

    pub(super) fn built(&self) -> Found {
        let program = self.program("wasmload");
        if program.is_file() { Ok(program) } else { Err(format!("{} is not built", program.display())) }
    }

    /// Runs all rounds, after a short one that does not count. What goes wrong with one entrant takes nothing from the others.
    pub(super) fn rounds(
        &self,
        plan: &Plan,
        entrants: &[Entrant],
        target: &Target,
        notes: &mut Vec<String>,
    ) -> Result<Vec<Series>> {
        let mut series: Vec<Series> = entrants
            .iter()
            .map(|entrant| Series {
                name: entrant.name.clone(),
                runs: Vec::new(),
                missing: entrant.program.as_ref().err().cloned(),
                unable: false,
            })
            .collect();
        for round in 0..=plan.rounds {
            for (entrant, series) in entrants.iter().zip(&mut series) {
                if series.missing.is_some() || series.unable {
                    continue;
                }
                let seconds = if round == 0 { 1 } else { plan.seconds };
                match (self.one(entrant, plan, seconds, target, notes), round) {
                    (Ok(None), _) => series.unable = true,
                    (Err(error), 0) => series.missing = Some(format!("{error:#}")),
                    (Ok(Some(_)), 0) => {}
                    (Ok(run), _) => series.runs.push(run),
                    (Err(error), _) => {
                        notes.push(format!("{}, round {round}: {error:#}", entrant.name));
                        series.runs.push(None);
                    }
                }
            }
        }
        Ok(series)
    }

    fn one(
        &self,
        entrant: &Entrant,
        plan: &Plan,
        seconds: u32,
        target: &Target,
        notes: &mut Vec<String>,
    ) -> Result<Option<Run>> {
        let program = entrant.program.as_ref().map_err(|reason| anyhow!(reason.clone()))?;
        let url = target.url();
        let guest = entrant.guest.clone().map_or_else(|| self.project.component("hello"), Ok)?;
        let job = Job {
            program,
            folder: &self.folder,
            url: &url,
            task: plan.task,
            seconds,
            load: plan.load,
            guest: &guest,
            workers: entrant.workers,
        };
        let Some(mut command) = (entrant.tool.command)(&job)? else { return Ok(None) };
        let begun = target.begin()?;
        let cost = run(&mut command, &self.folder)?;
        let reported = (entrant.tool.read)(&job, &cost.stdout)?;
        let (answered, service_time) = (begun.requests()?, begun.service_time()?);
        // Requests that were under way when time was up are answered and not reported: one for each connection.
        if (answered - reported.requests).abs() > 0.01 * answered + 200.0 {
            let (name, count) = (&entrant.name, reported.requests);
            notes.push(format!("{name} reports {count} requests, and the target answered {answered}."));
        }
        Ok(Some(Run { reported, cost, service_time }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::arguments::Arguments;
    use crate::project::Project;

    #[test]
    fn what_is_shipped_takes_part_unless_the_last_build_is_asked_for() {
        let project = Project::find().unwrap();
        for (words, profile) in [(&[][..], "dist"), (&["--as-built"], "release")] {
            let arguments = Arguments::read(words, &[]).unwrap();
            let bench = Bench { project: &project, arguments, folder: PathBuf::new() };
            let ours: Vec<_> = bench.entrants().into_iter().filter(|entrant| entrant.tool.is_ours()).collect();
            let [Entrant { program, .. }] = &ours[..] else { panic!("one of the tools is ours") };
            // Where it is missing, the reason names the file.
            let program = program.as_ref().map_or_else(Clone::clone, |file| file.display().to_string());
            assert!(program.contains(&format!("/{profile}/wasmload")), "{program}");
        }
    }
}
