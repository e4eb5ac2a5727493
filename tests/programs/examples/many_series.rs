//! Adds 1 to the counter `hits` with each of 20,000 values (`SERIES`) of the tag `user`. The host must keep up to `maxSeries`
//! series apart, put the rest into one `other` series, warn once, and lose nothing: the sum of `hits` stays right.

use wasmload_sdk::prelude::*;

static HITS: Counter = Counter::new("hits");

fn spread() -> Result {
    for user in 0..config::parse_or("SERIES", 20_000_u32)? {
        HITS.add_with(1, &Tags::of(&[("user", &user.to_string())]));
    }
    Ok(())
}

scenario!(spread);
