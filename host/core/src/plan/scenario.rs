//! From the scenarios of a merged plan, or from its shortcuts, to [`Scenario`]s.
//!
//! Not the mixes: they are in [`super::mix`].

use super::fault::{Faults, Note, Place};
use super::keys::{DURATION, ENV, ITERATIONS, MIXES, SCENARIOS, SHORTCUTS, STAGES, TAGS, VUS};
use super::scenario_keys::{CONSTANT_VUS, EXEC, EXECUTOR, PER_VU_ITERATIONS, RAMPING_VUS, SCENARIO, SHARED_ITERATIONS};
use super::tree::{Located, Map, Node};
use super::{Scenario, executor, mix, suggest, syntax};

/// The component's functions.
pub(super) struct Functions<'a>(pub(super) &'a [String]);

impl Functions<'_> {
    /// Checks a function's name; `None` after a fault.
    pub(super) fn check(&self, exec: &Located, faults: &mut Faults) -> Option<String> {
        let name = exec.text()?;
        if self.0.is_empty() || self.0.iter().any(|function| function == name) {
            return Some(name.to_owned());
        }
        let hint = suggest::hint(name, "its functions", self.0.iter().map(String::as_str));
        faults.add(&exec.place, format!("the component has no function `{name}`"), hint);
        None
    }

    /// What runs when a plan names nothing.
    fn default(&self) -> Option<String> {
        self.0.iter().find(|name| *name == "default").or(self.0.first()).cloned()
    }
}

/// A scenario with the names that select it: its own, and that of its mix.
pub(super) struct Named {
    pub(super) scenario: Scenario,
    pub(super) mix: Option<String>,
    pub(super) place: Place,
}

/// Reads all scenarios and personas, those of shortcuts too; the faulty ones are left out.
pub(super) fn read_all(
    plan: &Map,
    functions: &Functions<'_>,
    faults: &mut Faults,
    notes: &mut Vec<Note>,
) -> Vec<Named> {
    let mut all = Vec::new();
    let named = [plan.map(SCENARIOS), plan.map(MIXES)];
    if named.iter().flatten().all(|map| map.entries.is_empty()) {
        let map = shortcut(plan, faults);
        all.extend(read("default", &map, functions, faults));
        return all;
    }
    refuse_shortcuts(plan, faults, notes);
    if named.iter().flatten().all(|map| map.present().next().is_none()) {
        let places = named.iter().flatten().flat_map(|map| &map.entries).map(|(_, value)| &value.place);
        for place in places.take(1) {
            faults.add(place, "no scenario is left", "leave one, or add one".to_owned());
        }
    }
    for (name, value) in named[0].into_iter().flat_map(Map::present) {
        if let Node::Map(map) = &value.node {
            check_name(name, &value.place, faults);
            all.extend(read(name, map, functions, faults));
        }
    }
    for (name, value) in named[1].into_iter().flat_map(Map::present) {
        if let Node::Map(map) = &value.node {
            check_name(name, &value.place, faults);
            all.extend(mix::read(name, map, functions, faults, notes));
        }
    }
    for (at, one) in all.iter().enumerate() {
        let name = &one.scenario.name;
        if all[..at].iter().any(|other| other.scenario.name == *name) {
            let message = format!("there are two scenarios `{name}`");
            faults.add(&one.place, message, "give one of them another `name`".to_owned());
        }
    }
    all
}

fn check_name(name: &str, place: &Place, faults: &mut Faults) {
    if let Err(error) = syntax::name(name) {
        faults.add_key(place, error.message, Some(error.offset), error.hint);
    }
}

fn read(name: &str, map: &Map, functions: &Functions<'_>, faults: &mut Faults) -> Option<Named> {
    let executor = executor::read(map, &format!("scenario `{name}`"), faults);
    let exec = map.get(EXEC).map_or_else(|| functions.default(), |exec| functions.check(exec, faults));
    let scenario = Scenario {
        name: name.to_owned(),
        exec: exec?,
        executor: executor?,
        start_time: map.duration(&SCENARIO, "startTime")?,
        graceful_stop: map.duration(&SCENARIO, "gracefulStop")?,
        env: map.variables(ENV),
        tags: map.variables(TAGS),
        share: None,
    };
    Some(Named { scenario, mix: None, place: map.place.clone() })
}

/// Shortcuts beside scenarios of the same layer: a choice that nobody made.
fn refuse_shortcuts(plan: &Map, faults: &mut Faults, notes: &mut Vec<Note>) {
    for key in SHORTCUTS {
        if let Some(value) = plan.get(key) {
            let message = format!("`{key}` and scenarios cannot be given together");
            faults.add(&value.place, message, format!("move `{key}` into a scenario, or leave one of them out"));
        }
    }
    if let Some(vus) = plan.get(VUS) {
        let message =
            "`vus` is not used: it goes with `duration`, `iterations` or `stages`, and the scenarios have their own";
        notes.push(vus.place.note(message));
    }
}

/// Writes the shortcuts as a scenario, whose values keep their places.
fn shortcut(plan: &Map, faults: &mut Faults) -> Map {
    if let Some(stages) = plan.get(STAGES) {
        for key in [DURATION, ITERATIONS] {
            if plan.get(key).is_some() {
                let message = format!("`stages` and `{key}` cannot be given together");
                faults.add(&stages.place, message, format!("leave out `stages` or `{key}`"));
            }
        }
    }
    let (executor, keys): (_, &[(&str, &str)]) = if plan.get(STAGES).is_some() {
        (RAMPING_VUS, &[(STAGES, STAGES), (VUS, "startVUs")])
    } else if plan.get(ITERATIONS).is_some() {
        (SHARED_ITERATIONS, &[(ITERATIONS, ITERATIONS), (VUS, VUS), (DURATION, "maxDuration")])
    } else if plan.get(DURATION).is_some() {
        (CONSTANT_VUS, &[(DURATION, DURATION), (VUS, VUS)])
    } else {
        (PER_VU_ITERATIONS, &[(VUS, VUS)])
    };
    let mut map = Map::empty(plan.place.clone());
    let executor = Located { place: plan.place.clone(), node: Node::Text(executor.to_owned()) };
    map.entries.push((EXECUTOR.to_owned(), executor));
    for (from, to) in keys {
        map.entries.extend(plan.get(from).map(|value| ((*to).to_owned(), value.clone())));
    }
    map
}
