/** Iterations and tests that end otherwise than well. What comes of them is looked at from outside. */
import { check, fail } from "wasmload";
import exec from "wasmload/execution";

/** Fails each iteration, after a check that does not hold. */
export function failing(): never {
  check(null, { "meant to fail": false }, { meant: "yes" });
  fail("meant to fail");
}

/** Ends the test in its first iteration. */
export function aborting(): void {
  for (const reason of ["the first reason", "the second reason"]) {
    try {
      exec.test.abort(reason);
    } catch {
      // It ends the iteration too: here it has to go on.
    }
  }
}

/** Marks the test as failed, and lets it go on. */
export function marking(): void {
  exec.test.fail("the first reason");
  exec.test.fail("the second reason");
}
