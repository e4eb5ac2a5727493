/**
 * The package `wasmload`: load test scenarios in JavaScript and TypeScript, with the functions of k6's module `k6`. Requests,
 * metrics and the rest are modules of their own: `wasmload/http`, `wasmload/websocket`, `wasmload/metrics`, `wasmload/execution`,
 * `wasmload/random`, `wasmload/log`, `wasmload/data`.
 */
/// <reference path="./globals.d.ts" />

export { check, type Truth } from "./check.js";
export { secret, target, variable, variables } from "./configuration.js";
export { fail } from "./fail.js";
export { group } from "./group.js";
export type {
  ConstantArrivalRate,
  ConstantVus,
  Duration,
  Mix,
  Options,
  Persona,
  PerVuIterations,
  Profile,
  RampingArrivalRate,
  RampingVus,
  Scenario,
  SharedIterations,
  Stage,
  Threshold,
} from "./options.js";
export type { Tags } from "./tags.js";
export { sleep, thinkTime } from "./time.js";

import { check } from "./check.js";
import { secret, target, variable, variables } from "./configuration.js";
import { fail } from "./fail.js";
import { group } from "./group.js";
import { sleep, thinkTime } from "./time.js";

export default { check, fail, group, secret, sleep, target, thinkTime, variable, variables };
