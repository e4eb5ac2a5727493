//! Registers ten thousand metrics (`METRICS`) and adds to each. The host must take them up to its limit, refuse the rest with
//! `too-many`, and say so; `registered` and `refused` add up to all of them.

use wasmload_sdk::metrics::Error;
use wasmload_sdk::prelude::*;

static REGISTERED: Counter = Counter::new("registered");
static REFUSED: Counter = Counter::new("refused");

fn register() -> Result {
    REGISTERED.register()?;
    REFUSED.register()?;
    for number in 0..config::parse_or("METRICS", 10_000_u32)? {
        let trend = Trend::named(format!("metric_{number}"));
        match trend.register() {
            Ok(()) => {
                trend.add(number);
                REGISTERED.add(1);
            }
            Err(Error::TooMany(limit)) => {
                check!("the limit is told", limit > 0);
                REFUSED.add(1);
            }
            Err(other) => Err(other)?,
        }
    }
    check!(
        "a name that is not one is refused",
        matches!(Counter::new("no name").register(), Err(Error::InvalidName(_)))
    );
    check!("another kind is refused", matches!(Trend::new("registered").register(), Err(Error::Conflict(_))));
    Ok(())
}

scenario!(register);
