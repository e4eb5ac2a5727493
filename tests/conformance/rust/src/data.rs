//! `wasmload:data`: rows that all VUs share, and why there is none.

use serde::Deserialize;
use wasmload_sdk::data::{Dataset, Error, Fault};
use wasmload_sdk::prelude::*;

use crate::{Session, prove};

#[derive(Deserialize)]
struct User {
    id: u32,
    name: String,
}

#[derive(Deserialize)]
struct Voucher {
    code: String,
}

pub(crate) fn all() -> Result {
    let users = Dataset::open("users")?;
    prove("rows.open", true);
    prove("dataset.size", users.len() == 8);
    let third: User = users.row(3)?;
    prove("dataset.row", third.id == 3 && third.name == "grüße \"3\"");
    prove("dataset.random", users.random::<User>()?.id < 8);
    let (one, other): (User, User) = (users.unique()?, users.unique()?);
    prove("dataset.unique", one.id < other.id && other.id < 8);
    let (one, other): (User, User) = (users.partition()?, users.partition()?);
    let own = execution::vu().id_in_scenario - 1;
    prove("dataset.partition", one.id % 2 == own && other.id == one.id + 2);
    faults(&users);
    Ok(())
}

fn faults(users: &Dataset) {
    let is = |error: Option<&Error>, fault: Fault| error.is_some_and(|error| error.fault() == fault);
    let says = |error: Option<&Error>, words: &str| error.is_some_and(|error| error.to_string().contains(words));
    let opened = |name: &str| Dataset::open(name).err();
    let unknown = opened("nobody");
    prove("fault.unknown", is(unknown.as_ref(), Fault::Unknown));
    prove("rows.error.message", says(unknown.as_ref(), "nobody"));
    prove("fault.missing", is(opened("missing").as_ref(), Fault::Missing));
    let malformed = opened("malformed");
    prove("fault.malformed", is(malformed.as_ref(), Fault::Malformed) && says(malformed.as_ref(), "malformed.csv:3: "));
    prove("fault.empty", is(opened("empty").as_ref(), Fault::Empty));
    prove("fault.out-of-range", is(users.row::<User>(8).err().as_ref(), Fault::OutOfRange));
    let voucher = || Dataset::open("vouchers")?.unique::<Voucher>();
    let (first, second) = (voucher(), voucher());
    let first = first.map_or_else(|error| error.fault() == Fault::Exhausted, |voucher| voucher.code == "a, \"b\"");
    prove("fault.exhausted", first && is(second.err().as_ref(), Fault::Exhausted));
    prove("rows.error.fault", true);
}

/// Takes rows until the test ends for want of them.
pub(crate) fn ending(session: &mut Session) -> Result {
    session.iterations += 1;
    let row = Dataset::open("few")?.unique::<u32>();
    if let Err(error) = &row {
        prove("fault.ended", error.fault() == Fault::Ended);
    }
    row?;
    Ok(())
}
