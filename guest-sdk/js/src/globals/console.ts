/** `console`, on the log of the run. Objects are written as JSON, as in k6. No tables, timers or groups. */
import { debug, error, info, warn } from "../log.js";

/** What scripts and packages use of it. */
export const console = {
  log: info,
  info,
  warn,
  error,
  debug,
  /** Writes the message with the place that it is called from. */
  trace: (...message: unknown[]): void => debug(...message, `\n${new Error().stack ?? ""}`),
  /** Writes the message where the condition does not hold. */
  assert(condition: unknown, ...message: unknown[]): void {
    if (!condition) error("assertion failed", ...message);
  },
};
