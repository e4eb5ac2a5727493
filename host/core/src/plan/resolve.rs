//! From the layers of a plan, as typed, to a [`Plan`] with nothing left open, or to everything that is wrong with them.
//!
//! Not the reading of files, variables and flags: a layer arrives as a JSON value that says where it is from.

use std::time::Duration;

use serde_json::Value;

use super::fault::{Fault, Faults, Note, Origin, Place, SyntaxError};
use super::keys::{ALLOW_DIRS, ALLOW_NET, DATA, ENV, PLAN, PROFILES, SECRETS, TAGS, TARGET, THRESHOLD, THRESHOLDS};
use super::scenario::{Functions, Named, read_all};
use super::tree::{Map, Node};
use super::{Grants, Limits, Plan, document, inputs, merge, suggest, syntax};
use crate::threshold::{Selector, Threshold, TrendStat};

/// The limits that hold for a component, and so are not its to set; and the flags that set them.
const LIMITS: [&str; 3] = ["vuMemory", "guestStall", "maxSeries"];
const LIMIT_FLAGS: [&str; 3] = ["--vu-memory", "--guest-stall", "--max-series"];

/// One source of a plan.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Where it is from.
    pub origin: Origin,
    /// What it says: an object with the keys of [`super::schema`], or null.
    pub document: Value,
}

/// What resolving needs to know beside the layers.
#[derive(Clone, Debug, Default)]
pub struct ResolveContext {
    /// The component's scenario functions, in its order.
    pub functions: Vec<String>,
    /// The scenarios or mixes to run; empty: all.
    pub scenarios: Vec<String>,
    /// The profile to lay over the layers that have it.
    pub profile: Option<String>,
    /// The seed when no layer gives one, from 0 to 2^53 - 1; larger ones are cut to that.
    pub seed: u64,
}

/// A plan, and what there is to say about it.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// The plan.
    pub plan: Plan,
    /// What its author may not expect.
    pub notes: Vec<Note>,
    /// What the component's own plan asks for. A component cannot grant itself anything: none of it is in the plan.
    pub requested: Requested,
}

/// What a component asks for in its own plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Requested {
    /// The target that it proposes.
    pub target: Option<String>,
    /// What it wants to reach.
    pub grants: Grants,
    /// The data that it wants, by name, each with the file that it names.
    pub data: Vec<(String, String)>,
    /// The names of the secrets that it wants.
    pub secrets: Vec<String>,
    /// The keys of limits that it wants to set for itself.
    pub limits: Vec<&'static str>,
}

/// Resolves a plan from its layers, lowest first.
///
/// # Errors
/// All faults, in the order of the layers, then of the plan.
pub fn resolve(layers: Vec<Layer>, context: &ResolveContext) -> Result<Resolved, Vec<Fault>> {
    let (mut faults, mut notes) = (Faults::default(), Vec::new());
    let mut plan = Map::empty(Place::root(Origin::Component));
    let mut requested = Requested::default();
    let mut profiles: Vec<String> = Vec::new();
    for layer in layers {
        let is_component = layer.origin == Origin::Component;
        let mut read = document::read(&PLAN, &layer.document, Place::root(layer.origin), &mut faults);
        let mut named = match read.take(PROFILES).map(|profiles| profiles.node) {
            Some(Node::Map(map)) => map,
            _ => Map::empty(read.place.clone()),
        };
        profiles.extend(
            named
                .present()
                .map(|(name, _)| name.to_owned())
                .filter(|name| !profiles.contains(name))
                .collect::<Vec<_>>(),
        );
        let profile = context.profile.as_ref().and_then(|name| named.take(name)).map(|profile| profile.node);
        let profile = if let Some(Node::Map(map)) = profile { Some(map) } else { None };
        for mut part in [Some(read), profile].into_iter().flatten() {
            if is_component {
                requested.take_from(&mut part);
            }
            merge::overlay(&mut plan, part, &mut notes);
        }
    }
    let flags = Place::root(Origin::Flags);
    if let Some(profile) = &context.profile
        && !profiles.contains(profile)
    {
        let hint = match profiles.is_empty() {
            true => "no layer of the plan defines profiles".to_owned(),
            false => suggest::hint(profile, "the profiles", profiles.iter().map(String::as_str)),
        };
        faults.add(&flags.key("profile"), format!("there is no profile `{profile}`"), hint);
    }
    if context.functions.is_empty() {
        let hint = "export at least one scenario function".to_owned();
        faults.add(&Place::root(Origin::Component), "the component has no scenario functions", hint);
    }
    let all = read_all(&plan, &Functions(&context.functions), &mut faults, &mut notes);
    let plan = build(&plan, all, context, &mut faults);
    match plan {
        Some(plan) if faults.is_empty() => {
            requested.note(&plan, &mut notes);
            Ok(Resolved { plan, notes, requested })
        }
        _ => Err(faults.into_inner()),
    }
}

fn build(map: &Map, all: Vec<Named>, context: &ResolveContext, faults: &mut Faults) -> Option<Plan> {
    let thresholds = thresholds(map, faults);
    let scenarios = select(all, &context.scenarios, faults);
    let sum = scenarios.iter().map(|one| u64::from(one.scenario.max_vus())).sum::<u64>();
    if u32::try_from(sum).is_err()
        && let Some(first) = scenarios.first()
    {
        let message = format!("the scenarios have {sum} VUs together, more than {}", u32::MAX);
        faults.add(&first.place, message, "lower their VUs".to_owned());
    }
    let duration = |key| map.duration(&PLAN, key).unwrap_or(Duration::ZERO);
    let texts = |key| map.list(&PLAN, key).iter().filter_map(|item| item.text().map(str::to_owned)).collect::<Vec<_>>();
    if faults.is_empty() && scenarios.is_empty() {
        faults.add(&map.place, "the plan has no scenario", None);
    }
    Some(Plan {
        scenarios: scenarios.into_iter().map(|one| one.scenario).collect(),
        thresholds,
        target: map.text(&PLAN, TARGET).and_then(|text| syntax::target(&text).ok()),
        grants: Grants {
            net: texts(ALLOW_NET),
            dirs: texts(ALLOW_DIRS).iter().filter_map(|text| syntax::dir_grant(text).ok()).collect(),
        },
        env: map.variables(ENV),
        data: inputs::data(map, faults),
        secrets: inputs::secrets(map, faults),
        tags: map.variables(TAGS),
        setup_timeout: duration("setupTimeout"),
        teardown_timeout: duration("teardownTimeout"),
        min_iteration_duration: duration("minIterationDuration"),
        seed: map.whole(&PLAN, "seed").unwrap_or(context.seed & super::keys::MAX_SAFE),
        limits: Limits {
            vu_memory: map.whole(&PLAN, "vuMemory").unwrap_or_default(),
            guest_stall: duration("guestStall"),
            series: map.whole(&PLAN, "maxSeries").and_then(|series| usize::try_from(series).ok()).unwrap_or_default(),
        },
        summary_trend_stats: texts("summaryTrendStats")
            .iter()
            .filter_map(|text| text.parse::<TrendStat>().ok())
            .collect(),
    })
}

/// The scenarios that were selected, by their names or those of their mixes.
fn select(all: Vec<Named>, names: &[String], faults: &mut Faults) -> Vec<Named> {
    if names.is_empty() {
        return all;
    }
    let is = |one: &Named, name: &String| one.scenario.name == *name || one.mix.as_ref() == Some(name);
    for name in names {
        // A scenario that has a fault of its own is not in the list, and would only be named twice.
        if faults.is_empty() && !all.iter().any(|one| is(one, name)) {
            let mut known: Vec<&str> = Vec::new();
            for one in &all {
                known.extend(one.mix.as_deref().filter(|mix| !known.contains(mix)));
                known.push(&one.scenario.name);
            }
            let hint = suggest::hint(name, "the scenarios", known);
            faults.add(&Place::root(Origin::Flags).key("scenario"), format!("there is no scenario `{name}`"), hint);
        }
    }
    all.into_iter().filter(|one| names.iter().any(|name| is(one, name))).collect()
}

fn thresholds(plan: &Map, faults: &mut Faults) -> Vec<Threshold> {
    let mut thresholds = Vec::new();
    for (selector, value) in plan.map(THRESHOLDS).into_iter().flat_map(Map::present) {
        if let Err(error) = Selector::parse(selector).map_err(SyntaxError::from) {
            faults.add_key(&value.place, format!("`{selector}`: {error}"), Some(error.offset), error.hint);
            continue;
        }
        let Node::List(items) = &value.node else { continue };
        for item in items {
            let Node::Map(map) = &item.node else { continue };
            let (Some(expression), Some(abort_on_fail), Some(delay_abort_eval)) = (
                map.text(&THRESHOLD, "threshold"),
                map.flag(&THRESHOLD, "abortOnFail"),
                map.duration(&THRESHOLD, "delayAbortEval"),
            ) else {
                continue;
            };
            match Threshold::parse(selector, &expression).map_err(SyntaxError::from) {
                Ok(threshold) => thresholds.push(Threshold { abort_on_fail, delay_abort_eval, ..threshold }),
                Err(error) => {
                    let message = format!("`{expression}`: {error}");
                    faults.add_syntax(map.place_of("threshold"), message, error.offset, error.hint);
                }
            }
        }
    }
    thresholds
}

impl Requested {
    /// Takes out of a component's layer what it cannot decide.
    fn take_from(&mut self, layer: &mut Map) {
        let mut texts = |key| {
            let items = layer.list(&PLAN, key);
            let given = layer.take(key).is_some();
            given.then(|| items.iter().filter_map(|item| item.text().map(str::to_owned)).collect::<Vec<_>>())
        };
        if let Some(net) = texts(ALLOW_NET) {
            self.grants.net = net;
        }
        if let Some(dirs) = texts(ALLOW_DIRS) {
            self.grants.dirs = dirs.iter().filter_map(|text| syntax::dir_grant(text).ok()).collect();
        }
        for key in LIMITS {
            if layer.take(key).is_some() && !self.limits.contains(&key) {
                self.limits.push(key);
            }
        }
        if let Some(Node::Map(named)) = layer.get_mut(DATA).map(|data| &mut data.node) {
            self.data.extend(inputs::take_files(named));
        }
        if let Some(Node::Map(named)) = layer.take(SECRETS).map(|secrets| secrets.node) {
            self.secrets.extend(named.present().map(|(name, _)| name.to_owned()));
        }
        if let Some(target) = layer.take(TARGET) {
            self.target = target.text().and_then(|text| syntax::target(text).ok());
        }
    }

    fn note(&self, plan: &Plan, notes: &mut Vec<Note>) {
        let root = Place::root(Origin::Component);
        if let (Some(target), None) = (&self.target, &plan.target) {
            let message =
                format!("the component proposes the target `{target}`: give it with `--target {target}` to use it");
            notes.push(root.key(TARGET).note(message));
        }
        for (key, flag) in LIMITS.into_iter().zip(LIMIT_FLAGS).filter(|(key, _)| self.limits.contains(key)) {
            let message =
                format!("the component asks for its own `{key}`, which is not its to set: give it with `{flag}`");
            notes.push(root.key(key).note(message));
        }
        for net in self.grants.net.iter().filter(|net| !plan.grants.net.contains(net)) {
            let message = format!("the component asks for the host `{net}`: grant it with `--allow-net {net}`");
            notes.push(root.key(ALLOW_NET).note(message));
        }
        for dir in self.grants.dirs.iter().filter(|dir| !plan.grants.dirs.contains(dir)) {
            let grant = format!("{}:{}{}", dir.host, dir.guest, if dir.writable { ":rw" } else { "" });
            let message =
                format!("the component asks for the directory `{}`: grant it with `--allow-dir {grant}`", dir.host);
            notes.push(root.key(ALLOW_DIRS).note(message));
        }
        for (name, file) in self.data.iter().filter(|(name, _)| !plan.data.contains_key(name)) {
            let message = format!("the component asks for the data `{name}`: grant it with `--data {name}={file}`");
            notes.push(root.key(DATA).note(message));
        }
        for name in self.secrets.iter().filter(|name| !plan.secrets.contains_key(*name)) {
            let message = format!("the component asks for the secret `{name}`: grant it with `--secret {name}`");
            notes.push(root.key(SECRETS).note(message));
        }
    }
}
