/**
 * What the person who starts the test hands in. Not the environment: only what was granted with `-e NAME=VALUE`,
 * `--allow-env NAME` or the plan's `env` is visible. `__ENV` shows the same variables.
 */
import host from "wasmload:scenario/configuration@0.1.0";

import { text } from "./boundary.js";

/** The value of a variable; undefined without a grant. */
export function variable(name: string): string | undefined {
  return host.variable(text(name, "variable: the name")) ?? undefined;
}

/** All granted variables. */
export function variables(): Record<string, string> {
  return Object.fromEntries(host.variables());
}

/**
 * The value of a secret granted with `--secret NAME` or the plan's `secrets`; undefined without a grant. Whatever the host
 * prints and writes has `***` in its place.
 */
export function secret(name: string): string | undefined {
  return host.secret(text(name, "secret: the name")) ?? undefined;
}

/**
 * The base URL given with `--target`, without a slash at its end; undefined without one. Requests with a relative URL go
 * there by themselves.
 */
export function target(): string | undefined {
  return host.target() ?? undefined;
}
