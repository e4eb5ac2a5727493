//! Six personas that put a workflow engine (`examples/workflow-engine`) under load, each as the people or machines behind it
//! would. Not a benchmark of one endpoint: what they do to each other is the point.

mod api;
mod measures;
mod personas;
mod plan;
mod seed;
mod vu;

use personas::{batch_job, ci_cd, developer, devops, health_monitor, platform_user};
use seed::{clean_up, prepare};
use vu::Worker;
use wasmload_sdk::scenario;

scenario! {
    plan: plan::plan,
    setup: prepare,
    vu: Worker,
    functions: [
        "platform-user" => platform_user::visit,
        "developer" => developer::debug,
        "ci-cd" => ci_cd::run_pipeline,
        "devops" => devops::review,
        "batch-job" => batch_job::run_all,
        "health-monitor" => health_monitor::probe,
    ],
    teardown: clean_up,
}
