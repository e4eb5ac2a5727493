//! A mix becomes scenarios that share its totals.

use serde_json::{Value, json};

use super::{context, file, lines, plan, resolved};
use crate::plan::{Plan, ResolveContext, Share, resolve};

fn mix(keys: Value) -> Value {
    let mut mix = keys;
    if mix.get("personas").is_none() {
        mix["personas"] = json!({"browse": 60, "buy": 20});
    }
    json!({"mixes": {"users": mix}})
}

fn vus(plan: &Plan) -> Vec<u32> {
    plan.scenarios.iter().map(super::super::Scenario::max_vus).collect()
}

#[test]
fn personas_are_scenarios_with_shares() {
    let document =
        mix(json!({"executor": "constant-arrival-rate", "rate": 40, "duration": "1m", "preAllocatedVUs": 10,
        "startTime": "5s", "env": {"A": "mix", "B": "mix"}, "tags": {"t": "mix"}, "personas": [
            {"exec": "browse", "weight": 60, "env": {"A": "persona"}, "tags": {"t": "persona"}},
            {"exec": "buy", "weight": 30, "name": "buyers"},
            {"exec": "buy", "weight": 30}]}));
    let plan = plan(document);
    let names: Vec<&str> = plan.scenarios.iter().map(|scenario| scenario.name.as_str()).collect();
    assert_eq!(names, ["users-browse", "buyers", "users-buy"]);
    for (index, scenario) in plan.scenarios.iter().enumerate() {
        assert_eq!(scenario.share, Some(Share { weights: vec![2, 1, 1], index }));
        assert_eq!(scenario.executor, plan.scenarios[0].executor);
        assert_eq!(scenario.start_time.as_secs(), 5);
        assert_eq!(scenario.tags["mix"], "users");
    }
    let [browse, buyers, _] = plan.scenarios.as_slice() else { panic!("three personas") };
    assert_eq!(
        (browse.env["A"].as_str(), browse.env["B"].as_str(), browse.tags["t"].as_str()),
        ("persona", "mix", "persona")
    );
    assert_eq!((buyers.env["A"].as_str(), buyers.tags["t"].as_str()), ("mix", "mix"));
    assert_eq!(browse.describe(), "20.00 iterations/s for 1m (maxVUs: 5, gracefulStop: 30s, startTime: 5s)");
    assert_eq!(vus(&plan), [5, 3, 2]);
    assert_eq!(plan.max_vus(), 10);
}

#[test]
fn weights_without_a_number_are_equal() {
    let personas = json!([{"exec": "browse"}, {"exec": "buy"}]);
    let plan = plan(mix(json!({"executor": "constant-vus", "vus": 4, "duration": "1m", "personas": personas})));
    assert_eq!(vus(&plan), [2, 2]);
}

#[test]
fn a_persona_without_a_vu_is_noted() {
    let resolved = resolved(mix(json!({"executor": "constant-vus", "vus": 1, "duration": "1m"})));
    assert_eq!(vus(&resolved.plan), [1, 0]);
    assert_eq!(resolved.notes[0].message, "`users-buy` gets none of the 1 VUs: it takes 3 for all");
}

#[test]
fn the_vus_that_a_hint_names_are_enough() {
    let keys = |vus: u64| json!({"executor": "shared-iterations", "iterations": 1000, "vus": vus, "personas": {"browse": 97, "buy": 3}});
    let faults = resolve(vec![file(mix(keys(2)))], &context()).unwrap_err();
    let hint = "raise `vus` to 17, so that each gets one by its weight";
    assert_eq!(
        lines(&faults),
        [format!("mixes.users.vus: 2 VUs are too few for the 2 personas of mix `users` -> {hint}")]
    );
    assert_eq!(vus(&plan(mix(keys(17)))), [16, 1]);
}

#[test]
fn a_mix_or_one_persona_can_be_chosen() {
    let document = mix(json!({"executor": "constant-vus", "vus": 8, "duration": "1m"}));
    let chosen = |name: &str| {
        let context = ResolveContext { scenarios: vec![name.to_owned()], ..context() };
        resolve(vec![file(document.clone())], &context).unwrap().plan
    };
    assert_eq!(vus(&chosen("users")), [6, 2]);
    assert_eq!(vus(&chosen("users-buy")), [2]);
}
