"""`wasmload:scenario`: what a VU may know about the run it is in, what it is handed, messages, and waiting."""

from session import prove
from wasmload import config, env, execution, log, secret, sleep


def everything():
    about_the_run()
    tags()
    configuration()
    messages()
    waiting()
    seed = execution.random_seed()
    prove("execution.random-seed", seed == execution.random_seed() and 0 < seed < 2**53)


def about_the_run():
    vu, now, scenario = execution.vu(), execution.iteration(), execution.scenario()
    prove("execution.current-vu", vu == execution.vu())
    prove("vu.id-in-test", 1 <= vu.id_in_test <= 2)
    prove("vu.id-in-scenario", 1 <= vu.id_in_scenario <= 2)
    prove("execution.current-iteration", now == execution.iteration())
    prove("iteration.in-test", now.in_test < 4)
    prove("iteration.in-scenario", now.in_scenario < 4)
    prove("iteration.in-vu", now.in_vu < 2)
    prove("iteration.scheduled-us", now.scheduled == now.started)
    prove("iteration.started-us", now.started <= execution.elapsed())
    prove("execution.current-scenario", scenario == execution.scenario())
    prove("scenario.name", scenario.name == "everything")
    prove("scenario.executor", scenario.executor == "per-vu-iterations")
    prove("scenario.function", scenario.function == "everything")
    prove("execution.progress", 0 <= execution.progress() <= 1)
    before = execution.elapsed()
    sleep(0.002)
    prove("execution.elapsed-us", execution.elapsed() - before >= 0.002)


def tags():
    tags = execution.tags()
    known = tags.get("suite") == "conformance" and tags.get("scenario") == "everything" and "group" not in tags
    prove("execution.tags", known and list(tags) == sorted(tags))
    execution.set_tag("phase", "late")
    execution.set_tag("scenario", "mine")
    execution.set_tag("group", "mine")
    execution.remove_tag("scenario")
    tags = execution.tags()
    kept = tags.get("phase") == "late" and tags.get("scenario") == "everything" and "group" not in tags
    prove("execution.set-tag", kept)
    execution.remove_tag("phase")
    execution.remove_tag("never set")
    prove("execution.remove-tag", "phase" not in execution.tags())


def configuration():
    granted = env("GREETING") == "grüße" and env("FROM_PLAN") == "yes" and env("NOT_THERE") is None
    prove("configuration.variable", granted)
    variables = config.variables()
    prove("configuration.variables", variables["GREETING"] == "grüße" and list(variables) == sorted(variables))
    prove("configuration.secret", secret("TOKEN") == "conformance-token" and secret("NOT_THERE") is None)
    target = config.target() or ""
    prove("configuration.target", target.startswith("http://127.0.0.1:") and not target.endswith("/"))


def messages():
    for level, write in {"debug": log.debug, "info": log.info, "warn": log.warn, "error": log.error}.items():
        write(f"a message of the level {level}")
        prove(f"level.{level}", True)
    prove("log.write", True)


def waiting():
    before = execution.elapsed()
    sleep(0)
    sleep(-1)
    sleep(float("nan"))
    between = execution.elapsed()
    sleep(0.0055)
    prove("timing.sleep", between - before < 0.9 and execution.elapsed() - between >= 0.005)
