/**
 * The module `wasmload/execution`: what a VU may know about the run it is in, and do to it, with k6's names. Not about other
 * VUs: nothing is shared between them.
 */
import host from "wasmload:scenario/execution@0.1.0";

import { inWords, text } from "./boundary.js";
import { AbortedTest } from "./failure.js";
import { chosen } from "./options.js";

/** The scenario that this VU belongs to. In `setup` and `teardown` all texts are empty and all numbers 0. */
const scenario = {
  /** Its name in the plan. */
  get name(): string {
    return host.currentScenario().name;
  },
  /** Its executor, such as `constant-vus`. */
  get executor(): string {
    return host.currentScenario().executor;
  },
  /** The name of the function that it calls. */
  get function(): string {
    return host.currentScenario().function;
  },
  /** How much of it is done, from 0 to 1: by time, or by iterations where those are the limit. */
  get progress(): number {
    return host.progress();
  },
  /** The number of this iteration in the scenario, over all VUs; it begins at 0. */
  get iterationInTest(): number {
    return host.currentIteration().inScenario;
  },
  /** The same: there is one instance. */
  get iterationInInstance(): number {
    return host.currentIteration().inScenario;
  },
};

/** This VU. */
const vu = {
  /** Unique in the test, from 1; 0 in `setup` and `teardown`. */
  get idInTest(): number {
    return host.currentVu().idInTest;
  },
  /** The same: there is one instance. */
  get idInInstance(): number {
    return host.currentVu().idInTest;
  },
  /** Unique in the scenario, from 1; 0 in `setup` and `teardown`. */
  get idInScenario(): number {
    return host.currentVu().idInScenario;
  },
  /** How many iterations this VU finished before. */
  get iterationInScenario(): number {
    return host.currentIteration().inVu;
  },
  /** The same: a VU belongs to one scenario for its life. */
  get iterationInInstance(): number {
    return host.currentIteration().inVu;
  },
  /** A seed for this VU's random numbers, from 0 to 2^53 - 1, which `wasmload/random` draws from. */
  get randomSeed(): number {
    return host.randomSeed();
  },
  /** The tags of this VU, as `exec.vu.metrics.tags`. */
  get tags(): Record<string, string> {
    return tags;
  },
  metrics: {
    /**
     * The tags of every sample that this VU records: read them, set them, `delete` them. A few values per name at most: each
     * combination of tags is a series of its own. `scenario` and `group` belong to the host and stay as they are.
     */
    get tags(): Record<string, string> {
      return tags;
    },
  },
};

/** The iteration that runs now. Not in k6. */
const iteration = {
  /** Unique in the test, over all scenarios, from 0. */
  get inTest(): number {
    return host.currentIteration().inTest;
  },
  /** When the schedule wanted it to start, in milliseconds since the test began; when it did where there is no schedule. */
  get scheduled(): number {
    return host.currentIteration().scheduledUs / 1000;
  },
  /** When it did start, in milliseconds since the test began. */
  get started(): number {
    return host.currentIteration().startedUs / 1000;
  },
};

/** The process that generates load. */
const instance = {
  /** Milliseconds since the test began, on a monotonic clock; 0 during `setup`. */
  get currentTestRunDuration(): number {
    return host.elapsedUs() / 1000;
  },
};
for (const name of ["vusActive", "vusInitialized", "iterationsCompleted", "iterationsInterrupted"]) {
  Object.defineProperty(instance, name, {
    get(): never {
      throw new Error(`exec.instance.${name} is not supported: a VU knows nothing about others; the summary has it`);
    },
  });
}

/** The whole test. */
const test = {
  /**
   * Ends the whole test, and this iteration: no further iterations start, those that run are interrupted, `teardown` and the
   * summary follow, and the exit code says so. Only the first reason is kept.
   */
  abort(reason = "the scenario called exec.test.abort()"): never {
    const why = text(reason, "exec.test.abort: the reason");
    host.abort(why);
    throw new AbortedTest(why);
  },
  /** Marks the test as failed and lets it go on; the exit code says so at the end. Only the first reason is kept. */
  fail(reason = "the scenario called exec.test.fail()"): void {
    host.failTest(text(reason, "exec.test.fail: the reason"));
  },
  /** The `options` of the scenario. Not the plan that runs: a file and flags may have changed that. */
  get options(): Readonly<Record<string, unknown>> {
    return chosen();
  },
};

const tags: Record<string, string> = new Proxy({} as Record<string, string>, {
  get: (_target, name) => (typeof name === "string" ? all()[name] : undefined),
  has: (_target, name) => typeof name === "string" && name in all(),
  ownKeys: () => Object.keys(all()),
  getOwnPropertyDescriptor: (_target, name) =>
    typeof name === "string" && name in all() ? { value: all()[name], enumerable: true, configurable: true, writable: true } : undefined,
  set(_target, name, value) {
    if (typeof name !== "string") throw new TypeError(`exec.vu.tags: a tag's name must be a string, not ${inWords(name)}`);
    host.setTag(text(name, "exec.vu.tags: a name"), text(value, `exec.vu.tags: \`${name}\``));
    return true;
  },
  deleteProperty(_target, name) {
    if (typeof name === "string") host.removeTag(text(name, "exec.vu.tags: a name"));
    return true;
  },
});

function all(): Record<string, string> {
  return Object.fromEntries(host.tags());
}

export { instance, iteration, scenario, test, vu };
export default { instance, iteration, scenario, test, vu };
