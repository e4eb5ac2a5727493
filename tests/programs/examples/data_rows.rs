//! Takes rows of the data `rows` in each iteration, in the way that the variable `HOW` names: `unique`, `partition`, `random`,
//! or `index` (that of the iteration in the VU), and counts each under the tag `row` (its field `id`) and `vu`. The host must
//! hand out rows as `wasmload:data` says, and name what is wrong with data that it cannot hand out.

use std::collections::BTreeMap;

use wasmload_sdk::data::{Dataset, Fault};
use wasmload_sdk::prelude::*;

static TAKEN: Counter = Counter::new("taken");

type Row = BTreeMap<String, String>;

fn take() -> Result {
    let rows = Dataset::open("rows")?;
    let row: Row = match config::var("HOW").as_deref() {
        Some("partition") => rows.partition()?,
        Some("random") => rows.random()?,
        Some("index") => rows.row(execution::iteration().in_vu as u32)?,
        _ => rows.unique()?,
    };
    let vu = execution::vu().id_in_scenario.to_string();
    let id = row.get("id").ok_or("the row has no `id`")?;
    TAKEN.add_with(1, &Tags::of(&[("row", id), ("vu", &vu)]));
    Ok(())
}

/// Holds on to one row, without tags, for as long as `SECONDS` says.
fn hold() -> Result {
    let row: Row = Dataset::open("rows")?.random()?;
    check!("a row has an id", row.contains_key("id"));
    sleep(config::parse_or("SECONDS", 1.0)?);
    Ok(())
}

/// Asks for what is not there: each is an error of its own kind.
fn faults() {
    let fault = |name: &str| Dataset::open(name).err().map(|error| (error.fault(), error.to_string()));
    let is = |name: &str, expected: Fault, words: &str| {
        fault(name).is_some_and(|(fault, message)| fault == expected && message.contains(words))
    };
    check!("unknown", is("nobody", Fault::Unknown, "--data nobody=FILE"));
    check!("missing", is("missing", Fault::Missing, "missing.csv"));
    check!("malformed", is("malformed", Fault::Malformed, "malformed.csv:3: "));
    check!("empty", is("empty", Fault::Empty, "empty.csv"));
    let beyond = Dataset::open("rows").and_then(|rows| rows.row::<Row>(rows.len()));
    check!("out of range", beyond.is_err_and(|error| error.fault() == Fault::OutOfRange));
}

scenario!(take, hold, faults);
