/** Lengths of time as k6 and plans write them: milliseconds, or text such as `1m30s`. Not dates. */
import { inWords } from "./boundary.js";

const UNITS: Record<string, number> = { ns: 1e-6, us: 1e-3, µs: 1e-3, μs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * A length of time in milliseconds.
 *
 * @throws {TypeError} It is neither a number from 0 up nor such a text; the message names `what`.
 */
export function milliseconds(value: unknown, what: string): number {
  if (typeof value === "number" && value >= 0) return value;
  if (typeof value === "string") {
    if (/^\d+$/.test(value)) return Number(value);
    if (/^((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h|d))+$/.test(value)) {
      let sum = 0;
      for (const [, amount, unit] of value.matchAll(/([\d.]+)([a-zµμ]+)/g)) sum += Number(amount) * (UNITS[unit ?? ""] ?? 0);
      return sum;
    }
  }
  throw new TypeError(`${what} must be milliseconds or text such as "30s", not ${inWords(value)}`);
}
