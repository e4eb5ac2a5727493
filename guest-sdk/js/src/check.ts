/** Named truths about the system under test. Not assertions: a check never stops anything, it is counted. */
import checks, { type Check } from "wasmload:metrics/checks@0.1.0";

import { inWords, isThenable, wellFormed } from "./boundary.js";
import { type Tags, tagSet } from "./tags.js";

/** A truth: a value that is true or false, or a function that says so about what is checked. */
export type Truth<T> = ((value: T) => unknown) | boolean | number | string | null | undefined;

/** So many names are remembered at most; then all are forgotten and asked for again. */
const MOST_REMEMBERED = 1000;

const known = new Map<string, Check>();

function register(name: string): Check {
  const id = checks.register(wellFormed(name));
  if (known.size >= MOST_REMEMBERED) known.clear();
  known.set(name, id);
  return id;
}

/**
 * Records truths about a value, by name, and returns whether all of them hold.
 *
 * ```ts
 * check(page, { "status is 200": (page) => page.status === 200 });
 * ```
 *
 * A function that throws counts as a check that does not hold, and what it threw goes on. A function must not be `async`.
 *
 * @param value What is looked at; each function gets it.
 * @param truths Names and truths.
 * @param tags Tags for these samples, on top of the VU's own.
 */
export function check<T>(value: T, truths: Record<string, Truth<T>>, tags?: Tags): boolean {
  if (typeof truths !== "object" || truths === null) {
    throw new TypeError(`check: the truths must be an object of names and functions, not ${inWords(truths)}`);
  }
  const set = tags === undefined ? 0 : tagSet(tags, "check");
  let all = true;
  for (const name in truths) {
    let said: unknown = truths[name];
    // All in one function, as each call within would be paid for in every check.
    if (typeof said === "function") {
      try {
        said = said(value);
      } catch (error) {
        checks.record(known.get(name) ?? register(name), false, set);
        throw error;
      }
      if (typeof said === "object" && isThenable(said)) {
        throw new TypeError(`check: \`${name}\` is async; await before the check, not in it`);
      }
    }
    const passed = Boolean(said);
    checks.record(known.get(name) ?? register(name), passed, set);
    if (!passed) all = false;
  }
  return all;
}
