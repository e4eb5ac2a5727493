//! Every mistake: its exact place, message and hint.

use serde_json::Value;

use super::{context, faults, file, layer, lines};
use crate::plan::{Origin, ResolveContext, resolve};

fn check(cases: &[(&str, &[&str])]) {
    for (document, expected) in cases {
        let value: Value = serde_json::from_str(document).expect("JSON");
        assert_eq!(faults(value), *expected, "{document}");
    }
}

#[test]
fn unknown_keys() {
    check(&[
        (r#"{"vuss": 1}"#, &["vuss#: `vuss` is not a key of a plan -> did you mean `vus`?"]),
        (r#"{"rate": 1}"#, &["rate#: `rate` is not a key of a plan -> `rate` is a key of `scenarios.NAME`"]),
        (
            r#"{"gibberish": 1}"#,
            &[
                "gibberish#: `gibberish` is not a key of a plan -> its keys are `vus`, `duration`, `iterations`, `stages`, `scenarios`, `mixes`, `thresholds`, `target`, `env`, `data`, `secrets`, `tags`, `setupTimeout`, `teardownTimeout`, `minIterationDuration`, `summaryTrendStats`, `seed`, `allowNet`, `allowDirs`, `vuMemory`, `guestStall`, `maxSeries` and `profiles`",
            ],
        ),
        (
            r#"{"scenarios": {"a": {"executor": "constant-vus", "duration": "1s", "vu": 1}}}"#,
            &["scenarios.a.vu#: `vu` is not a key of a scenario -> did you mean `vus`?"],
        ),
        (
            r#"{"profiles": {"smoke": {"profiles": {}}}}"#,
            &[
                "profiles.smoke.profiles#: `profiles` is not a key of a profile -> its keys are `vus`, `duration`, `iterations`, `stages`, `scenarios`, `mixes`, `thresholds`, `target`, `env`, `data`, `secrets`, `tags`, `setupTimeout`, `teardownTimeout`, `minIterationDuration`, `summaryTrendStats`, `seed`, `allowNet`, `allowDirs`, `vuMemory`, `guestStall` and `maxSeries`",
            ],
        ),
        (
            r#"{"stages": [{"duration": "1s", "target": 1, "rate": 1}]}"#,
            &["stages[0].rate#: `rate` is not a key of a stage -> its keys are `duration` and `target`"],
        ),
    ]);
}

#[test]
fn wrong_types() {
    check(&[
        ("[]", &[": a plan is an object of keys and values, not a list"]),
        (r#"{"vus": "10"}"#, &["vus: `vus` must be a whole number, not the text `10` -> for example 10"]),
        (r#"{"vus": 1.5}"#, &["vus: `vus` must be a whole number, not 1.5 -> it may be from 1 to 4294967295"]),
        (r#"{"vus": true}"#, &["vus: `vus` must be a whole number, not `true` -> for example 10"]),
        (
            r#"{"vus": -1, "iterations": -1}"#,
            &[
                "vus: `vus` must be a whole number, not -1 -> it may be from 1 to 4294967295",
                "iterations: `iterations` must be a whole number, not -1 -> it may be from 1 to 9007199254740991",
            ],
        ),
        (r#"{"duration": true}"#, &[r#"duration: `duration` must be a duration, not `true` -> for example "30s""#]),
        (r#"{"duration": []}"#, &[r#"duration: `duration` must be a duration, not a list -> for example "30s""#]),
        (
            r#"{"seed": 1e+300}"#,
            &["seed: `seed` must be a whole number, not 1e+300 -> it may be from 0 to 9007199254740991"],
        ),
        (
            r#"{"scenarios": []}"#,
            &[
                r#"scenarios: `scenarios` must be an object of names and values, not a list -> for example {"browse":{"executor":"constant-vus","vus":10,"duration":"1m"}}"#,
            ],
        ),
        (
            r#"{"scenarios": {"a": 1}}"#,
            &["scenarios.a: `a` must be a scenario: an object of keys and values, not the number 1"],
        ),
        (
            r#"{"stages": {"a": 1}}"#,
            &[
                r#"stages: `stages` must be a list of stages, not an object -> for example [{"duration":"30s","target":10}]"#,
            ],
        ),
        (
            r#"{"stages": [1]}"#,
            &["stages[0]: `stages[0]` must be a stage: an object of keys and values, not the number 1"],
        ),
        (r#"{"env": {"A": []}}"#, &["env.A: `A` must be a text, a number or a boolean, not a list"]),
        (
            r#"{"env": 1}"#,
            &[r#"env: `env` must be an object of names and values, not the number 1 -> for example {"USER":"alice"}"#],
        ),
        (
            r#"{"target": 1}"#,
            &[r#"target: `target` must be a text, not the number 1 -> for example "http://localhost:8080""#],
        ),
        (
            r#"{"allowNet": "a"}"#,
            &[r#"allowNet: `allowNet` must be a list, not the text `a` -> for example ["api.example.com:443"]"#],
        ),
        (r#"{"allowNet": [1]}"#, &["allowNet[0]: `allowNet[0]` must be a text, not the number 1"]),
        (
            r#"{"thresholds": {"checks": 1}}"#,
            &["thresholds.checks: `checks` must be a threshold or a list of thresholds, not the number 1"],
        ),
        (
            r#"{"thresholds": {"checks": [1]}}"#,
            &["thresholds.checks[0]: `checks[0]` must be a threshold: an object of keys and values, not the number 1"],
        ),
        (
            r#"{"thresholds": {"checks": {"threshold": "rate>0.9", "abortOnFail": "yes"}}}"#,
            &[
                "thresholds.checks.abortOnFail: `abortOnFail` must be true or false, not the text `yes` -> for example true",
            ],
        ),
        (r#"{"vuMemory": []}"#, &[r#"vuMemory: `vuMemory` must be a size, not a list -> for example "128MiB""#]),
        (
            r#"{"profiles": {"a": 1}}"#,
            &["profiles.a: `a` must be a profile: an object of keys and values, not the number 1"],
        ),
        (
            r#"{"mixes": {"m": {"executor": "constant-vus", "duration": "1s", "personas": 1}}}"#,
            &[
                r#"mixes.m.personas: `personas` must be a list of personas, or an object of weights by function, not the number 1 -> for example [{"exec":"browse","weight":80},{"exec":"buy","weight":20}]"#,
            ],
        ),
    ]);
}

#[test]
fn values_out_of_form_or_range() {
    check(&[
        (
            r#"{"duration": "10"}"#,
            &[
                "duration@2: `duration`: a unit is missing after `10` -> write `10s` for seconds or `10ms` for milliseconds",
            ],
        ),
        (
            r#"{"duration": "ten"}"#,
            &["duration@0: `duration`: expected a number at `ten` -> write for example `30s`, `1m30s` or `500ms`"],
        ),
        (r#"{"duration": -5}"#, &["duration: `duration` cannot be -5 ms -> it may be from 0 ms to 292 years"]),
        (r#"{"duration": 0}"#, &[r#"duration: `duration` must be longer than 0 -> for example "30s""#]),
        (r#"{"duration": "0s"}"#, &[r#"duration: `duration` must be longer than 0 -> for example "30s""#]),
        (r#"{"vus": 0}"#, &["vus: `vus` must be from 1 to 4294967295, not 0"]),
        (r#"{"iterations": 0}"#, &["iterations: `iterations` must be from 1 to 9007199254740991, not 0"]),
        (
            r#"{"stages": "10s:5,x:1"}"#,
            &["stages@6: `stages`: expected a number at `x` -> write for example `30s`, `1m30s` or `500ms`"],
        ),
        (
            r#"{"stages": ["10s:5", "10s"]}"#,
            &["stages[1]@0: `stages[1]`: `10s` is not a stage -> write `DURATION:TARGET`, for example `30s:10`"],
        ),
        (
            r#"{"stages": "10s:99999999999"}"#,
            &["stages@4: `stages`: a target of 99999999999 is too large -> it may be from 0 to 4294967295"],
        ),
        (r#"{"stages": [{"duration": "1s"}]}"#, &["stages[0]: a stage has no `target` -> for example `target` = 10"]),
        (
            r#"{"target": "localhost:80"}"#,
            &[
                "target@0: `target`: a target begins with `http://` or `https://` -> write for example `http://localhost:8080`",
            ],
        ),
        (
            r#"{"allowNet": ["good:80", "http://bad"]}"#,
            &[
                "allowNet[1]@5: `allowNet[1]`: a grant has no scheme and no path -> write `HOST` or `HOST:PORT`, for example `api.example.com:443`, `*.example.com` or `[::1]:8080`",
            ],
        ),
        (
            r#"{"allowDirs": [":rw"]}"#,
            &[
                "allowDirs[0]@0: `allowDirs[0]`: `:rw` names no directory -> write `HOST`, `HOST:GUEST` or `HOST:GUEST:rw`, for example `./data:/data`",
            ],
        ),
        (r#"{"seed": 9007199254740992}"#, &["seed: `seed` must be from 0 to 9007199254740991, not 9007199254740992"]),
        (
            r#"{"vuMemory": "64 mb"}"#,
            &[
                "vuMemory@2: `vuMemory`: `mb` is not a unit of size -> write a whole number with B, kB, KiB, MB, MiB, GB or GiB, for example `64MiB`",
            ],
        ),
        (
            r#"{"vuMemory": "1KiB"}"#,
            &[r#"vuMemory: `vuMemory` must be from 1048576 to 4294967296 bytes, not 1024 -> for example "128MiB""#],
        ),
        (
            r#"{"vuMemory": 1.5}"#,
            &[r#"vuMemory: `vuMemory` must be a whole number of bytes, not 1.5 -> for example "128MiB""#],
        ),
        (
            r#"{"vuMemory": "5GiB"}"#,
            &[
                r#"vuMemory: `vuMemory` must be from 1048576 to 4294967296 bytes, not 5368709120 -> for example "128MiB""#,
            ],
        ),
        (r#"{"guestStall": 0}"#, &[r#"guestStall: `guestStall` must be longer than 0 -> for example "10s""#]),
        (r#"{"maxSeries": 0}"#, &["maxSeries: `maxSeries` must be from 1 to 10000000, not 0"]),
    ]);
}

#[test]
fn impossible_scenarios() {
    check(&[
        (
            r#"{"scenarios": {"a": {}}}"#,
            &[
                "scenarios.a: scenario `a` has no `executor` -> the executors are `shared-iterations`, `per-vu-iterations`, `constant-vus`, `ramping-vus`, `constant-arrival-rate` and `ramping-arrival-rate`",
            ],
        ),
        (
            r#"{"scenarios": {"a": {"executor": "constant-vu"}}}"#,
            &[
                "scenarios.a.executor: there is no executor `constant-vu` -> did you mean `constant-vus`? the choices are `shared-iterations`, `per-vu-iterations`, `constant-vus`, `ramping-vus`, `constant-arrival-rate` and `ramping-arrival-rate`",
            ],
        ),
        (
            r#"{"scenarios": {"a b": {"executor": "constant-vus", "duration": "1s"}}}"#,
            &["scenarios.a b#@1: `a b` is not a name, for its ` ` -> use letters from A to Z, digits, `_` and `-`"],
        ),
        (
            r#"{"scenarios": {"a": {"executor": "constant-vus"}}}"#,
            &[
                r#"scenarios.a: scenario `a` has no `duration`, which `constant-vus` needs -> for example `duration` = "30s""#,
            ],
        ),
        (
            r#"{"scenarios": {"a": {"executor": "constant-vus", "duration": "oops"}}}"#,
            &[
                "scenarios.a.duration@0: `duration`: expected a number at `oops` -> write for example `30s`, `1m30s` or `500ms`",
            ],
        ),
        (
            r#"{"scenarios": {"a": {"executor": "constant-vus", "duration": "1s", "exec": "bye"}}}"#,
            &["scenarios.a.exec: the component has no function `bye` -> its functions are `browse` and `buy`"],
        ),
        (
            r#"{"scenarios": {"a": {"executor": "constant-vus", "duration": "1s", "rate": 5, "stages": []}}}"#,
            &[
                "scenarios.a.rate#: `rate` is not a key of `constant-vus` -> it belongs to `constant-arrival-rate`",
                "scenarios.a.stages#: `stages` is not a key of `constant-vus` -> use `duration`; it belongs to `ramping-vus` and `ramping-arrival-rate`",
            ],
        ),
        (
            r#"{"scenarios": {"a": {"executor": "shared-iterations", "vus": 5}}}"#,
            &[
                "scenarios.a.vus: 1 `iterations` are not enough for 5 `vus` -> raise `iterations` or lower `vus`: each VU needs one",
            ],
        ),
        (
            r#"{"scenarios": {"a": {"executor": "shared-iterations", "vus": 5, "iterations": 4, "duration": "1s"}}}"#,
            &[
                "scenarios.a.duration#: `duration` is not a key of `shared-iterations` -> use `maxDuration`; it belongs to `constant-vus` and `constant-arrival-rate`",
                "scenarios.a.iterations: 4 `iterations` are not enough for 5 `vus` -> raise `iterations` or lower `vus`: each VU needs one",
            ],
        ),
        (
            r#"{"scenarios": {"a": {"executor": "per-vu-iterations", "vus": 4000000, "iterations": 9007199254740991}}}"#,
            &[
                "scenarios.a.iterations: 4000000 `vus` of 9007199254740991 `iterations` are more than 9007199254740991 iterations -> lower `iterations`",
            ],
        ),
        (
            r#"{"scenarios": {"a": {"executor": "ramping-vus"}}}"#,
            &[
                r#"scenarios.a: scenario `a` has no `stages`, which `ramping-vus` needs -> for example `stages` = [{"duration":"30s","target":10}]"#,
            ],
        ),
        (
            r#"{"scenarios": {"a": {"executor": "ramping-vus", "vus": 1, "stages": []}}}"#,
            &[
                "scenarios.a.vus#: `vus` is not a key of `ramping-vus` -> use `startVUs`; it belongs to `shared-iterations`, `per-vu-iterations` and `constant-vus`",
                r#"scenarios.a.stages: `stages` is empty -> for example `stages` = [{"duration":"30s","target":10}]"#,
            ],
        ),
        (
            r#"{"scenarios": {"a": {"executor": "ramping-vus", "stages": [{"duration": 0, "target": 1}]}}}"#,
            &["scenarios.a.stages: `stages` take no time -> raise the `duration` of a stage"],
        ),
        (
            r#"{"scenarios": {"a": {"executor": "ramping-vus", "startVUs": 0, "stages": [{"duration": "1s", "target": 0}]}}}"#,
            &["scenarios.a.stages: scenario `a` never has a VU -> raise `startVUs` or the `target` of a stage"],
        ),
        (
            r#"{"scenarios": {"a": {"executor": "ramping-vus", "stages": [{"duration": "290y", "target": 0}]}}}"#,
            &[
                "scenarios.a.stages[0].duration@3: `duration`: `y` is not a unit of time -> the units are ns, us, ms, s, m, h and d",
            ],
        ),
        (
            r#"{"scenarios": {"a": {"executor": "ramping-vus", "stages": ["100000d:1", "100000d:1"]}}}"#,
            &["scenarios.a.stages: `stages` take longer than 292 years"],
        ),
        (
            r#"{"scenarios": {"a": {"executor": "constant-arrival-rate"}}}"#,
            &[
                "scenarios.a: scenario `a` has no `rate`, which `constant-arrival-rate` needs -> for example `rate` = 50",
                r#"scenarios.a: scenario `a` has no `duration`, which `constant-arrival-rate` needs -> for example `duration` = "30s""#,
                "scenarios.a: scenario `a` has no `preAllocatedVUs`, which `constant-arrival-rate` needs -> for example `preAllocatedVUs` = 20",
            ],
        ),
        (
            r#"{"scenarios": {"a": {"executor": "constant-arrival-rate", "rate": 0, "duration": "1s", "preAllocatedVUs": 1}}}"#,
            &["scenarios.a.rate: `rate` must be from 1 to 4294967295, not 0"],
        ),
        (
            r#"{"scenarios": {"a": {"executor": "constant-arrival-rate", "rate": 0.5, "duration": "1s", "preAllocatedVUs": 0}}}"#,
            &[
                "scenarios.a.rate: `rate` must be a whole number, not 0.5 -> for less than one start in each unit raise `timeUnit`: a rate of 1 in `2s`",
                "scenarios.a.preAllocatedVUs: scenario `a` never has a VU -> raise `preAllocatedVUs` or give `maxVUs`",
            ],
        ),
        (
            r#"{"scenarios": {"a": {"executor": "constant-arrival-rate", "rate": 1, "duration": "1s", "preAllocatedVUs": 2, "maxVUs": 1, "distribution": "normal", "timeUnit": 0, "vus": 3}}}"#,
            &[
                "scenarios.a.distribution: there is no distribution `normal` -> the choices are `uniform` and `poisson`",
                r#"scenarios.a.timeUnit: `timeUnit` must be longer than 0 -> for example "1m""#,
                "scenarios.a.vus#: `vus` is not a key of `constant-arrival-rate` -> use `preAllocatedVUs`; it belongs to `shared-iterations`, `per-vu-iterations` and `constant-vus`",
                "scenarios.a.maxVUs: `maxVUs` (1) is less than `preAllocatedVUs` (2) -> raise `maxVUs` or leave it out",
            ],
        ),
        (
            r#"{"scenarios": {"a": {"executor": "ramping-arrival-rate", "preAllocatedVUs": 2, "stages": "1s:0", "rate": 2, "duration": "1s"}}}"#,
            &[
                "scenarios.a.rate#: `rate` is not a key of `ramping-arrival-rate` -> use `startRate`; it belongs to `constant-arrival-rate`",
                "scenarios.a.duration#: `duration` is not a key of `ramping-arrival-rate` -> use `stages`; it belongs to `constant-vus` and `constant-arrival-rate`",
                "scenarios.a.stages: scenario `a` never starts an iteration -> raise `startRate` or the `target` of a stage",
            ],
        ),
        (
            r#"{"scenarios": {"a": {"executor": "constant-vus", "vus": 4294967295, "duration": "1s"}, "b": {"executor": "constant-vus", "vus": 1, "duration": "1s"}}}"#,
            &["scenarios.a: the scenarios have 4294967296 VUs together, more than 4294967295 -> lower their VUs"],
        ),
    ]);
}

#[test]
fn shortcuts_that_contradict() {
    check(&[
        (
            r#"{"stages": "1s:1", "duration": "1s"}"#,
            &["stages: `stages` and `duration` cannot be given together -> leave out `stages` or `duration`"],
        ),
        (
            r#"{"stages": "1s:1", "iterations": 1}"#,
            &["stages: `stages` and `iterations` cannot be given together -> leave out `stages` or `iterations`"],
        ),
        (
            r#"{"duration": "1s", "scenarios": {"a": {"executor": "constant-vus", "duration": "1s"}}}"#,
            &[
                "duration: `duration` and scenarios cannot be given together -> move `duration` into a scenario, or leave one of them out",
            ],
        ),
        (
            r#"{"iterations": 1, "vus": 2}"#,
            &[
                "iterations: 1 `iterations` are not enough for 2 `vus` -> raise `iterations` or lower `vus`: each VU needs one",
            ],
        ),
        (
            r#"{"iterations": 4, "mixes": {"m": {"executor": "constant-vus", "duration": "1s", "personas": {"buy": 1}}}}"#,
            &[
                "iterations: `iterations` and scenarios cannot be given together -> move `iterations` into a scenario, or leave one of them out",
            ],
        ),
    ]);
}

#[test]
fn impossible_mixes() {
    check(&[
        (
            r#"{"mixes": {"m": {"executor": "constant-vus", "duration": "1s"}}}"#,
            &[r#"mixes.m: mix `m` has no `personas` -> for example `personas` = {"browse":80,"buy":20}"#],
        ),
        (
            r#"{"mixes": {"m": {"executor": "constant-vus", "duration": "1s", "personas": []}}}"#,
            &[r#"mixes.m.personas: `personas` is empty -> for example `personas` = {"browse":80,"buy":20}"#],
        ),
        (
            r#"{"mixes": {"m": {"executor": "constant-vus", "duration": "1s", "exec": "buy", "personas": {"buy": 0, "sell": 1}}}}"#,
            &[
                "mixes.m.exec#: `exec` is not a key of a mix -> its keys are `executor`, `startTime`, `gracefulStop`, `env`, `tags`, `vus`, `iterations`, `duration`, `maxDuration`, `startVUs`, `stages`, `gracefulRampDown`, `rate`, `startRate`, `timeUnit`, `preAllocatedVUs`, `maxVUs`, `distribution` and `personas`",
                "mixes.m.personas.buy: `buy` must be from 1 to 4294967295, not 0",
                "mixes.m.personas.sell: the component has no function `sell` -> its functions are `browse` and `buy`",
            ],
        ),
        (
            r#"{"mixes": {"m": {"executor": "constant-vus", "duration": "1s", "personas": [{"weight": 1}, {"exec": "buy", "name": "a b"}, 3]}}}"#,
            &[
                r#"mixes.m.personas[0]: a persona has no `exec` -> for example `exec` = "checkout""#,
                "mixes.m.personas[1].name@1: `name`: `a b` is not a name, for its ` ` -> use letters from A to Z, digits, `_` and `-`",
                "mixes.m.personas[2]: `personas[2]` must be a persona: an object of keys and values, not the number 3",
            ],
        ),
        (
            r#"{"mixes": {"m": {"executor": "constant-vus", "duration": "1s", "personas": [{"exec": "buy"}, {"exec": "buy"}]}}}"#,
            &["mixes.m.personas[1]: there are two scenarios `m-buy` -> give one of them another `name`"],
        ),
        (
            r#"{"mixes": {"m": {"executor": "constant-vus", "duration": "1s", "personas": {"buy": 4294967295, "browse": 1}}}}"#,
            &[
                "mixes.m.personas: the weights add up to 4294967296, more than 4294967295 -> use smaller weights: only their proportions matter",
            ],
        ),
        (
            r#"{"mixes": {"m": {"executor": "constant-arrival-rate", "rate": 10, "duration": "1s", "preAllocatedVUs": 1, "personas": {"buy": 1, "browse": 3}}}}"#,
            &[
                "mixes.m.preAllocatedVUs: 1 VUs are too few for the 2 personas of mix `m` -> raise `preAllocatedVUs` to 2, so that each gets one by its weight",
            ],
        ),
        (
            r#"{"mixes": {"m": {"executor": "shared-iterations", "iterations": 10, "personas": {"buy": 1, "browse": 3}}}}"#,
            &[
                "mixes.m: 1 VUs are too few for the 2 personas of mix `m` -> raise `vus` to 2, so that each gets one by its weight",
            ],
        ),
        (
            r#"{"mixes": {"m x": {"executor": "constant-vus", "personas": {"buy": 1}}}}"#,
            &[
                "mixes.m x#@1: `m x` is not a name, for its ` ` -> use letters from A to Z, digits, `_` and `-`",
                r#"mixes.m x: mix `m x` has no `duration`, which `constant-vus` needs -> for example `duration` = "30s""#,
            ],
        ),
    ]);
}

#[test]
fn thresholds_point_at_their_text_or_their_selector() {
    let document = serde_json::json!({"thresholds": {"checks": ["rate>0.9", "slow"], "checks{x": ["rate>0.9", "rate>0.5"]},
        "summaryTrendStats": ["avg", "mean"]});
    let faults = resolve(vec![file(document)], &context()).unwrap_err();
    let places: Vec<String> = lines(&faults).iter().map(|line| line.split('@').next().unwrap().to_owned()).collect();
    assert_eq!(places, ["summaryTrendStats[1]", "thresholds.checks[1]", "thresholds.checks{x#"]);
    assert!(faults.iter().all(|fault| fault.offset_in_value.is_some()), "{faults:#?}");
    assert!(faults[1].message.starts_with("`slow`: "), "{}", faults[1]);
    assert!(faults[2].message.starts_with("`checks{x`: "), "{}", faults[2]);
}

#[test]
fn names_that_were_chosen_have_to_exist() {
    let document = serde_json::json!({"profiles": {"smoke": {"vus": 1}}, "mixes": {"users": {"executor": "constant-vus",
        "vus": 2, "duration": "1s", "personas": {"browse": 1, "buy": 1}}}});
    let chosen = ResolveContext {
        scenarios: vec!["users".to_owned(), "user".to_owned()],
        profile: Some("smok".to_owned()),
        ..context()
    };
    let faults = resolve(vec![file(document.clone())], &chosen).unwrap_err();
    assert_eq!(
        lines(&faults),
        ["profile: there is no profile `smok` -> did you mean `smoke`? the profiles are `smoke`"]
    );
    assert_eq!(faults[0].origin, Origin::Flags);

    let faults = resolve(vec![file(document)], &ResolveContext { profile: None, ..chosen }).unwrap_err();
    let expected = "scenario: there is no scenario `user` -> did you mean `users`? the scenarios are `users`, `users-browse` and `users-buy`";
    assert_eq!(lines(&faults), [expected]);

    let chosen = ResolveContext { profile: Some("load".to_owned()), ..context() };
    let faults = resolve(vec![], &chosen).unwrap_err();
    assert_eq!(lines(&faults), ["profile: there is no profile `load` -> no layer of the plan defines profiles"]);
}

#[test]
fn a_component_without_functions_runs_nothing() {
    let faults = resolve(vec![], &ResolveContext::default()).unwrap_err();
    assert_eq!(lines(&faults), [": the component has no scenario functions -> export at least one scenario function"]);
    assert_eq!(faults[0].origin, Origin::Component);
}

#[test]
fn the_faults_of_all_layers_come_together() {
    let layers = vec![
        layer(Origin::Component, serde_json::json!({"vuss": 1, "duration": "x"})),
        file(serde_json::json!({"profiles": {"unused": {"vus": 0}}})),
        layer(Origin::Environment, serde_json::json!({"seed": "many"})),
        layer(Origin::Flags, serde_json::json!({"duration": "1s", "target": "x"})),
    ];
    let faults = resolve(layers, &context()).unwrap_err();
    let origins: Vec<&Origin> = faults.iter().map(|fault| &fault.origin).collect();
    let file = Origin::File("plan.toml".to_owned());
    assert_eq!(origins, [&Origin::Component, &Origin::Component, &file, &Origin::Environment, &Origin::Flags]);
    assert_eq!(lines(&faults)[2], "profiles.unused.vus: `vus` must be from 1 to 4294967295, not 0");
}
