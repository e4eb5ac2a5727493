//! From a mix to the scenarios of its personas, which share its totals by weight.
//!
//! Not the sharing itself: that is [`Share`].

use super::fault::{Faults, Note};
use super::keys::{ENV, TAGS};
use super::scenario::{Functions, Named};
use super::scenario_keys::{EXEC, MIX, PERSONA, PERSONAS};
use super::tree::{Located, Map, Node};
use super::{Executor, Scenario, Share, executor, syntax};

/// Reads a mix; empty after a fault.
pub(super) fn read(
    name: &str,
    map: &Map,
    functions: &Functions<'_>,
    faults: &mut Faults,
    notes: &mut Vec<Note>,
) -> Vec<Named> {
    let executor = executor::read(map, &format!("mix `{name}`"), faults);
    let personas = personas(name, map, faults);
    let mut named = Vec::new();
    let weights = personas.as_deref().and_then(|personas| weights(map, personas, faults));
    for (index, persona) in personas.iter().flatten().enumerate() {
        let exec = persona.get(EXEC).and_then(|exec| functions.check(exec, faults));
        let scenario = scenario_name(name, persona, faults);
        let mut tags = map.variables(TAGS);
        tags.extend(persona.variables(TAGS));
        tags.insert("mix".to_owned(), name.to_owned());
        let mut env = map.variables(ENV);
        env.extend(persona.variables(ENV));
        let times = (map.duration(&MIX, "startTime"), map.duration(&MIX, "gracefulStop"));
        let (Some(exec), Some(scenario), Some(executor), Some(weights), (Some(start_time), Some(graceful_stop))) =
            (exec, scenario, &executor, &weights, times)
        else {
            continue;
        };
        let share = Some(Share { weights: weights.clone(), index });
        let executor = executor.clone();
        let scenario = Scenario { name: scenario, exec, executor, start_time, graceful_stop, env, tags, share };
        named.push(Named { scenario, mix: Some(name.to_owned()), place: persona.place.clone() });
    }
    if let (Some(executor), Some(weights)) = (&executor, &weights) {
        check_vus(name, map, executor, weights, &named, faults, notes);
    }
    named
}

/// The personas that were read; `None` when there are none.
fn personas<'a>(name: &str, map: &'a Map, faults: &mut Faults) -> Option<Vec<&'a Map>> {
    const EXAMPLE: &str = "for example `personas` = {\"browse\":80,\"buy\":20}";
    match map.get(PERSONAS).map(|personas| (&personas.place, &personas.node)) {
        None => {
            faults.add(&map.place, format!("mix `{name}` has no `personas`"), EXAMPLE.to_owned());
            None
        }
        Some((place, Node::List(items))) if items.is_empty() => {
            faults.add(place, "`personas` is empty", EXAMPLE.to_owned());
            None
        }
        Some((_, Node::List(items))) => {
            let map = |item: &'a Located| if let Node::Map(map) = &item.node { Some(map) } else { None };
            items.iter().map(map).collect()
        }
        Some(_) => None,
    }
}

/// The weights without their common divisor; `None` when one is faulty, or their sum is too large.
fn weights(map: &Map, personas: &[&Map], faults: &mut Faults) -> Option<Vec<u32>> {
    let weights: Vec<u32> = personas.iter().map(|persona| persona.small(&PERSONA, "weight")).collect::<Option<_>>()?;
    let sum: u64 = weights.iter().map(|&weight| u64::from(weight)).sum();
    if u32::try_from(sum).is_err() {
        let message = format!("the weights add up to {sum}, more than {}", u32::MAX);
        faults.add(map.place_of(PERSONAS), message, "use smaller weights: only their proportions matter".to_owned());
        return None;
    }
    let divisor = weights.iter().copied().fold(0, greatest_common_divisor);
    Some(weights.iter().map(|weight| weight / divisor).collect())
}

fn greatest_common_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

fn scenario_name(mix: &str, persona: &Map, faults: &mut Faults) -> Option<String> {
    if persona.get("name").is_some() {
        return persona.text(&PERSONA, "name");
    }
    let exec = persona.get(EXEC)?;
    let name = format!("{mix}-{}", exec.text()?);
    if syntax::name(exec.text()?).is_err() {
        let message = format!("`{name}` cannot be the name of a scenario");
        faults.add(&exec.place, message, "give the persona a `name` of letters, digits, `_` and `-`".to_owned());
        return None;
    }
    Some(name)
}

/// A persona without a VU does nothing: a mistake where it has iterations to start, worth a note where VUs are what is shared.
fn check_vus(
    name: &str,
    map: &Map,
    executor: &Executor,
    weights: &[u32],
    named: &[Named],
    faults: &mut Faults,
    notes: &mut Vec<Note>,
) {
    let total = u64::from(executor.max_vus());
    let shares = |index| Share { weights: weights.to_vec(), index };
    let needed = (0..weights.len()).map(|index| shares(index).nth(0) + 1).max().unwrap_or(1);
    let key =
        match executor {
            Executor::SharedIterations { .. } => "vus",
            Executor::ConstantArrivalRate { .. } | Executor::RampingArrivalRate { .. } => {
                if map.get("maxVUs").is_some() { "maxVUs" } else { "preAllocatedVUs" }
            }
            Executor::PerVuIterations { .. } | Executor::ConstantVus { .. } | Executor::RampingVus { .. } => {
                for idle in named.iter().filter(|one| one.scenario.max_vus() == 0) {
                    let message =
                        format!("`{}` gets none of the {total} VUs: it takes {needed} for all", idle.scenario.name);
                    notes.push(idle.place.note(message));
                }
                return;
            }
        };
    if total > 0 && total < needed {
        let message = format!("{total} VUs are too few for the {} personas of mix `{name}`", weights.len());
        faults.add(
            map.place_of(key),
            message,
            format!("raise `{key}` to {needed}, so that each gets one by its weight"),
        );
    }
}
