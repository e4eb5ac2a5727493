//! Batch jobs: large graphs, many at the same time, at fixed times. They do not care about latency, and others have to bear it.

use wasmload_sdk::prelude::*;

use crate::measures;
use crate::vu::Worker;

/// How often a job runs each of the large graphs.
const ROUNDS: usize = 2;

/// One job: every large graph, at the same time.
pub(crate) fn run_all(worker: &mut Worker) -> Result {
    let graphs = worker.seed.dags.iter().cycle().take(ROUNDS * worker.seed.dags.len());
    for answer in http::batch(graphs.map(|id| worker.api.execute_dag(id))) {
        let run = answer?;
        if check!("the graph runs", run.status() == 200) {
            check!("the graph completes", run.json_path::<String>("status")? == "completed");
            measures::executed(&run)?;
        }
    }
    Ok(())
}
