//! Devops: before they let something grow they try it dry, at every size; and they look where it is deployed, and on what.

use wasmload_sdk::prelude::*;

use crate::measures;
use crate::vu::Worker;

/// The sizes of graphs that are tried, in nodes. The engine takes up to 500.
const SIZES: [u64; 4] = [10, 50, 200, 500];

/// A review of one workflow.
pub(crate) fn review(worker: &mut Worker) -> Result {
    let id = worker.any_workflow()?;
    group("dry runs", || -> Result {
        for nodes in SIZES {
            let plan = worker.api.dry_run(id, nodes).send()?;
            if check!("the dry run is answered", plan.status() == 200) {
                check!("nothing has run", plan.json_path::<String>("status")? == "planned");
                check!("the whole graph is planned", plan.json_path::<u64>("nodes")? == nodes);
                measures::planned(&plan)?;
            }
        }
        Ok(())
    })?;
    worker.think();
    group("capacity", || -> Result {
        let deployments = worker.api.deployments(id).send()?;
        check!("the deployments are listed", deployments.status() == 200);
        let agents = worker.api.list("agents", 20, 0).send()?;
        check!("there are agents", agents.json_path::<u32>("total")? > 0);
        Ok(())
    })?;
    worker.think();
    Ok(())
}
