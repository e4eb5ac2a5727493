//! What replaces what, and what a plan is when nobody says anything.

use std::time::Duration;

use serde_json::{Value, json};

use super::{context, file, layer, lines, plan, resolved};
use crate::plan::{
    DirGrant, Distribution, Executor, Grants, Limits, Origin, Plan, ResolveContext, Resolved, Stage, resolve,
};
use crate::threshold::TrendStat;

const MINUTE: Duration = Duration::from_secs(60);

fn layers(component: Value, below: Value, flags: Value) -> Resolved {
    let layers = vec![layer(Origin::Component, component), file(below), layer(Origin::Flags, flags)];
    resolve(layers, &context()).unwrap_or_else(|faults| panic!("{:#?}", lines(&faults)))
}

fn names(plan: &Plan) -> Vec<&str> {
    plan.scenarios.iter().map(|scenario| scenario.name.as_str()).collect()
}

fn messages(resolved: &Resolved) -> Vec<&str> {
    resolved.notes.iter().map(|note| note.message.as_str()).collect()
}

#[test]
fn nothing_is_one_vu_and_one_iteration() {
    let resolved = resolve(vec![], &context()).unwrap();
    let plan = &resolved.plan;
    assert_eq!(resolved.notes, []);
    assert_eq!(names(plan), ["default"]);
    assert_eq!(plan.scenarios[0].exec, "browse");
    let executor = Executor::PerVuIterations { vus: 1, iterations: 1, max_duration: 10 * MINUTE };
    assert_eq!(plan.scenarios[0].executor, executor);
    assert_eq!(plan.scenarios[0].graceful_stop, MINUTE / 2);
    assert_eq!((plan.setup_timeout, plan.teardown_timeout), (MINUTE, MINUTE));
    assert_eq!(plan.min_iteration_duration, Duration::ZERO);
    assert_eq!(plan.seed, 7);
    assert_eq!(plan.limits, Limits { vu_memory: 64 << 20, guest_stall: Duration::from_secs(5), series: 10_000 });
    assert_eq!(plan.grants, Grants::default());
    let stats = ["avg", "min", "med", "max", "p(90)", "p(95)", "p(99)"].map(|stat| stat.parse::<TrendStat>().unwrap());
    assert_eq!(plan.summary_trend_stats, stats);
}

#[test]
fn the_function_called_default_is_the_default() {
    let functions = vec!["first".to_owned(), "default".to_owned()];
    let resolved = resolve(vec![], &ResolveContext { functions, ..context() }).unwrap();
    assert_eq!(resolved.plan.scenarios[0].exec, "default");
}

#[test]
fn shortcuts_are_those_of_k6() {
    let executor = |document| plan(document).scenarios[0].executor.clone();
    let constant = Executor::ConstantVus { vus: 10, duration: MINUTE };
    assert_eq!(executor(json!({"vus": 10, "duration": "1m"})), constant);
    let shared = Executor::SharedIterations { vus: 2, iterations: 100, max_duration: 10 * MINUTE };
    assert_eq!(executor(json!({"vus": 2, "iterations": 100})), shared);
    let shared = Executor::SharedIterations { vus: 1, iterations: 100, max_duration: MINUTE };
    assert_eq!(executor(json!({"iterations": 100, "duration": "1m"})), shared);
    let stages = vec![Stage { duration: MINUTE, target: 5 }, Stage { duration: Duration::ZERO, target: 9 }];
    let ramping = Executor::RampingVus { start_vus: 3, stages, graceful_ramp_down: MINUTE / 2 };
    assert_eq!(executor(json!({"vus": 3, "stages": "1m:5, 0:9"})), ramping);
    let each = Executor::PerVuIterations { vus: 4, iterations: 1, max_duration: 10 * MINUTE };
    assert_eq!(executor(json!({"vus": 4})), each);
}

#[test]
fn executors_have_k6s_defaults() {
    let executor = |mut document: Value, name: &str| {
        document["executor"] = json!(name);
        plan(json!({"scenarios": {"a": document}})).scenarios[0].executor.clone()
    };
    let shared = Executor::SharedIterations { vus: 1, iterations: 1, max_duration: 10 * MINUTE };
    assert_eq!(executor(json!({}), "shared-iterations"), shared);
    let per_vu = Executor::PerVuIterations { vus: 1, iterations: 1, max_duration: 10 * MINUTE };
    assert_eq!(executor(json!({}), "per-vu-iterations"), per_vu);
    assert_eq!(
        executor(json!({"duration": 60000}), "constant-vus"),
        Executor::ConstantVus { vus: 1, duration: MINUTE }
    );
    let stages = vec![Stage { duration: MINUTE, target: 2 }];
    let ramping = Executor::RampingVus { start_vus: 1, stages: stages.clone(), graceful_ramp_down: MINUTE / 2 };
    assert_eq!(executor(json!({"stages": [{"duration": "1m", "target": 2}]}), "ramping-vus"), ramping);
    let constant = Executor::ConstantArrivalRate {
        rate: 5,
        time_unit: Duration::from_secs(1),
        duration: MINUTE,
        distribution: Distribution::Uniform,
        pre_allocated_vus: 3,
        max_vus: 3,
    };
    let given = json!({"rate": 5, "duration": "1m", "preAllocatedVUs": 3});
    assert_eq!(executor(given, "constant-arrival-rate"), constant);
    let ramping = Executor::RampingArrivalRate {
        start_rate: 0,
        time_unit: MINUTE,
        stages,
        distribution: Distribution::Poisson,
        pre_allocated_vus: 0,
        max_vus: 9,
    };
    let given =
        json!({"stages": ["1m:2"], "preAllocatedVUs": 0, "maxVUs": 9, "timeUnit": "1m", "distribution": "poisson"});
    assert_eq!(executor(given, "ramping-arrival-rate"), ramping);
}

#[test]
fn higher_layers_win_key_by_key() {
    let component = json!({"env": {"A": "1", "B": "1"}, "seed": 1, "thresholds": {"checks": ["rate>0.9"], "vus": ["value>0"]},
        "scenarios": {"a": {"executor": "constant-vus", "vus": 1, "duration": "1m", "exec": "buy", "tags": {"t": "1", "u": "1"}}}});
    let below = json!({"env": {"B": 2, "C": true}, "thresholds": {"checks": "rate>0.5", "vus": null},
        "scenarios": {"b": {"executor": "constant-vus", "duration": "1m"}, "a": {"vus": 20, "tags": {"t": "2", "u": null}}}});
    let flags = json!({"env": {"A": null}, "seed": 3});
    let plan = layers(component, below, flags).plan;
    assert_eq!(plan.env.into_iter().collect::<Vec<_>>(), [("B".into(), "2".into()), ("C".into(), "true".into())]);
    assert_eq!(plan.seed, 3);
    assert_eq!(plan.thresholds.len(), 1);
    let a = &plan.scenarios[0];
    assert_eq!((a.name.as_str(), a.exec.as_str()), ("a", "buy"));
    assert_eq!(a.executor, Executor::ConstantVus { vus: 20, duration: MINUTE });
    assert_eq!(a.tags.iter().collect::<Vec<_>>(), [(&"t".to_owned(), &"2".to_owned())]);
    assert_eq!(plan.scenarios[1].name, "b");
}

#[test]
fn another_executor_replaces_the_scenario() {
    let component =
        json!({"scenarios": {"a": {"executor": "constant-vus", "vus": 9, "duration": "1m", "exec": "buy"}}});
    let below = json!({"scenarios": {"a": {"executor": "per-vu-iterations", "iterations": 2}}});
    let plan = layers(component, below, Value::Null).plan;
    let executor = Executor::PerVuIterations { vus: 1, iterations: 2, max_duration: 10 * MINUTE };
    assert_eq!((plan.scenarios[0].exec.as_str(), &plan.scenarios[0].executor), ("browse", &executor));
}

#[test]
fn null_removes_a_scenario() {
    let scenario = json!({"executor": "constant-vus", "duration": "1m"});
    let component = json!({"scenarios": {"a": scenario, "b": scenario}});
    let below = json!({"scenarios": {"a": null, "c": null}});
    let resolved = layers(component.clone(), below, Value::Null);
    assert_eq!(names(&resolved.plan), ["b"]);
    assert_eq!(messages(&resolved), ["there is no scenario `c` to remove"]);
    let none = json!({"scenarios": {"a": null, "b": null}});
    let faults = resolve(vec![layer(Origin::Component, component), file(none)], &context()).unwrap_err();
    assert_eq!(lines(&faults), ["scenarios.a: no scenario is left -> leave one, or add one"]);
}

#[test]
fn a_higher_shortcut_replaces_scenarios_and_lower_shortcuts() {
    let component = json!({"scenarios": {"a": {"executor": "constant-vus", "duration": "1m"}}});
    let resolved = layers(component, json!({"stages": "1m:5"}), json!({"vus": 2, "iterations": 8}));
    let executor = Executor::SharedIterations { vus: 2, iterations: 8, max_duration: 10 * MINUTE };
    assert_eq!(resolved.plan.scenarios[0].executor, executor);
    assert_eq!(messages(&resolved), ["`stages` replaces the scenarios of the component's plan"]);
    assert_eq!(resolved.notes[0].origin, Origin::File("plan.toml".to_owned()));
}

#[test]
fn higher_scenarios_replace_shortcuts() {
    let below = json!({"scenarios": {"a": {"executor": "constant-vus", "duration": "1m"}}});
    let resolved = layers(json!({"vus": 3, "duration": "1s"}), below, Value::Null);
    assert_eq!(names(&resolved.plan), ["a"]);
    assert_eq!(resolved.plan.scenarios[0].executor, Executor::ConstantVus { vus: 1, duration: MINUTE });
    let note = "`vus` is not used: it goes with `duration`, `iterations` or `stages`, and the scenarios have their own";
    assert_eq!(messages(&resolved), [note]);
}

#[test]
fn a_higher_vus_keeps_a_lower_duration() {
    let resolved = layers(json!({"vus": 3, "duration": "1m"}), Value::Null, json!({"vus": 50}));
    assert_eq!(resolved.plan.scenarios[0].executor, Executor::ConstantVus { vus: 50, duration: MINUTE });
    assert_eq!(resolved.notes, []);
}

#[test]
fn a_profile_lies_over_its_own_layer_only() {
    let component = json!({"vus": 1, "duration": "1m", "seed": 1, "profiles": {"load": {"vus": 10, "seed": 2}}});
    let below = json!({"seed": 3, "profiles": {"load": {"duration": "2m"}, "other": {"vus": 99}}});
    let layers = vec![layer(Origin::Component, component), file(below)];
    let plan = resolve(layers, &ResolveContext { profile: Some("load".to_owned()), ..context() }).unwrap().plan;
    assert_eq!(plan.scenarios[0].executor, Executor::ConstantVus { vus: 10, duration: 2 * MINUTE });
    assert_eq!(plan.seed, 3);
}

#[test]
fn a_component_grants_itself_nothing() {
    let component = json!({"target": "http://a.test/", "allowNet": ["a.test", "b.test"], "allowDirs": ["data:rw"],
        "profiles": {"p": {"allowNet": ["*"]}}});
    let resolved = layers(component.clone(), json!({"allowNet": ["b.test"], "allowDirs": ["x:/y"]}), Value::Null);
    assert_eq!(resolved.plan.target, None);
    let dir = |host: &str, guest: &str, writable| DirGrant { host: host.into(), guest: guest.into(), writable };
    let grants = Grants { net: vec!["b.test".to_owned()], dirs: vec![dir("x", "/y", false)] };
    assert_eq!(resolved.plan.grants, grants);
    assert_eq!(resolved.requested.target.as_deref(), Some("http://a.test"));
    assert_eq!(resolved.requested.grants.net, ["a.test", "b.test"]);
    assert_eq!(resolved.requested.grants.dirs, [dir("data", "data", true)]);
    let notes = [
        "the component proposes the target `http://a.test`: give it with `--target http://a.test` to use it",
        "the component asks for the host `a.test`: grant it with `--allow-net a.test`",
        "the component asks for the directory `data`: grant it with `--allow-dir data:data:rw`",
    ];
    assert_eq!(messages(&resolved), notes);

    let layers = vec![layer(Origin::Component, component), layer(Origin::Flags, json!({"target": "http://c.test"}))];
    let resolved = resolve(layers, &ResolveContext { profile: Some("p".to_owned()), ..context() }).unwrap();
    assert_eq!(resolved.plan.target.as_deref(), Some("http://c.test"));
    assert_eq!(resolved.plan.grants, Grants::default());
    assert_eq!(resolved.requested.grants.net, ["*"]);
}

#[test]
fn chosen_scenarios_run_alone() {
    let scenario = json!({"executor": "constant-vus", "duration": "1m"});
    let document = json!({"scenarios": {"a": scenario, "b": scenario, "c": scenario}});
    let chosen = ResolveContext { scenarios: vec!["c".to_owned(), "a".to_owned()], ..context() };
    assert_eq!(names(&resolve(vec![file(document)], &chosen).unwrap().plan), ["a", "c"]);
}

#[test]
fn plans_are_described() {
    let document = json!({"scenarios": {
        "a": {"executor": "constant-vus", "vus": 5, "duration": "1m", "startTime": "10s", "gracefulStop": 0},
        "b": {"executor": "ramping-vus", "startVUs": 2, "stages": ["1m:20", "30s:0"]},
        "c": {"executor": "constant-arrival-rate", "rate": 90, "timeUnit": "1m", "duration": "1m", "preAllocatedVUs": 3, "maxVUs": 6},
        "d": {"executor": "ramping-arrival-rate", "stages": ["1m:50"], "preAllocatedVUs": 7},
        "e": {"executor": "shared-iterations", "vus": 2, "iterations": 9},
        "f": {"executor": "per-vu-iterations", "vus": 2, "iterations": 9, "maxDuration": "1h"}}});
    let plan = resolved(document).plan;
    let described: Vec<String> = plan.scenarios.iter().map(super::super::Scenario::describe).collect();
    let expected = [
        "5 looping VUs for 1m (gracefulStop: 0s, startTime: 10s)",
        "Up to 20 looping VUs for 1m30s over 2 stages (gracefulRampDown: 30s, gracefulStop: 30s)",
        "1.50 iterations/s for 1m (maxVUs: 3-6, gracefulStop: 30s)",
        "Up to 50.00 iterations/s for 1m over 1 stage (maxVUs: 7, gracefulStop: 30s)",
        "9 iterations shared among 2 VUs (maxDuration: 10m, gracefulStop: 30s)",
        "9 iterations for each of 2 VUs (maxDuration: 1h, gracefulStop: 30s)",
    ];
    assert_eq!(described, expected);
    assert_eq!(plan.max_vus(), 5 + 20 + 6 + 7 + 2 + 2);
    assert_eq!(plan.scenarios[0].max_duration(), MINUTE);
    assert_eq!(plan.max_duration(), 60 * MINUTE + MINUTE / 2);
}
