//! From an executor's keys to an [`Executor`] that can run: what is missing, foreign or impossible is said here.
//!
//! Not the types and ranges of single values, which were checked as they were read.

use std::time::Duration;

use super::fault::Faults;
use super::keys::{DURATION, ITERATIONS, MAX_SAFE, STAGES, VUS};
use super::scenario_keys::{
    CONSTANT_ARRIVAL_RATE, CONSTANT_VUS, EXECUTOR, EXECUTORS, PER_VU_ITERATIONS, RAMPING_ARRIVAL_RATE, RAMPING_VUS,
    SCENARIO, SHARED_ITERATIONS, STAGE, executors_with,
};
use super::tree::{Map, Node};
use super::{Distribution, Executor, Stage, duration, suggest};

/// Reads the executor of a scenario or mix, which `what` names; `None` after a fault.
pub(super) fn read(map: &Map, what: &str, faults: &mut Faults) -> Option<Executor> {
    let Some(executor) = map.get(EXECUTOR) else {
        let hint = format!("the executors are {}", suggest::list(&EXECUTORS));
        faults.add(&map.place, format!("{what} has no `executor`"), hint);
        return None;
    };
    let name = executor.text()?;
    refuse_foreign_keys(map, name, faults);
    let mut reader = Reader { map, what, name, faults };
    match name {
        SHARED_ITERATIONS => reader.shared_iterations(),
        PER_VU_ITERATIONS => reader.per_vu_iterations(),
        CONSTANT_VUS => reader.constant_vus(),
        RAMPING_VUS => reader.ramping_vus(),
        CONSTANT_ARRIVAL_RATE => reader.constant_arrival_rate(),
        RAMPING_ARRIVAL_RATE => reader.ramping_arrival_rate(),
        _ => None,
    }
}

fn refuse_foreign_keys(map: &Map, executor: &str, faults: &mut Faults) {
    for (key, value) in &map.entries {
        let owners = executors_with(key);
        if owners.is_empty() || owners.contains(&executor) {
            continue;
        }
        let instead = match (key.as_str(), executor) {
            (VUS, RAMPING_VUS) => Some("startVUs"),
            (VUS, _) => Some("preAllocatedVUs"),
            (DURATION, SHARED_ITERATIONS | PER_VU_ITERATIONS) => Some("maxDuration"),
            ("maxDuration", CONSTANT_VUS | CONSTANT_ARRIVAL_RATE) => Some(DURATION),
            (DURATION | "maxDuration", _) => Some(STAGES),
            (STAGES, CONSTANT_VUS | CONSTANT_ARRIVAL_RATE) => Some(DURATION),
            ("startVUs", CONSTANT_VUS | SHARED_ITERATIONS | PER_VU_ITERATIONS) => Some(VUS),
            ("rate", RAMPING_ARRIVAL_RATE) => Some("startRate"),
            ("startRate", CONSTANT_ARRIVAL_RATE) => Some("rate"),
            _ => None,
        };
        let belongs = format!("it belongs to {}", suggest::list(owners));
        let hint = instead.map_or(belongs.clone(), |instead| format!("use `{instead}`; {belongs}"));
        faults.add_key(&value.place, format!("`{key}` is not a key of `{executor}`"), None, Some(hint));
    }
}

struct Reader<'a> {
    map: &'a Map,
    what: &'a str,
    name: &'a str,
    faults: &'a mut Faults,
}

impl Reader<'_> {
    fn shared_iterations(&mut self) -> Option<Executor> {
        let (vus, iterations) = (self.small(VUS), self.whole(ITERATIONS));
        if let (Some(vus), Some(iterations)) = (vus, iterations)
            && iterations < u64::from(vus)
        {
            let place = self.map.get(ITERATIONS).map_or(self.map.place_of(VUS), |value| &value.place);
            let message = format!("{iterations} `iterations` are not enough for {vus} `vus`");
            self.faults.add(place, message, "raise `iterations` or lower `vus`: each VU needs one".to_owned());
        }
        let max_duration = self.map.duration(&SCENARIO, "maxDuration")?;
        Some(Executor::SharedIterations { vus: vus?, iterations: iterations?, max_duration })
    }

    fn per_vu_iterations(&mut self) -> Option<Executor> {
        let (vus, iterations) = (self.small(VUS)?, self.whole(ITERATIONS)?);
        if u64::from(vus).checked_mul(iterations).is_none_or(|all| all > MAX_SAFE) {
            let message = format!("{vus} `vus` of {iterations} `iterations` are more than {MAX_SAFE} iterations");
            self.faults.add(self.map.place_of(ITERATIONS), message, "lower `iterations`".to_owned());
        }
        let max_duration = self.map.duration(&SCENARIO, "maxDuration")?;
        Some(Executor::PerVuIterations { vus, iterations, max_duration })
    }

    fn constant_vus(&mut self) -> Option<Executor> {
        let duration = self.required(DURATION).then(|| self.map.duration(&SCENARIO, DURATION)).flatten();
        Some(Executor::ConstantVus { vus: self.small(VUS)?, duration: duration? })
    }

    fn ramping_vus(&mut self) -> Option<Executor> {
        let stages = self.stages();
        let start_vus = self.small("startVUs");
        if let (Some(0), Some(stages)) = (start_vus, &stages)
            && stages.iter().all(|stage| stage.target == 0)
        {
            let hint = "raise `startVUs` or the `target` of a stage".to_owned();
            self.faults.add(self.map.place_of(STAGES), format!("{} never has a VU", self.what), hint);
        }
        let graceful_ramp_down = self.map.duration(&SCENARIO, "gracefulRampDown")?;
        Some(Executor::RampingVus { start_vus: start_vus?, stages: stages?, graceful_ramp_down })
    }

    fn constant_arrival_rate(&mut self) -> Option<Executor> {
        let rate = self.required("rate").then(|| self.whole("rate")).flatten();
        let duration = self.required(DURATION).then(|| self.map.duration(&SCENARIO, DURATION)).flatten();
        let (pre_allocated_vus, max_vus) = self.arrival_vus()?;
        let (time_unit, distribution) = self.arrivals()?;
        let (rate, duration) = (rate?, duration?);
        Some(Executor::ConstantArrivalRate { rate, time_unit, duration, distribution, pre_allocated_vus, max_vus })
    }

    fn ramping_arrival_rate(&mut self) -> Option<Executor> {
        let start_rate = self.whole("startRate");
        let stages = self.stages();
        if let (Some(0), Some(stages)) = (start_rate, &stages)
            && stages.iter().all(|stage| stage.target == 0)
        {
            let hint = "raise `startRate` or the `target` of a stage".to_owned();
            self.faults.add(self.map.place_of(STAGES), format!("{} never starts an iteration", self.what), hint);
        }
        let (pre_allocated_vus, max_vus) = self.arrival_vus()?;
        let (time_unit, distribution) = self.arrivals()?;
        let (start_rate, stages) = (start_rate?, stages?);
        Some(Executor::RampingArrivalRate { start_rate, time_unit, stages, distribution, pre_allocated_vus, max_vus })
    }

    fn arrivals(&self) -> Option<(Duration, Distribution)> {
        let distribution = match self.map.text(&SCENARIO, "distribution")?.as_str() {
            "poisson" => Distribution::Poisson,
            _ => Distribution::Uniform,
        };
        Some((self.map.duration(&SCENARIO, "timeUnit")?, distribution))
    }

    /// `preAllocatedVUs` and `maxVUs`, which is the same when it is not given.
    fn arrival_vus(&mut self) -> Option<(u32, u32)> {
        if !self.required("preAllocatedVUs") {
            return None;
        }
        let pre_allocated = self.small("preAllocatedVUs")?;
        let max = if self.map.get("maxVUs").is_some() { self.small("maxVUs")? } else { pre_allocated };
        if max < pre_allocated {
            let message = format!("`maxVUs` ({max}) is less than `preAllocatedVUs` ({pre_allocated})");
            self.faults.add(self.map.place_of("maxVUs"), message, "raise `maxVUs` or leave it out".to_owned());
        } else if max == 0 {
            let hint = "raise `preAllocatedVUs` or give `maxVUs`".to_owned();
            self.faults.add(self.map.place_of("preAllocatedVUs"), format!("{} never has a VU", self.what), hint);
        }
        Some((pre_allocated, max))
    }

    /// The stages, if each of them was read; they are there, and take some time.
    fn stages(&mut self) -> Option<Vec<Stage>> {
        if !self.required(STAGES) {
            return None;
        }
        let Node::List(items) = &self.map.get(STAGES)?.node else {
            return None;
        };
        let place = self.map.place_of(STAGES);
        if items.is_empty() {
            let hint = "for example `stages` = [{\"duration\":\"30s\",\"target\":10}]".to_owned();
            self.faults.add(place, "`stages` is empty", hint);
            return None;
        }
        let stage =
            |map: &Map| Some(Stage { duration: map.duration(&STAGE, DURATION)?, target: map.whole(&STAGE, "target")? });
        let stages: Vec<Stage> = items
            .iter()
            .map(|item| if let Node::Map(map) = &item.node { stage(map) } else { None })
            .collect::<Option<_>>()?;
        match stages.iter().try_fold(Duration::ZERO, |sum, stage| sum.checked_add(stage.duration)) {
            Some(Duration::ZERO) => {
                self.faults.add(place, "`stages` take no time", "raise the `duration` of a stage".to_owned());
            }
            Some(sum) if sum <= duration::MAX => {}
            _ => self.faults.add(place, "`stages` take longer than 292 years", None),
        }
        Some(stages)
    }

    fn required(&mut self, key: &str) -> bool {
        let given = self.map.get(key).is_some();
        if !given {
            let message = format!("{} has no `{key}`, which `{}` needs", self.what, self.name);
            let hint = SCENARIO.key(key).map(|found| format!("for example `{key}` = {}", found.example));
            self.faults.add(&self.map.place, message, hint);
        }
        given
    }

    fn whole(&self, key: &str) -> Option<u64> {
        self.map.whole(&SCENARIO, key)
    }

    fn small(&self, key: &str) -> Option<u32> {
        self.map.small(&SCENARIO, key)
    }
}
