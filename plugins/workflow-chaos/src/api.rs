//! The engine's API as requests, each under the name by which its samples are grouped. Not what is expected of the answers:
//! the personas know.

use std::sync::LazyLock;

use serde::Serialize;
use serde_json::json;
use wasmload_sdk::http::Request;
use wasmload_sdk::prelude::*;

/// Settings with a name, handed to the host once per VU.
macro_rules! named {
    ($name:literal) => {{
        static PARAMS: LazyLock<Params> = LazyLock::new(|| Params::new().name($name));
        &*PARAMS
    }};
}

/// The API, logged in.
#[derive(Debug)]
pub(crate) struct Api {
    authorization: String,
}

/// A workflow as a client writes it.
#[derive(Debug, Serialize)]
pub(crate) struct Draft {
    name: String,
    description: &'static str,
    activities: Vec<Activity>,
}

/// A step of a workflow; each depends on the one before.
#[derive(Debug, Serialize)]
struct Activity {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry: Option<Retry>,
}

#[derive(Debug, Serialize)]
struct Retry {
    max_attempts: u32,
    backoff_ms: u32,
}

impl Draft {
    /// A chain of so many activities, every fifth with a retry policy.
    pub(crate) fn new(name: String, activities: usize) -> Self {
        let retry = |number| (number % 5 == 0).then_some(Retry { max_attempts: 3, backoff_ms: 0 });
        let activity = |number| Activity { name: format!("step-{number}"), retry: retry(number) };
        Self { name, description: "made by workflow-chaos", activities: (1..=activities).map(activity).collect() }
    }
}

impl Api {
    pub(crate) fn new(token: &str) -> Self {
        Self { authorization: format!("Bearer {token}") }
    }

    fn request<'a>(&'a self, method: &'static str, path: String, params: &'a Params) -> Request<'a> {
        let path = format!("/api/v1/{path}");
        Request::new(method, path).params(params).header("authorization", self.authorization.as_str())
    }

    /// A page of `workflows`, `executions`, `tasks`, `agents` or `dags`.
    pub(crate) fn list(&self, what: &str, limit: usize, offset: usize) -> Request<'_> {
        let params = match what {
            "workflows" => named!("list workflows"),
            "executions" => named!("list executions"),
            "tasks" => named!("list tasks"),
            "agents" => named!("list agents"),
            _ => named!("list dags"),
        };
        self.request("GET", format!("{what}?limit={limit}&offset={offset}"), params)
    }

    pub(crate) fn create(&self, draft: &Draft) -> Request<'_> {
        self.request("POST", "workflows".into(), named!("create workflow")).json(draft)
    }

    pub(crate) fn workflow(&self, id: &str) -> Request<'_> {
        self.request("GET", format!("workflows/{id}"), named!("read workflow"))
    }

    /// Replaces a workflow, if its version is still the one in `seen` (an `ETag`).
    pub(crate) fn replace(&self, id: &str, draft: &Draft, seen: String) -> Request<'_> {
        // Somebody else may have been faster: that is an answer, too.
        static PARAMS: LazyLock<Params> =
            LazyLock::new(|| Params::new().name("replace workflow").expect_status(200).expect_status(409));
        self.request("PUT", format!("workflows/{id}"), &PARAMS).header("if-match", seen).json(draft)
    }

    /// Deletes a workflow, unless it is gone already.
    pub(crate) fn delete(&self, id: &str) -> Request<'_> {
        static PARAMS: LazyLock<Params> =
            LazyLock::new(|| Params::new().name("delete workflow").expect_status(204).expect_status(404));
        self.request("DELETE", format!("workflows/{id}"), &PARAMS)
    }

    pub(crate) fn versions(&self, id: &str) -> Request<'_> {
        self.request("GET", format!("workflows/{id}/versions"), named!("list versions"))
    }

    pub(crate) fn version(&self, id: &str, version: u32) -> Request<'_> {
        self.request("GET", format!("workflows/{id}/versions/{version}"), named!("read version"))
    }

    pub(crate) fn compile(&self, id: &str) -> Request<'_> {
        self.request("POST", format!("workflows/{id}/compile"), named!("compile workflow"))
    }

    pub(crate) fn deploy(&self, id: &str, environment: &str) -> Request<'_> {
        let body = json!({ "environment": environment });
        self.request("POST", format!("workflows/{id}/deploy"), named!("deploy workflow")).json(&body)
    }

    pub(crate) fn deployments(&self, id: &str) -> Request<'_> {
        self.request("GET", format!("workflows/{id}/deployments"), named!("list deployments"))
    }

    /// Runs the stored graph of a workflow.
    pub(crate) fn execute(&self, id: &str) -> Request<'_> {
        self.request("POST", format!("workflows/{id}/execute"), named!("execute workflow"))
    }

    /// Builds a generated graph, and runs nothing.
    pub(crate) fn dry_run(&self, id: &str, nodes: u64) -> Request<'_> {
        let path = format!("workflows/{id}/execute?dry_run=true");
        self.request("POST", path, named!("dry run")).json(&json!({ "nodes": nodes }))
    }

    pub(crate) fn execution(&self, id: &str) -> Request<'_> {
        self.request("GET", format!("executions/{id}"), named!("read execution"))
    }

    pub(crate) fn trace(&self, id: &str) -> Request<'_> {
        self.request("GET", format!("executions/{id}/trace"), named!("read trace"))
    }

    pub(crate) fn create_dag(&self, name: &str, nodes: usize) -> Request<'_> {
        let body = json!({ "name": name, "nodes": nodes });
        self.request("POST", "dags".into(), named!("create dag")).json(&body)
    }

    pub(crate) fn execute_dag(&self, id: &str) -> Request<'_> {
        self.request("POST", format!("dags/{id}/execute"), named!("execute dag"))
    }
}
