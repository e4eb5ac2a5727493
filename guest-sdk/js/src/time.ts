/** Waiting, as users do between clicks. Not a clock. A VU that waits costs nothing. */
import timing from "wasmload:scenario/timing@0.1.0";

import { number } from "./boundary.js";
import { float } from "./random.js";

/** Waits for so many seconds. Fractions count; zero, negative and not-a-number return at once. At most one day. */
export function sleep(seconds: number): void {
  timing.sleep(number(seconds, "sleep: the time") * 1000);
}

/**
 * Waits for so many seconds, drawn evenly from a range: the time that a user takes to read and to decide. The same seed
 * gives a VU the same times again.
 */
export function thinkTime(least: number, most: number): void {
  const from = number(least, "thinkTime: the least time");
  sleep(from + (number(most, "thinkTime: the most time") - from) * float());
}
