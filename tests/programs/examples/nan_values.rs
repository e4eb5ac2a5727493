//! Adds one good value and four that are none (not-a-number, the infinities, one for a metric that was never registered) to
//! metrics, and sleeps for not-a-number. The host must count the good one, count four in `values_rejected`, and not wait.

use wasmload_sdk::prelude::*;
use wasmload_sdk::wit::wasmload::metrics::metrics;

static SIZES: Trend = Trend::new("sizes");

fn measure() {
    SIZES.add(1.0);
    SIZES.add(f64::NAN);
    SIZES.add(f64::INFINITY);
    SIZES.add(f64::NEG_INFINITY);
    metrics::add(u32::MAX, 1.0, 0);
    sleep(f64::NAN);
    sleep(-1.0);
}

scenario!(measure);
