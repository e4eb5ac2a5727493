//! What a run needs to be there, and its removal. Not what the personas make as they go, but that goes too: all workflows of a
//! run carry its name.

use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use wasmload_sdk::http::Request;
use wasmload_sdk::prelude::*;

use crate::api::{Api, Draft};

/// How many workflows the personas find.
const WORKFLOWS: usize = 12;
/// How many large graphs the batch jobs run.
const DAGS: usize = 3;
/// The size of those graphs, in nodes. The engine takes up to 500.
const DAG_NODES: usize = 200;

/// What `setup` hands to every VU.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Seed {
    /// The name of this run, with which the names of its workflows begin.
    pub(crate) run: String,
    /// The bearer token of the login.
    pub(crate) token: String,
    /// The workflows, by id.
    pub(crate) workflows: Vec<String>,
    /// The graphs, by id.
    pub(crate) dags: Vec<String>,
}

/// Logs in and makes workflows of different sizes and some large graphs.
pub(crate) fn prepare() -> Result<Seed> {
    if config::target().is_none() {
        fail!("there is no target: start the test with `--target URL` of a workflow engine");
    }
    let user = config::var("WORKFLOW_USER").unwrap_or("demo".into());
    let password = config::var("WORKFLOW_PASSWORD").unwrap_or("demo".into());
    let login = serde_json::json!({ "username": user, "password": password });
    let login = http::post("/api/v1/login").json(&login).send()?;
    if login.status() != 200 {
        fail!("the login as `{user}` was answered with {}", login.status());
    }
    let token: String = login.json_path("token")?;
    let run = run_name();
    let api = Api::new(&token);
    let mut workflows = Vec::new();
    for number in 1..=WORKFLOWS {
        let made = api.create(&Draft::new(format!("{run}-{number}"), 5 * number)).send()?;
        if made.status() != 201 {
            fail!("making a workflow was answered with {}: {}", made.status(), made.text()?);
        }
        workflows.push(made.json_path("id")?);
    }
    let mut dags = Vec::new();
    for number in 1..=DAGS {
        let made = api.create_dag(&format!("{run}-dag-{number}"), DAG_NODES).send()?;
        if made.status() != 201 {
            fail!("making a DAG was answered with {}: {}", made.status(), made.text()?);
        }
        dags.push(made.json_path("id")?);
    }
    Ok(Seed { run, token, workflows, dags })
}

/// Deletes the workflows of this run, those of the pipelines too. Graphs and executions stay: the engine has no way to
/// delete them.
pub(crate) fn clean_up(seed: Seed) -> Result {
    let api = Api::new(&seed.token);
    for request in delete_all(&api, &seed.run)?.chunks(20) {
        for answer in http::batch(request.iter().cloned()) {
            let status = answer?.status();
            // Gone already is as good.
            if status != 204 && status != 404 {
                fail!("deleting a workflow was answered with {status}");
            }
        }
    }
    Ok(())
}

/// Finds all workflows whose names begin with the run's.
fn delete_all<'a>(api: &'a Api, run: &str) -> Result<Vec<Request<'a>>> {
    #[derive(Deserialize)]
    struct Page {
        items: Vec<Item>,
        total: usize,
    }
    #[derive(Deserialize)]
    struct Item {
        id: String,
        name: String,
    }
    let (mut found, mut seen) = (Vec::new(), 0);
    loop {
        let page: Page = api.list("workflows", 100, seen).send()?.json()?;
        seen += page.items.len();
        let empty = page.items.is_empty();
        let ours = page.items.into_iter().filter(|item| item.name.starts_with(run));
        found.extend(ours.map(|item| api.delete(&item.id)));
        if empty || seen >= page.total {
            return Ok(found);
        }
    }
}

/// A name that no other run has, on whatever machine it runs.
fn run_name() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("chaos-{:x}-{:x}", now.as_millis(), execution::random_seed())
}
