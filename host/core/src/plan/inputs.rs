//! What the person hands in beside variables: data that all VUs share, and secrets. Their keys, and what a plan makes of them.
//!
//! Nothing is read here: neither files nor the environment.

use std::collections::BTreeMap;

use serde::Serialize;

use super::fault::{Faults, Place, SyntaxError};
use super::keys::{DATA, Kind, Object, SECRETS, key};
use super::syntax;
use super::tree::{Map, Node};

const FILE: &str = "file";
const FORMAT: &str = "format";
const ON_EMPTY: &str = "onEmpty";
const OPTIONAL: &str = "optional";
const ENV: &str = "env";
const COMMAND: &str = "command";

/// Rows of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DataSource {
    /// The file. Its path is relative to the folder that the program runs in.
    pub file: String,
    /// What the file is.
    pub format: DataFormat,
    /// What becomes of who asks for the next row when all were handed out.
    pub on_empty: OnEmpty,
    /// Whether the test may begin though the file cannot be used: the component then learns why.
    pub optional: bool,
}

/// What a file of rows is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DataFormat {
    /// Comma-separated values by RFC 4180, with a header.
    Csv,
    /// One JSON array.
    Json,
    /// One JSON value a line.
    Ndjson,
}

/// What happens when every row was handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnEmpty {
    /// The test ends in good order.
    Stop,
    /// The rows begin again.
    Wrap,
    /// Who asks gets an error.
    Fail,
}

/// Where a secret comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecretSource {
    /// A variable of the environment.
    Env(String),
    /// A file; its path is relative to the folder that the program runs in.
    File(String),
    /// What a shell command prints.
    Command(String),
}

/// Data of a name.
pub(super) static DATASET: Object = Object {
    what: "a dataset",
    keys: &[&[
        key(
            FILE,
            Kind::Text(syntax::any),
            "",
            "\"users.csv\"",
            "The file, relative to the plan file. It is read once, before the test.",
        ),
        key(
            FORMAT,
            Kind::Choice(&["csv", "json", "ndjson"]),
            "",
            "\"csv\"",
            "What the file is: `csv` with a header, `json` (one array), or `ndjson` (a value a line). By the file's ending without it: `.csv`, `.json`, `.ndjson` or `.jsonl`.",
        ),
        key(
            ON_EMPTY,
            Kind::Choice(&["stop", "wrap", "fail"]),
            "\"stop\"",
            "\"wrap\"",
            "When all rows were handed out: `stop` ends the test as if its time were over, `wrap` begins again, `fail` gives the component an error.",
        ),
        key(
            OPTIONAL,
            Kind::Flag,
            "false",
            "true",
            "Whether the test begins although the file is missing, malformed or empty: the component then gets that as an error.",
        ),
    ]],
    required: &[FILE],
};

/// A secret: one of three.
pub(super) static SECRET: Object = Object {
    what: "a secret",
    keys: &[&[
        key(ENV, Kind::Text(syntax::any), "", "\"API_TOKEN\"", "The variable of the environment that holds it."),
        key(
            FILE,
            Kind::Text(syntax::any),
            "",
            "\"token.txt\"",
            "The file that holds it, relative to the plan file. One line break at its end is left out.",
        ),
        key(
            COMMAND,
            Kind::Text(syntax::any),
            "",
            "\"pass show api-token\"",
            "The shell command that prints it. One line break at its end is left out.",
        ),
    ]],
    required: &[],
};

/// The data of a plan. What only a component speaks about has no file, and is left out.
pub(super) fn data(plan: &Map, faults: &mut Faults) -> BTreeMap<String, DataSource> {
    let mut all = BTreeMap::new();
    for (name, value) in plan.map(DATA).into_iter().flat_map(Map::present) {
        let Node::Map(map) = &value.node else { continue };
        let Some(file) = map.text(&DATASET, FILE) else { continue };
        check_name(name, &value.place, faults);
        let format = map.text(&DATASET, FORMAT);
        let Some(format) =
            format.as_deref().or_else(|| file.rsplit_once('.').map(|(_, ending)| ending)).and_then(format_of)
        else {
            // A faulty format was told already.
            if map.get(FORMAT).is_none() {
                let hint = "name the file `.csv`, `.json`, `.ndjson` or `.jsonl`, or give its `format` in the plan";
                faults.add(map.place_of(FILE), format!("the ending of `{file}` tells no format"), hint.to_owned());
            }
            continue;
        };
        let on_empty = match map.text(&DATASET, ON_EMPTY).as_deref() {
            Some("wrap") => OnEmpty::Wrap,
            Some("fail") => OnEmpty::Fail,
            _ => OnEmpty::Stop,
        };
        let optional = map.flag(&DATASET, OPTIONAL).unwrap_or_default();
        all.insert(name.to_owned(), DataSource { file, format, on_empty, optional });
    }
    all
}

fn format_of(text: &str) -> Option<DataFormat> {
    match text.to_ascii_lowercase().as_str() {
        "csv" => Some(DataFormat::Csv),
        "json" => Some(DataFormat::Json),
        "ndjson" | "jsonl" => Some(DataFormat::Ndjson),
        _ => None,
    }
}

/// The secrets of a plan.
pub(super) fn secrets(plan: &Map, faults: &mut Faults) -> BTreeMap<String, SecretSource> {
    let mut all = BTreeMap::new();
    for (name, value) in plan.map(SECRETS).into_iter().flat_map(Map::present) {
        let Node::Map(map) = &value.node else { continue };
        check_name(name, &value.place, faults);
        let text = |key| map.text(&SECRET, key);
        let given = [
            text(ENV).map(SecretSource::Env),
            text(FILE).map(SecretSource::File),
            text(COMMAND).map(SecretSource::Command),
        ];
        let mut given: Vec<SecretSource> = given.into_iter().flatten().collect();
        match (given.pop(), given.is_empty()) {
            (Some(source), true) => drop(all.insert(name.to_owned(), source)),
            // Faulty ones were told already.
            (None, _) if !map.entries.is_empty() => {}
            _ => {
                let message = format!("the secret `{name}` must come from one place");
                faults.add(&value.place, message, "give one of `env`, `file` and `command`".to_owned());
            }
        }
    }
    all
}

/// Takes out of a component's layer what it cannot decide about its data: all but what happens when it is used up. Returns
/// the names, each with the file that the component thinks of.
pub(super) fn take_files(named: &mut Map) -> Vec<(String, String)> {
    let take = |(name, value): &mut (String, super::tree::Located)| {
        let Node::Map(map) = &mut value.node else { return None };
        for key in [FORMAT, OPTIONAL] {
            map.take(key);
        }
        Some((name.clone(), map.take(FILE)?.text()?.to_owned()))
    };
    named.entries.iter_mut().filter_map(take).collect()
}

fn check_name(name: &str, place: &Place, faults: &mut Faults) {
    if let Err(SyntaxError { message, offset, hint }) = syntax::name(name) {
        faults.add_key(place, message, Some(offset), hint);
    }
}
