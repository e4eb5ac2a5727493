/** `wasmload:scenario`: who and where a VU is, its variables, the log, waiting. */
import { secret, sleep, target, variable, variables } from "wasmload";
import exec from "wasmload/execution";
import log from "wasmload/log";

import { prove } from "./prove.js";

export function all(): void {
  execution();
  tags();
  configuration();
  messages();
  waiting();
}

const twice = <T>(ask: () => T) => JSON.stringify(ask()) === JSON.stringify(ask());

function execution(): void {
  const { vu, scenario, iteration } = exec;
  prove("execution.current-vu", twice(() => [vu.idInTest, vu.idInScenario]));
  prove("execution.current-iteration", twice(() => [iteration.inTest, iteration.started]));
  prove("execution.current-scenario", twice(() => [scenario.name, scenario.executor]));
  prove("vu.id-in-test", [1, 2].includes(vu.idInTest));
  prove("vu.id-in-scenario", [1, 2].includes(vu.idInScenario));
  prove("iteration.in-test", iteration.inTest < 4);
  prove("iteration.in-scenario", scenario.iterationInTest < 4);
  prove("iteration.in-vu", vu.iterationInScenario < 2);
  prove("iteration.scheduled-us", iteration.scheduled === iteration.started);
  prove("iteration.started-us", iteration.started <= exec.instance.currentTestRunDuration);
  prove("scenario.name", scenario.name === "everything");
  prove("scenario.function", scenario.function === "everything");
  prove("scenario.executor", scenario.executor === "per-vu-iterations");
  prove("execution.progress", scenario.progress >= 0 && scenario.progress <= 1);
  const before = exec.instance.currentTestRunDuration;
  sleep(0.002);
  prove("execution.elapsed-us", exec.instance.currentTestRunDuration - before >= 2);
  prove("execution.random-seed", twice(() => vu.randomSeed) && vu.randomSeed > 0 && vu.randomSeed < 2 ** 53);
}

function tags(): void {
  const { tags } = exec.vu.metrics;
  const names = Object.keys(tags);
  prove("execution.tags", tags.suite === "conformance" && tags.scenario === "everything" && !("group" in tags)
    && String(names) === String([...names].sort()));
  tags.phase = "late";
  tags.scenario = "mine";
  tags.group = "mine";
  delete tags.scenario;
  prove("execution.set-tag", tags.phase === "late" && tags.scenario === "everything" && !("group" in tags));
  delete tags.phase;
  delete tags["never set"];
  prove("execution.remove-tag", !("phase" in tags));
}

function configuration(): void {
  prove("configuration.variable", variable("GREETING") === "grüße" && __ENV.FROM_PLAN === "yes" && variable("NOT_THERE") === undefined);
  const names = Object.keys(variables());
  prove("configuration.variables", names.includes("GREETING") && String(names) === String([...names].sort()));
  prove("configuration.secret", secret("TOKEN") === "conformance-token" && secret("NOT_THERE") === undefined);
  const url = target() ?? "";
  prove("configuration.target", url.startsWith("http://127.0.0.1:") && !url.endsWith("/"));
}

function messages(): void {
  for (const level of ["debug", "info", "warn", "error"] as const) {
    log[level](`a message of the level ${level}`);
    prove(`level.${level}`, true);
  }
  prove("log.write", true);
}

function waiting(): void {
  const took = (seconds: number[]) => {
    const before = exec.instance.currentTestRunDuration;
    seconds.forEach(sleep);
    return exec.instance.currentTestRunDuration - before;
  };
  prove("timing.sleep", took([0, -1, Number.NaN]) < 900 && took([0.0055]) >= 5);
}
