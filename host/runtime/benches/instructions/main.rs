//! What the hot paths cost in instructions: programs that `cargo xtask bench instructions` runs under Callgrind, one at a time.
//!
//! Not a measurement of time, and nothing is counted in here: see `region`. The core's benchmarks are here too, since one
//! program for all is one link and one harness.
#![expect(clippy::print_stdout, reason = "it tells `xtask` what its counts are to be divided by")]

mod figures;
mod guests;
mod region;
mod schedule;
mod target;

use std::error::Error;
use std::path::Path;

/// What a benchmark returns when it has run.
type Outcome = Result<(), Box<dyn Error>>;

/// One benchmark.
struct Benchmark {
    name: &'static str,
    /// What one operation is counted in: the count of a region is divided by this.
    operations: u32,
    /// Runs it. The path is the folder with the compiled guests.
    run: fn(&Path) -> Outcome,
}

/// All of them. The names are those of the file with the expected counts.
const BENCHMARKS: &[Benchmark] = &[
    Benchmark { name: "iteration", operations: guests::ITERATIONS, run: guests::iteration },
    Benchmark { name: "host_call", operations: guests::ITERATIONS * guests::CALLS, run: guests::host_call },
    Benchmark { name: "http_get", operations: guests::ITERATIONS, run: guests::http_get },
    Benchmark { name: "record_sample", operations: figures::RECORDED, run: |_| figures::record() },
    Benchmark { name: "merge_shards", operations: 1, run: |_| figures::merge() },
    Benchmark { name: "evaluate_thresholds", operations: figures::EVALUATED, run: |_| figures::evaluate() },
    Benchmark { name: "due_constant", operations: schedule::DUE, run: |_| schedule::constant() },
    Benchmark { name: "due_ramping", operations: schedule::DUE, run: |_| schedule::ramping() },
    Benchmark { name: "due_poisson", operations: schedule::DUE, run: |_| schedule::poisson() },
];

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["list"] => {
            for benchmark in BENCHMARKS {
                println!("{} {}", benchmark.name, benchmark.operations);
            }
            Ok(())
        }
        ["run", name, guests] => {
            let benchmark = BENCHMARKS.iter().find(|benchmark| benchmark.name == name);
            (benchmark.ok_or("there is no benchmark of that name")?.run)(Path::new(guests))
        }
        _ => Err("this is run by `cargo xtask bench instructions`".into()),
    }
}
