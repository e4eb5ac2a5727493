//! Asks for everything in `execution`, and checks that it fits together. The host must show that all checks passed, and the
//! tag `phase=second` on the samples of `asked` from each VU's second iteration on.

use std::time::Duration;

use wasmload_sdk::prelude::*;

static ASKED: Counter = Counter::new("asked");

/// What stays the same for a VU, and what only grows.
struct Witness {
    vu: execution::CurrentVu,
    seed: u64,
    random: f64,
    iterations: u64,
    elapsed: Duration,
}

impl Vu<()> for Witness {
    fn start(_: ()) -> Result<Self> {
        let first = execution::iteration();
        check!("no iteration was finished before the first", first.in_vu == 0);
        Ok(Self {
            vu: execution::vu(),
            seed: execution::random_seed(),
            random: random::float(),
            iterations: 0,
            elapsed: Duration::ZERO,
        })
    }
}

fn prepare() -> Result<()> {
    let (vu, scenario) = (execution::vu(), execution::scenario());
    check!("setup is no VU", vu.id_in_test == 0 && vu.id_in_scenario == 0);
    check!("setup is in no scenario", scenario.name.is_empty() && scenario.executor.is_empty());
    check!("no time passes in setup", execution::elapsed().is_zero());
    Ok(())
}

fn ask(witness: &mut Witness) {
    let (vu, now, scenario) = (execution::vu(), execution::iteration(), execution::scenario());
    check!("a VU keeps its numbers", vu == witness.vu);
    check!("the numbers of VUs begin at 1", vu.id_in_test >= 1 && vu.id_in_scenario >= 1);
    check!("a VU knows how many iterations it finished", now.in_vu == witness.iterations);
    check!("iterations are numbered", now.in_test >= now.in_scenario && now.in_scenario >= now.in_vu);
    check!("no iteration starts before its time", now.started >= now.scheduled);
    check!("the scenario has a name", !scenario.name.is_empty());
    check!("the function is this one", scenario.function == "ask");
    check!("the executor is one of six", EXECUTORS.contains(&scenario.executor.as_str()));
    if !scenario.executor.ends_with("arrival-rate") {
        check!("closed executors have no schedule", now.started == now.scheduled);
    }
    check!("progress is a share", (0.0..=1.0).contains(&execution::progress()));
    let elapsed = execution::elapsed();
    check!("time passes", elapsed >= now.started && elapsed >= witness.elapsed);
    check!("the seed stays the same", execution::random_seed() == witness.seed && witness.seed < 1 << 53);
    check!("random numbers go on", random::float().to_bits() != witness.random.to_bits());
    let tags = execution::tags();
    check!("tags are sorted", tags.is_sorted());
    check!("the scenario is a tag", tags.contains(&("scenario".into(), scenario.name)));

    let second = ("phase".to_owned(), "second".to_owned());
    check!("tags stay until they are removed", tags.contains(&second) == (witness.iterations > 0));
    execution::remove_tag("never set");
    execution::set_tag("phase", "first");
    execution::remove_tag("phase");
    check!("a tag can be removed", !execution::tags().iter().any(|(name, _)| name == "phase"));
    if witness.iterations > 0 {
        execution::set_tag("phase", "second");
    }
    ASKED.add(1);
    execution::set_tag("phase", "second");
    witness.iterations += 1;
    witness.elapsed = elapsed;
}

const EXECUTORS: [&str; 6] = [
    "shared-iterations",
    "per-vu-iterations",
    "constant-vus",
    "ramping-vus",
    "constant-arrival-rate",
    "ramping-arrival-rate",
];

scenario! { setup: prepare, vu: Witness, functions: [ask] }
