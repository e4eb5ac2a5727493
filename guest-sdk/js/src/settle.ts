/**
 * Waits for what a function of the scenario leaves behind: its promise, its timers, its jobs. Nothing is left undone in silence:
 * what can never settle, and a rejection that nobody handles, is an exception.
 */
import { isThenable } from "./boundary.js";
import { endJobs, runJobs, stirred } from "./jobs.js";
import { QueuedPromise } from "./promise.js";
import { clearTimers, hasTimers, runNextTimer } from "./timers.js";

/** The value of what a function returned, once nothing is left to do. */
export function settle(returned: unknown): unknown {
  const waits = isThenable(returned);
  if (!waits && !stirred) return returned;
  let outcome: { value: unknown } | { reason: unknown } | undefined = waits ? undefined : { value: returned };
  if (waits) {
    QueuedPromise.resolve(returned).then(
      (value) => (outcome = { value }),
      (reason) => (outcome = { reason }),
    );
  }
  runJobs();
  while (hasTimers()) {
    runNextTimer();
    runJobs();
  }
  // Narrowing does not see that the callbacks above have run.
  const end = outcome as { value: unknown } | { reason: unknown } | undefined;
  const unhandled = endJobs();
  if (end === undefined) {
    throw new Error("the promise that the function returned can never settle: no timer and no other promise is left to settle it");
  }
  if ("reason" in end) throw end.reason;
  if (unhandled !== undefined) throw new Error("a promise was rejected, and nobody handled it", { cause: unhandled.reason });
  return end.value;
}

/** Forgets what a function that threw has left behind. */
export function discard(): void {
  endJobs();
  clearTimers();
}
