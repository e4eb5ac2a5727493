//! The conformance scenario in Rust: every function of every interface in `wit/`, and every error case, each proved by a
//! check that is named after it. The specification is `tests/conformance/README.md`; all languages follow it to the letter.
//!
//! Not an example: scenarios are shorter.

mod data;
mod draws;
mod errors;
mod failing;
mod figures;
mod requests;
mod responses;
mod run;
mod sockets;

use serde::{Deserialize, Serialize};
use wasmload_sdk::prelude::*;

use crate::data::ending;
use crate::failing::{aborting, failing, marking};

/// Grows by one in each VU that is retired.
static ENDED: Counter = Counter::new("conformance_ended");

/// What `setup` hands to every VU and to `teardown`.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Data {
    greeting: String,
    numbers: Vec<u32>,
}

impl Data {
    fn agreed() -> Self {
        Self { greeting: "grüße".to_owned(), numbers: vec![1, 2, 3] }
    }
}

/// What a VU keeps between its iterations.
struct Session {
    shared: Params,
    iterations: u64,
}

/// Records the check of that name, and says in the log when it does not hold.
fn prove(name: &str, holds: bool) {
    if !check::record(name, holds) {
        log::error(format_args!("{name} does not hold"));
    }
}

fn plan() -> Plan {
    Plan::new()
        .scenario("everything", PerVuIterations::new(2, 2).exec("everything"))
        .scenario("failing", PerVuIterations::new(2, 2).exec("failing"))
        .scenario("aborting", PerVuIterations::new(1, 1000).exec("aborting"))
        .scenario("marking", PerVuIterations::new(1, 3).exec("marking"))
        .scenario("ending", PerVuIterations::new(1, 1000).exec("ending"))
        .tag("suite", "conformance")
        .env("FROM_PLAN", "yes")
}

fn prepare() -> Result<Data> {
    let (vu, scenario) = (execution::vu(), execution::scenario());
    if (vu.id_in_test, vu.id_in_scenario) != (0, 0) || !scenario.name.is_empty() || !execution::elapsed().is_zero() {
        fail!("setup runs in no VU, in no scenario, and before the test begins");
    }
    Ok(Data::agreed())
}

impl Vu<Data> for Session {
    fn start(data: Data) -> Result<Self> {
        prove("lifecycle.setup", data == Data::agreed());
        if execution::scenario().name == "everything" {
            // First of all: the numbers of a VU begin with its first draw.
            draws::record();
        }
        Ok(Self { shared: requests::shared(), iterations: 0 })
    }

    fn end(self) {
        prove("lifecycle.vu-end", self.iterations > 0);
        ENDED.add(1);
    }
}

fn everything(session: &mut Session) -> Result {
    prove("lifecycle.iteration", true);
    prove("lifecycle.vu-start", execution::iteration().in_vu == session.iterations);
    session.iterations += 1;
    run::all();
    data::all()?;
    figures::all();
    requests::all(&session.shared)?;
    responses::all()?;
    errors::all()?;
    sockets::all()?;
    Ok(())
}

fn clean_up(data: Data) {
    prove("lifecycle.teardown", data == Data::agreed());
    figures::too_many();
}

scenario! {
    plan: plan,
    setup: prepare,
    vu: Session,
    functions: [everything, failing, aborting, marking, ending],
    teardown: clean_up,
}
