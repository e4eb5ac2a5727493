//! Platform users: they look around, one page after the other, and think in between. They change nothing.

use wasmload_sdk::prelude::*;

use crate::vu::Worker;

/// A visit of three to seven pages.
pub(crate) fn visit(worker: &mut Worker) -> Result {
    for _ in 0..random::range(3..8) {
        let page: &fn(&Worker) -> Result = random::weighted(&[
            (40, browse_workflows),
            (25, open_workflow),
            (15, open_latest_execution),
            (10, browse_tasks),
            (10, browse_agents),
        ]);
        page(worker)?;
        worker.think();
    }
    Ok(())
}

fn browse_workflows(worker: &Worker) -> Result {
    let page = worker.api.list("workflows", 20, 0).send()?;
    check!("the workflows are listed", page.status() == 200);
    let total: usize = page.json_path("total")?;
    // Some look further than the first page.
    if total > 20 && random::chance(0.3) {
        let page = worker.api.list("workflows", 20, 20).send()?;
        check!("the next page is listed", page.status() == 200);
    }
    Ok(())
}

fn open_workflow(worker: &Worker) -> Result {
    let id = worker.any_workflow()?;
    let page = worker.api.workflow(id).send()?;
    check!("the workflow opens", page.status() == 200);
    check!("it is the one that was asked for", page.json_path::<Option<String>>("id")?.as_deref() == Some(id));
    Ok(())
}

fn open_latest_execution(worker: &Worker) -> Result {
    let page = worker.api.list("executions", 5, 0).send()?;
    check!("the executions are listed", page.status() == 200);
    if let Some(id) = page.json_path::<Option<String>>("items.0.id")? {
        let page = worker.api.execution(&id).send()?;
        check!("the execution opens", page.status() == 200);
    }
    Ok(())
}

fn browse_tasks(worker: &Worker) -> Result {
    let page = worker.api.list("tasks", 50, 0).send()?;
    check!("the tasks are listed", page.status() == 200);
    Ok(())
}

fn browse_agents(worker: &Worker) -> Result {
    let page = worker.api.list("agents", 20, 0).send()?;
    check!("the agents are listed", page.status() == 200);
    Ok(())
}
