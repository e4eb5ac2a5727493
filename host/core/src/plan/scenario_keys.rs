//! The keys of scenarios, mixes, personas and stages, and which executor takes which.
//!
//! Not what they mean together: that is [`super::executor`].

use super::keys::{
    COUNT, DURATION, ENV, ITERATION_COUNT, ITERATIONS, Key, Kind, LENGTH, Object, POSITIVE, STAGES, TAGS, VARIABLES,
    VUS, WAIT,
};
use super::syntax;

pub(super) const EXECUTOR: &str = "executor";
pub(super) const EXEC: &str = "exec";
pub(super) const PERSONAS: &str = "personas";

pub(super) const SHARED_ITERATIONS: &str = "shared-iterations";
pub(super) const PER_VU_ITERATIONS: &str = "per-vu-iterations";
pub(super) const CONSTANT_VUS: &str = "constant-vus";
pub(super) const RAMPING_VUS: &str = "ramping-vus";
pub(super) const CONSTANT_ARRIVAL_RATE: &str = "constant-arrival-rate";
pub(super) const RAMPING_ARRIVAL_RATE: &str = "ramping-arrival-rate";

/// The executors' names.
pub(super) const EXECUTORS: [&str; 6] =
    [SHARED_ITERATIONS, PER_VU_ITERATIONS, CONSTANT_VUS, RAMPING_VUS, CONSTANT_ARRIVAL_RATE, RAMPING_ARRIVAL_RATE];

/// The executors that take a key of [`EXECUTOR_KEYS`]; none for other keys.
pub(super) fn executors_with(key: &str) -> &'static [&'static str] {
    match key {
        VUS => &[SHARED_ITERATIONS, PER_VU_ITERATIONS, CONSTANT_VUS],
        ITERATIONS | "maxDuration" => &[SHARED_ITERATIONS, PER_VU_ITERATIONS],
        DURATION => &[CONSTANT_VUS, CONSTANT_ARRIVAL_RATE],
        "startVUs" | "gracefulRampDown" => &[RAMPING_VUS],
        STAGES => &[RAMPING_VUS, RAMPING_ARRIVAL_RATE],
        "rate" => &[CONSTANT_ARRIVAL_RATE],
        "startRate" => &[RAMPING_ARRIVAL_RATE],
        "timeUnit" | "preAllocatedVUs" | "maxVUs" | "distribution" => &[CONSTANT_ARRIVAL_RATE, RAMPING_ARRIVAL_RATE],
        _ => &[],
    }
}

const fn key(name: &'static str, kind: Kind, default: &'static str, example: &'static str, about: &'static str) -> Key {
    Key { name, kind, about, default, example }
}

const EXEC_ABOUT: &str = "The component's function to call. Without it the one named `default`, or the first one.";

static COMMON_KEYS: [Key; 5] = [
    key(EXECUTOR, Kind::Choice(&EXECUTORS), "", "\"constant-vus\"", "The rule for how iterations start."),
    key("startTime", WAIT, "\"0s\"", "\"10s\"", "When it starts, after the test does."),
    key(
        "gracefulStop",
        WAIT,
        "\"30s\"",
        "\"5s\"",
        "How long iterations may go on after its end before they are interrupted.",
    ),
    key(ENV, VARIABLES, "", "{\"USER\":\"alice\"}", "Variables for its VUs, over those of the plan."),
    key(TAGS, VARIABLES, "", "{\"team\":\"a\"}", "Tags for its samples, over those of the plan."),
];

static EXECUTOR_KEYS: [Key; 13] = [
    key(VUS, POSITIVE, "1", "10", "The number of VUs."),
    key(
        ITERATIONS,
        ITERATION_COUNT,
        "1",
        "100",
        "`shared-iterations`: how many there are in all. `per-vu-iterations`: how many each VU runs.",
    ),
    key(DURATION, LENGTH, "", "\"30s\"", "How long iterations start."),
    key("maxDuration", LENGTH, "\"10m\"", "\"1h\"", "When the rest of the iterations is dropped."),
    key("startVUs", COUNT, "1", "5", "The number of VUs at the beginning."),
    key(
        STAGES,
        Kind::Stages,
        "",
        "[{\"duration\":\"30s\",\"target\":10}]",
        "How the number of VUs, or the rate, changes: linearly in each stage, at once in a stage of no duration.",
    ),
    key("gracefulRampDown", WAIT, "\"30s\"", "\"5s\"", "How long an iteration may go on when its VU is ramped down."),
    key("rate", POSITIVE, "", "50", "How many iterations start in each `timeUnit`."),
    key("startRate", COUNT, "0", "5", "How many iterations start in each `timeUnit` at the beginning."),
    key("timeUnit", LENGTH, "\"1s\"", "\"1m\"", "The unit of the rates."),
    key("preAllocatedVUs", COUNT, "", "20", "The number of VUs that are made before the test starts."),
    key(
        "maxVUs",
        POSITIVE,
        "",
        "40",
        "Up to how many VUs may be made during the test. As many as `preAllocatedVUs` without it.",
    ),
    key(
        "distribution",
        Kind::Choice(&["uniform", "poisson"]),
        "\"uniform\"",
        "\"poisson\"",
        "How starts are spread over time: evenly, or independently of each other, as users are.",
    ),
];

static SCENARIO_KEYS: [Key; 1] = [key(EXEC, Kind::Text(syntax::any), "", "\"checkout\"", EXEC_ABOUT)];

static MIX_KEYS: [Key; 1] = [key(
    PERSONAS,
    Kind::Personas,
    "",
    "[{\"exec\":\"browse\",\"weight\":80},{\"exec\":\"buy\",\"weight\":20}]",
    "Who shares the total: a list of personas, or an object of weights by function.",
)];

/// A scenario.
pub(super) static SCENARIO: Object =
    Object { what: "a scenario", keys: &[&COMMON_KEYS, &SCENARIO_KEYS, &EXECUTOR_KEYS], required: &[] };

/// A mix: an executor with totals, and the personas that share them.
pub(super) static MIX: Object =
    Object { what: "a mix", keys: &[&COMMON_KEYS, &EXECUTOR_KEYS, &MIX_KEYS], required: &[] };

/// A persona of a mix.
pub(super) static PERSONA: Object = Object {
    what: "a persona",
    keys: &[&[
        key(EXEC, Kind::Text(syntax::any), "", "\"checkout\"", "The component's function that it calls."),
        key("weight", POSITIVE, "1", "60", "Its part of the total, in proportion to the other weights."),
        key("name", Kind::Text(syntax::name), "", "\"buyer\"", "The name of its scenario. `MIX-EXEC` without it."),
        key(ENV, VARIABLES, "", "{\"USER\":\"alice\"}", "Variables for its VUs, over those of the mix."),
        key(TAGS, VARIABLES, "", "{\"team\":\"a\"}", "Tags for its samples, over those of the mix."),
    ]],
    required: &[EXEC],
};

/// A stage.
pub(super) static STAGE: Object = Object {
    what: "a stage",
    keys: &[&[
        key(DURATION, WAIT, "", "\"30s\"", "How long it takes. 0: a jump."),
        key("target", COUNT, "", "10", "The number of VUs, or the rate, at its end."),
    ]],
    required: &[DURATION, "target"],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_executor_key_belongs_to_an_executor() {
        for key in &EXECUTOR_KEYS {
            assert!(!executors_with(key.name).is_empty(), "{}", key.name);
        }
        for key in COMMON_KEYS.iter().chain(&SCENARIO_KEYS).chain(&MIX_KEYS) {
            assert!(executors_with(key.name).is_empty(), "{}", key.name);
        }
    }
}
