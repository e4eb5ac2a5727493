//! What runs, how often, and what has to hold. Not what a persona does: that is in [`personas`](crate::personas).
//!
//! The scenarios have the same names in every profile, so that thresholds and results can be compared.

use std::time::Duration;

use wasmload_sdk::prelude::*;

/// `baseline` without a profile; `--profile smoke` and `--profile demo` are laid over it.
///
/// The overhead has no threshold: its share grows as executions become cheap, which is no fault of the engine.
pub(crate) fn plan() -> Plan {
    baseline()
        .threshold("checks", "rate>0.99")
        .threshold("http_req_failed", "rate<0.01")
        .threshold("http_req_duration", "p(95)<500")
        .threshold("http_req_duration{scenario:health-monitors}", "p(95)<500")
        .threshold("workflow_execution_duration", "p(95)<1000")
        .threshold("graph_build_duration", "p(95)<50")
        .profile("smoke", smoke())
        .profile("demo", demo())
}

/// Three minutes of an ordinary afternoon.
fn baseline() -> Plan {
    load(Load { length: mins(3), people: 20, pipelines: 2, batches: (6, mins(1)), probes: 1 }).env("THINK_TIME", "1")
}

/// The whole choir for 20 seconds, with people who think fast.
fn demo() -> Plan {
    load(Load { length: secs(20), people: 12, pipelines: 3, batches: (1, secs(2)), probes: 2 }).env("THINK_TIME", "0.2")
}

/// How much of each.
struct Load {
    length: Duration,
    /// VUs of the people, who come back when they are done.
    people: u32,
    /// Pipelines that start in a second, whatever became of those before.
    pipelines: u64,
    /// Batch jobs that start in a unit of time.
    batches: (u64, Duration),
    /// Health probes in a second.
    probes: u64,
}

fn load(Load { length, people, pipelines, batches: (batches, unit), probes }: Load) -> Plan {
    let grace = secs(5);
    let people = Mix::new(ConstantVus::new(people, length).graceful_stop(grace))
        .persona("platform-user", Persona::new(6).name("platform-users"))
        .persona("developer", Persona::new(4).name("developers"))
        .persona("devops", Persona::new(2).name("devops"));
    let pipelines = ConstantArrivalRate::new(pipelines, length, 10).max_vus(30).poisson();
    let batches = ConstantArrivalRate::new(batches, length, 2).time_unit(unit).max_vus(6);
    let probes = ConstantArrivalRate::new(probes, length, 2).max_vus(4);
    Plan::new()
        .mix("people", people)
        .scenario("ci-cd-pipelines", pipelines.exec("ci-cd").graceful_stop(grace))
        .scenario("batch-jobs", batches.exec("batch-job").graceful_stop(grace))
        .scenario("health-monitors", probes.exec("health-monitor").graceful_stop(grace))
}

/// Each persona once: whether everything works at all.
fn smoke() -> Plan {
    let once = |function: &str| PerVuIterations::new(1, 1).exec(function).graceful_stop(secs(5));
    Plan::new()
        .without_mix("people")
        .scenario("platform-users", once("platform-user"))
        .scenario("developers", once("developer"))
        .scenario("devops", once("devops"))
        .scenario("ci-cd-pipelines", once("ci-cd"))
        .scenario("batch-jobs", once("batch-job"))
        .scenario("health-monitors", once("health-monitor"))
        .env("THINK_TIME", "0.1")
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_profile_runs_the_same_six_scenarios() {
        let json: serde_json::Value = serde_json::from_str(&super::plan().to_json()).unwrap();
        let names = |plan: &serde_json::Value| {
            let scenarios = plan["scenarios"].as_object().unwrap().keys().cloned();
            let personas = plan["mixes"]["people"]["personas"].as_array().cloned().unwrap_or_default();
            let personas = personas.iter().map(|persona| persona["name"].as_str().unwrap().to_owned());
            let mut names: Vec<String> = scenarios.chain(personas).collect();
            names.sort();
            names
        };
        let expected = ["batch-jobs", "ci-cd-pipelines", "developers", "devops", "health-monitors", "platform-users"];
        assert_eq!(names(&json), expected);
        for profile in ["smoke", "demo"] {
            assert_eq!(names(&json["profiles"][profile]), expected, "{profile}");
        }
    }
}
