//! Every key of a plan document, once: reading, the JSON schema and the environment all come from these tables.
//!
//! Not the scenarios' keys, which are in [`super::scenario_keys`], and not what the values mean together.

use super::fault::SyntaxError;
use super::inputs::{DATASET, SECRET};
use super::scenario_keys::{MIX, SCENARIO, STAGE};
use super::syntax;
use crate::threshold::TrendStat;

/// One key of an object.
#[derive(Debug)]
pub(super) struct Key {
    /// Its name, as k6 spells it where k6 has it.
    pub(super) name: &'static str,
    /// What it takes.
    pub(super) kind: Kind,
    /// What it means, with its unit: a sentence of the schema.
    pub(super) about: &'static str,
    /// What holds without it, in JSON; empty when nothing does.
    pub(super) default: &'static str,
    /// A value, in JSON.
    pub(super) example: &'static str,
}

/// What a key takes.
#[derive(Debug)]
pub(super) enum Kind {
    /// A whole number.
    Whole { min: u64, max: u64 },
    /// A duration, in text or as a number of milliseconds.
    Duration { zero: bool },
    /// A number of bytes, in text with a unit or as a number.
    Bytes { min: u64, max: u64 },
    /// `true` or `false`.
    Flag,
    /// One of these texts.
    Choice(&'static [&'static str]),
    /// A text of a form.
    Text(fn(&str) -> Result<(), SyntaxError>),
    /// A text, or a number or boolean that is taken as a text.
    Scalar,
    /// A list.
    List(&'static Kind),
    /// An object with free keys; `null` removes one that a lower layer has.
    Map(&'static Kind),
    /// An object with known keys.
    Object(&'static Object),
    /// A list of stages, or a text `DURATION:TARGET,…`.
    Stages,
    /// A list of personas, or an object of weights by function.
    Personas,
    /// A threshold or a list of them, each a text or an object.
    Thresholds,
}

/// An object with known keys.
#[derive(Debug)]
pub(super) struct Object {
    /// What it is, with its article.
    pub(super) what: &'static str,
    /// Its keys, in groups.
    pub(super) keys: &'static [&'static [Key]],
    /// Those that it cannot be without, in every layer.
    pub(super) required: &'static [&'static str],
}

impl Object {
    pub(super) fn keys(&self) -> impl Iterator<Item = &'static Key> {
        self.keys.iter().flat_map(|group| group.iter())
    }

    pub(super) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys().find(|key| key.name == name)
    }
}

/// 2^53 - 1: the largest whole number that every language of a component can hold.
pub(super) const MAX_SAFE: u64 = (1 << 53) - 1;
pub(super) const POSITIVE: Kind = Kind::Whole { min: 1, max: u32::MAX as u64 };
pub(super) const COUNT: Kind = Kind::Whole { min: 0, max: u32::MAX as u64 };
pub(super) const ITERATION_COUNT: Kind = Kind::Whole { min: 1, max: MAX_SAFE };
pub(super) const LENGTH: Kind = Kind::Duration { zero: false };
pub(super) const WAIT: Kind = Kind::Duration { zero: true };
pub(super) const VARIABLES: Kind = Kind::Map(&Kind::Scalar);

pub(super) const VUS: &str = "vus";
pub(super) const DURATION: &str = "duration";
pub(super) const ITERATIONS: &str = "iterations";
pub(super) const STAGES: &str = "stages";
pub(super) const SCENARIOS: &str = "scenarios";
pub(super) const MIXES: &str = "mixes";
pub(super) const PROFILES: &str = "profiles";
pub(super) const THRESHOLDS: &str = "thresholds";
pub(super) const ENV: &str = "env";
pub(super) const TAGS: &str = "tags";
pub(super) const TARGET: &str = "target";
pub(super) const ALLOW_NET: &str = "allowNet";
pub(super) const ALLOW_DIRS: &str = "allowDirs";
pub(super) const DATA: &str = "data";
pub(super) const SECRETS: &str = "secrets";

pub(super) const fn key(
    name: &'static str,
    kind: Kind,
    default: &'static str,
    example: &'static str,
    about: &'static str,
) -> Key {
    Key { name, kind, about, default, example }
}

/// The shortcuts, each of which replaces scenarios of lower layers.
pub(super) const SHORTCUTS: [&str; 3] = [DURATION, ITERATIONS, STAGES];

/// The keys of a plan and of a profile.
pub(super) static PLAN_KEYS: [Key; 22] = [
    key(
        VUS,
        POSITIVE,
        "",
        "10",
        "Shortcut, together with `duration`, `iterations` or `stages`: the number of VUs. 1 without it.",
    ),
    key(
        DURATION,
        LENGTH,
        "",
        "\"30s\"",
        "Shortcut for one scenario `constant-vus`: how long its VUs loop. Together with `iterations`: their `maxDuration`.",
    ),
    key(
        ITERATIONS,
        ITERATION_COUNT,
        "",
        "100",
        "Shortcut for one scenario `shared-iterations`: how many iterations there are in all.",
    ),
    key(
        STAGES,
        Kind::Stages,
        "",
        "[{\"duration\":\"30s\",\"target\":10}]",
        "Shortcut for one scenario `ramping-vus`: how the number of VUs changes, beginning at `vus`.",
    ),
    key(
        SCENARIOS,
        Kind::Map(&Kind::Object(&SCENARIO)),
        "",
        "{\"browse\":{\"executor\":\"constant-vus\",\"vus\":10,\"duration\":\"1m\"}}",
        "The scenarios by name, run in parallel. A name has letters, digits, `_` and `-`. Without scenarios, mixes and shortcuts one VU runs one iteration.",
    ),
    key(
        MIXES,
        Kind::Map(&Kind::Object(&MIX)),
        "",
        "{\"users\":{\"executor\":\"constant-vus\",\"vus\":10,\"duration\":\"1m\",\"personas\":{\"browse\":80,\"buy\":20}}}",
        "Mixes by name: each splits one total of VUs, iterations or rate over weighted personas.",
    ),
    key(
        THRESHOLDS,
        Kind::Map(&Kind::Thresholds),
        "",
        "{\"http_req_duration\":[\"p(95)<500\"]}",
        "What has to hold, by metric or `metric{tag:value}`; the test fails otherwise.",
    ),
    key(
        TARGET,
        Kind::Text(|text| syntax::target(text).map(|_| ())),
        "",
        "\"http://localhost:8080\"",
        "The base URL for relative requests. Its host is granted, unless the component itself names it.",
    ),
    key(ENV, VARIABLES, "", "{\"USER\":\"alice\"}", "Variables that the component can read, by name."),
    key(
        DATA,
        Kind::Map(&Kind::Object(&DATASET)),
        "",
        "{\"users\":{\"file\":\"users.csv\"}}",
        "Rows of files that all VUs share, by name. A request, not a grant, in the component's own plan, but for `onEmpty`.",
    ),
    key(
        SECRETS,
        Kind::Map(&Kind::Object(&SECRET)),
        "",
        "{\"API_TOKEN\":{\"env\":\"API_TOKEN\"}}",
        "Where secrets come from, by name. What wasmload prints and writes has `***` in their place. A request, not a grant, in the component's own plan.",
    ),
    key(TAGS, VARIABLES, "", "{\"build\":\"17\"}", "Tags for every sample, by name."),
    key("setupTimeout", LENGTH, "\"60s\"", "\"90s\"", "How long `setup` may take."),
    key("teardownTimeout", LENGTH, "\"60s\"", "\"90s\"", "How long `teardown` may take."),
    key(
        "minIterationDuration",
        WAIT,
        "\"0s\"",
        "\"1s\"",
        "A VU waits at the end of a shorter iteration until this time is over. 0: it does not wait.",
    ),
    key(
        "summaryTrendStats",
        Kind::List(&Kind::Text(trend_stat)),
        "[\"avg\",\"min\",\"med\",\"max\",\"p(90)\",\"p(95)\",\"p(99)\"]",
        "[\"med\",\"p(99.9)\",\"count\"]",
        "The columns of a trend in the summary: `avg`, `min`, `med`, `max`, `count` and `p(N)`.",
    ),
    key(
        "seed",
        Kind::Whole { min: 0, max: MAX_SAFE },
        "",
        "42",
        "Where all random numbers of the run begin. A random one without it, shown in the summary.",
    ),
    key(
        ALLOW_NET,
        Kind::List(&Kind::Text(syntax::host_pattern)),
        "[]",
        "[\"api.example.com:443\"]",
        "Hosts that the component may reach, as `HOST[:PORT]`; `HOST` may be `*` or begin with `*.`. A request, not a grant, in the component's own plan.",
    ),
    key(
        ALLOW_DIRS,
        Kind::List(&Kind::Text(|text| syntax::dir_grant(text).map(|_| ()))),
        "[]",
        "[\"./data:/data\"]",
        "Directories that the component may read, as `HOST[:GUEST][:rw]`; write too with `rw`. A request, not a grant, in the component's own plan.",
    ),
    key(
        "vuMemory",
        Kind::Bytes { min: 1 << 20, max: 4 << 30 },
        "\"64MiB\"",
        "\"128MiB\"",
        "The linear memory that one VU may have: text with B, kB, KiB, MB, MiB, GB or GiB, or a number of bytes.",
    ),
    key(
        "guestStall",
        LENGTH,
        "\"5s\"",
        "\"10s\"",
        "How long a component may compute without waiting before its VU is stopped.",
    ),
    key(
        "maxSeries",
        Kind::Whole { min: 1, max: 10_000_000 },
        "10000",
        "20000",
        "How many series, each a metric with one set of tags, are kept apart.",
    ),
];

static PROFILE_KEYS: [Key; 1] = [key(
    PROFILES,
    Kind::Map(&Kind::Object(&PROFILE)),
    "",
    "{\"smoke\":{\"vus\":1,\"iterations\":1}}",
    "Variants of the plan by name, chosen with `--profile NAME`: each is laid over the layer that it stands in.",
)];

/// A plan document.
pub(super) static PLAN: Object = Object { what: "a plan", keys: &[&PLAN_KEYS, &PROFILE_KEYS], required: &[] };
/// A profile: a plan without profiles.
pub(super) static PROFILE: Object = Object { what: "a profile", keys: &[&PLAN_KEYS], required: &[] };

/// A threshold with options.
pub(super) static THRESHOLD: Object = Object {
    what: "a threshold",
    keys: &[&[
        key(
            "threshold",
            Kind::Text(syntax::any),
            "",
            "\"p(95)<500\"",
            "The condition, such as `p(95)<500` or `rate<0.01`.",
        ),
        key("abortOnFail", Kind::Flag, "false", "true", "Whether the test ends as soon as it does not hold."),
        key(
            "delayAbortEval",
            WAIT,
            "\"0s\"",
            "\"10s\"",
            "How long after the start of the test it is first able to end it.",
        ),
    ]],
    required: &["threshold"],
};

/// The keys that may stand somewhere below a plan, for hints: object and where it is.
pub(super) static BELOW: [(&Object, &str); 3] =
    [(&SCENARIO, "`scenarios.NAME`"), (&MIX, "`mixes.NAME`"), (&STAGE, "`stages[0]`")];

fn trend_stat(text: &str) -> Result<(), SyntaxError> {
    text.parse::<TrendStat>().map(|_| ()).map_err(SyntaxError::from)
}
