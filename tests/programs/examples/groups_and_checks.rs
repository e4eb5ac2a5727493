//! Nests groups and records checks, good and bad, in each iteration. The host must show `group_duration` twice an iteration,
//! samples of the counter `steps` with the tags `group=::outer` and `group=::outer::inner`, and three of four checks passed;
//! groups that are left open end with the iteration.

use wasmload_sdk::prelude::*;

static STEPS: Counter = Counter::new("steps");
static COLD: Tags = Tags::new(&[("weather", "cold")]);

fn visit() {
    STEPS.add(1);
    group("outer", || {
        STEPS.add(1);
        check!("holds in a group", true);
        group("inner", || STEPS.add(1));
    });
    check!(execution::vu().id_in_test > 0);
    check!("holds with a tag", true, &COLD);
    check!("does not hold", false);
}

/// For runs with `exec`: enters more groups than there may be, and leaves none.
fn forgetful() {
    for _ in 0..20 {
        std::mem::forget(group::enter("deep"));
    }
    STEPS.add(1);
}

scenario!(visit, forgetful);
