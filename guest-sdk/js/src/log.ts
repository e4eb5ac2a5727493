/**
 * Messages for the person who reads the run's output. Not for results: count and measure those with `wasmload/metrics`. The
 * host limits the rate of messages, and counts those that it leaves out. `console` writes here too.
 */
import host from "wasmload:scenario/log@0.1.0";

import { inspect } from "./inspect.js";

function write(level: "debug" | "info" | "warn" | "error", parts: unknown[]): void {
  host.write(level, inspect(parts));
}

/** Shown with `-v` only. */
export function debug(...message: unknown[]): void {
  write("debug", message);
}

/** Shown unless `--quiet`. */
export function info(...message: unknown[]): void {
  write("info", message);
}

/** Shown always. */
export function warn(...message: unknown[]): void {
  write("warn", message);
}

/** Shown always. */
export function error(...message: unknown[]): void {
  write("error", message);
}

export default { debug, info, warn, error };
