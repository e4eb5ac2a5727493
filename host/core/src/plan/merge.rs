//! Lays one layer of a plan over another, key by key.
//!
//! Nothing is judged here but what replaces what. Lists and single values replace, grants add up; `env`, `tags`, `thresholds`, `secrets`,
//! `data`, `scenarios` and `mixes` merge by name, `data` key by key, and a scenario too as long as its executor stays the same. As in k6, a shortcut (`duration`,
//! `iterations`, `stages`) replaces every scenario and shortcut of the layers below it, and scenarios replace shortcuts.

use super::fault::Note;
use super::keys::{ALLOW_DIRS, ALLOW_NET, DATA, ENV, MIXES, SCENARIOS, SECRETS, SHORTCUTS, TAGS, THRESHOLDS};
use super::scenario_keys::EXECUTOR;
use super::tree::{Located, Map, Node};

/// Lays `over` over `base`.
pub(super) fn overlay(base: &mut Map, over: Map, notes: &mut Vec<Note>) {
    let shortcut = SHORTCUTS.iter().find_map(|key| over.get(key).map(|value| (*key, value)));
    let has_scenarios = [SCENARIOS, MIXES].iter().any(|key| over.get(key).is_some());
    if shortcut.is_some() || has_scenarios {
        for key in SHORTCUTS {
            base.take(key);
        }
    }
    if let Some((key, value)) = shortcut {
        let replaced: Vec<Located> = [SCENARIOS, MIXES].iter().filter_map(|key| base.take(key)).collect();
        if let Some(first) = replaced.first() {
            notes.push(value.place.note(format!("`{key}` replaces the scenarios of {}", first.place.origin)));
        }
    }
    for (key, value) in over.entries {
        match (key.as_str(), base.get_mut(&key).map(|below| &mut below.node), value.node) {
            (SCENARIOS | MIXES, below, Node::Map(named)) => {
                let thing = if key == SCENARIOS { "scenario" } else { "mix" };
                if let Some(Node::Map(below)) = below {
                    merge_named(thing, below, named, notes);
                } else {
                    let mut below = Map::empty(named.place.clone());
                    merge_named(thing, &mut below, named, notes);
                    set(base, key, Located { place: value.place, node: Node::Map(below) });
                }
            }
            (THRESHOLDS | ENV | TAGS | SECRETS, Some(Node::Map(below)), Node::Map(flat)) => merge_flat(below, flat),
            (DATA, Some(Node::Map(below)), Node::Map(named)) => merge_data(below, named),
            // Grants add up: who grants one host more does not want to repeat the rest.
            (ALLOW_NET | ALLOW_DIRS, Some(Node::List(below)), Node::List(more)) => below.extend(more),
            (_, _, node) => set(base, key, Located { place: value.place, node }),
        }
    }
}

fn merge_named(thing: &str, base: &mut Map, over: Map, notes: &mut Vec<Note>) {
    for (name, value) in over.entries {
        match (base.get_mut(&name).map(|below| &mut below.node), value.node) {
            (None | Some(Node::Removed), Node::Removed) => {
                notes.push(value.place.note(format!("there is no {thing} `{name}` to remove")));
            }
            (Some(Node::Map(below)), Node::Map(scenario)) if same_executor(below, &scenario) => {
                merge_scenario(below, scenario)
            }
            (_, node) => set(base, name, Located { place: value.place, node }),
        }
    }
}

fn same_executor(base: &Map, over: &Map) -> bool {
    match over.get(EXECUTOR) {
        None => true,
        Some(executor) => executor.text().is_some() && executor.text() == base.get(EXECUTOR).and_then(Located::text),
    }
}

fn merge_scenario(base: &mut Map, over: Map) {
    for (key, value) in over.entries {
        match (key.as_str(), base.get_mut(&key).map(|below| &mut below.node), value.node) {
            (ENV | TAGS, Some(Node::Map(below)), Node::Map(flat)) => merge_flat(below, flat),
            (_, _, node) => set(base, key, Located { place: value.place, node }),
        }
    }
}

/// Who gives another file does not want to repeat what becomes of it when it is used up.
fn merge_data(base: &mut Map, over: Map) {
    for (name, value) in over.entries {
        match (base.get_mut(&name).map(|below| &mut below.node), value.node) {
            (Some(Node::Map(below)), Node::Map(keys)) => merge_flat(below, keys),
            (_, node) => set(base, name, Located { place: value.place, node }),
        }
    }
}

fn merge_flat(base: &mut Map, over: Map) {
    for (key, value) in over.entries {
        set(base, key, value);
    }
}

fn set(base: &mut Map, key: String, value: Located) {
    match base.get_mut(&key) {
        Some(below) => *below = value,
        None => base.entries.push((key, value)),
    }
}
