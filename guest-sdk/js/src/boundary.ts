/**
 * What may cross to the host. A value of a wrong type there is a trap that costs the VU, not an exception; so everything that
 * users hand in is made right here, or refused with a `TypeError` that names it. Not a general validator.
 */
/// <reference path="./wit.d.ts" />

/** The largest whole number that the bindings take for a 32-bit one. */
export const MOST_WHOLE = 2 ** 31 - 1;

/** A value in words, for messages: its type, and what it is where that is short. */
export function inWords(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "string") return value.length > 40 ? "a long string" : JSON.stringify(value);
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object") return "an object";
  return `the ${typeof value} ${String(value)}`;
}

/** Text that the host can read: half of a surrogate pair has no UTF-8, and becomes U+FFFD as it does in a browser. */
export function wellFormed(text: string): string {
  return text.isWellFormed() ? text : text.toWellFormed();
}

/** A string. Numbers and booleans are written out; anything else is a `TypeError` that names `what`. */
export function text(value: unknown, what: string): string {
  if (typeof value === "string") return wellFormed(value);
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return String(value);
  throw new TypeError(`${what} must be a string, not ${inWords(value)}`);
}

/** A number. Numeric strings are read; anything else is a `TypeError` that names `what`. */
export function number(value: unknown, what: string): number {
  if (typeof value === "number") return value;
  if (typeof value === "string" && value.trim() !== "" && !Number.isNaN(Number(value))) return Number(value);
  throw new TypeError(`${what} must be a number, not ${inWords(value)}`);
}

/** A whole number from 0 up; larger ones than the bindings take become the largest. */
export function whole(value: unknown, what: string): number {
  const read = number(value, what);
  if (!(read >= 0) || (Number.isFinite(read) && !Number.isInteger(read))) {
    throw new TypeError(`${what} must be a whole number from 0 up, not ${inWords(value)}`);
  }
  return Math.min(read, MOST_WHOLE);
}

/** A function, or a `TypeError` that names `what`. */
export function callable<F>(value: F, what: string): F {
  if (typeof value === "function") return value;
  throw new TypeError(`${what} must be a function, not ${inWords(value)}`);
}

/** Names and values as pairs of strings, in the order of the object. */
export function pairs(object: unknown, what: string): [string, string][] {
  if (typeof object !== "object" || object === null || Array.isArray(object)) {
    throw new TypeError(`${what} must be an object, not ${inWords(object)}`);
  }
  const found: [string, string][] = [];
  for (const [name, value] of Object.entries(object)) {
    found.push([wellFormed(name), text(value, `${what}: \`${name}\``)]);
  }
  return found;
}

/** Whether something is a promise, or acts as one. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function";
}
