//! `wasmload:scenario`: what a VU may know about the run it is in, what it is handed, messages, and waiting.

use wasmload_sdk::prelude::*;

use crate::prove;

pub(crate) fn all() {
    about_the_run();
    tags();
    configuration();
    messages();
    waiting();
    prove("execution.random-seed", {
        let seed = execution::random_seed();
        seed == execution::random_seed() && seed > 0 && seed < 1 << 53
    });
}

fn about_the_run() {
    let (vu, now, scenario) = (execution::vu(), execution::iteration(), execution::scenario());
    prove("execution.current-vu", vu == execution::vu());
    prove("vu.id-in-test", (1..=2).contains(&vu.id_in_test));
    prove("vu.id-in-scenario", (1..=2).contains(&vu.id_in_scenario));
    prove("execution.current-iteration", now == execution::iteration());
    prove("iteration.in-test", now.in_test < 4);
    prove("iteration.in-scenario", now.in_scenario < 4);
    prove("iteration.in-vu", now.in_vu < 2);
    prove("iteration.scheduled-us", now.scheduled == now.started);
    prove("iteration.started-us", now.started <= execution::elapsed());
    prove("execution.current-scenario", scenario == execution::scenario());
    prove("scenario.name", scenario.name == "everything");
    prove("scenario.executor", scenario.executor == "per-vu-iterations");
    prove("scenario.function", scenario.function == "everything");
    prove("execution.progress", (0.0..=1.0).contains(&execution::progress()));
    let before = execution::elapsed();
    sleep(0.002);
    prove("execution.elapsed-us", execution::elapsed() - before >= millis(2));
}

fn tags() {
    let tag = |name: &str| execution::tags().into_iter().find(|(tag, _)| tag == name).map(|(_, value)| value);
    prove("execution.tags", {
        tag("suite").as_deref() == Some("conformance")
            && tag("scenario").as_deref() == Some("everything")
            && tag("group").is_none()
            && execution::tags().is_sorted()
    });
    execution::set_tag("phase", "late");
    execution::set_tag("scenario", "mine");
    execution::set_tag("group", "mine");
    execution::remove_tag("scenario");
    prove("execution.set-tag", {
        tag("phase").as_deref() == Some("late")
            && tag("scenario").as_deref() == Some("everything")
            && tag("group").is_none()
    });
    execution::remove_tag("phase");
    execution::remove_tag("never set");
    prove("execution.remove-tag", tag("phase").is_none());
}

fn configuration() {
    prove("configuration.variable", {
        config::var("GREETING").as_deref() == Some("grüße")
            && config::var("FROM_PLAN").as_deref() == Some("yes")
            && config::var("NOT_THERE").is_none()
    });
    let variables = config::vars();
    prove("configuration.variables", {
        variables.is_sorted() && variables.contains(&("GREETING".to_owned(), "grüße".to_owned()))
    });
    prove("configuration.secret", {
        config::secret("TOKEN").as_deref() == Some("conformance-token") && config::secret("NOT_THERE").is_none()
    });
    let target = config::target().unwrap_or_default();
    prove("configuration.target", target.starts_with("http://127.0.0.1:") && !target.ends_with('/'));
}

fn messages() {
    log::debug("a message of the level debug");
    prove("level.debug", true);
    log::info("a message of the level info");
    prove("level.info", true);
    log::warn("a message of the level warn");
    prove("level.warn", true);
    log::error("a message of the level error");
    prove("level.error", true);
    prove("log.write", true);
}

fn waiting() {
    let before = execution::elapsed();
    sleep(0.0);
    sleep(-1.0);
    sleep(f64::NAN);
    let between = execution::elapsed();
    sleep(0.0055);
    prove("timing.sleep", between - before < millis(900) && execution::elapsed() - between >= millis(5));
}
