/**
 * The conformance scenario in TypeScript: every function of every interface in `wit/`, and every error case, each proved by a
 * check that is named after it. The specification is `tests/conformance/README.md`; all languages follow it to the letter.
 *
 * Not an example: scenarios are shorter.
 */
import type { Options } from "wasmload";
import exec from "wasmload/execution";
import type { Params } from "wasmload/http";
import { Counter } from "wasmload/metrics";

import * as draws from "./draws.js";
import * as errors from "./errors.js";
import * as ends from "./failing.js";
import * as figures from "./figures.js";
import { prove } from "./prove.js";
import * as requests from "./requests.js";
import * as responses from "./responses.js";
import * as rows from "./data.js";
import * as run from "./run.js";
import * as sockets from "./sockets.js";

export const options: Options = {
  scenarios: {
    everything: { executor: "per-vu-iterations", vus: 2, iterations: 2, exec: "everything" },
    failing: { executor: "per-vu-iterations", vus: 2, iterations: 2, exec: "failing" },
    aborting: { executor: "per-vu-iterations", vus: 1, iterations: 1000, exec: "aborting" },
    marking: { executor: "per-vu-iterations", vus: 1, iterations: 3, exec: "marking" },
    ending: { executor: "per-vu-iterations", vus: 1, iterations: 1000, exec: "ending" },
  },
  tags: { suite: "conformance" },
  env: { FROM_PLAN: "yes" },
};

/** What `setup` hands to every VU and to `teardown`. */
interface Data {
  greeting: string;
  numbers: number[];
}

const agreed: Data = { greeting: "grüße", numbers: [1, 2, 3] };
const isAgreed = (data: Data) => data.greeting === "grüße" && String(data.numbers) === "1,2,3";

// What a VU keeps between its iterations.
let shared: Params;
let iterations = 0;

export function setup(): Data {
  if (exec.vu.idInTest !== 0 || exec.vu.idInScenario !== 0 || exec.scenario.name !== "" || exec.instance.currentTestRunDuration !== 0) {
    throw new Error("setup runs in no VU, in no scenario, and before the test begins");
  }
  return agreed;
}

export function vuStart(data: Data): void {
  prove("lifecycle.setup", isAgreed(data));
  // First of all: the numbers of a VU begin with its first draw.
  if (exec.scenario.name === "everything") draws.record();
  shared = requests.shared();
}

export function everything(): void {
  prove("lifecycle.iteration", true);
  prove("lifecycle.vu-start", exec.vu.iterationInScenario === iterations);
  iterations += 1;
  run.all();
  rows.all();
  figures.all();
  requests.all(shared);
  responses.all();
  errors.all();
  sockets.all();
}

export function failing(): void {
  iterations += 1;
  ends.failing();
}

export function aborting(): void {
  iterations += 1;
  ends.aborting();
}

export function marking(): void {
  iterations += 1;
  ends.marking();
}

export function ending(): void {
  iterations += 1;
  rows.ending();
}

export function vuEnd(): void {
  prove("lifecycle.vu-end", iterations > 0);
  // Made here, as it is nowhere else: a metric that is made has a series.
  new Counter("conformance_ended").add(1);
}

export function teardown(data: Data): void {
  prove("lifecycle.teardown", isAgreed(data));
  figures.tooMany();
}
