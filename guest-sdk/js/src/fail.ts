/** Ending an iteration early. Not ending the test: `exec.test.abort` does that. */

/**
 * Fails the iteration: it counts in `iterations_failed`, the message goes to the log, and the VU goes on with its next one.
 * Any exception that leaves a function of the scenario does the same.
 */
export function fail(message = "the scenario called fail()"): never {
  throw new Failed(message);
}

class Failed extends Error {}
