import assert from "node:assert/strict";
import { test } from "node:test";

import { Xoshiro128 } from "../src/xoshiro.js";

const draw = <T>(count: number, one: () => T): T[] => Array.from({ length: count }, one);

test("the generator is that of all SDKs", () => {
  const rng = new Xoshiro128(42);
  assert.deepEqual(draw(6, () => rng.u32()), [1776835114, 4165204688, 17111135, 2317295270, 2792088233, 2554630222]);
});

test("the draws of the conformance scenario", () => {
  const rng = new Xoshiro128(6679422623415661);
  assert.equal(draw(20, () => rng.u32()).at(-1), 101235406);
  assert.deepEqual(draw(4, () => rng.float()), [0.4145367116931752, 0.5343576607720252, 0.1014679647172545, 0.4942949653280747]);
  assert.deepEqual(draw(4, () => rng.range(10, 20)), [16, 13, 15, 13]);
  assert.deepEqual(draw(2, () => rng.range(0, 2 ** 53)), [7737308066473213, 6598407098433076]);
  assert.deepEqual(draw(4, () => rng.float() < 0.25), [false, false, true, false]);
  assert.deepEqual(draw(4, () => [1, 2, 3][Math.floor(rng.float() * 3)]), [3, 3, 3, 3]);
  assert.deepEqual(draw(4, () => rng.weighted([[2, 1], [0, 2], [3, 3]])), [1, 3, 1, 3]);
  assert.deepEqual(rng.shuffle([1, 2, 3, 4, 5, 6, 7, 8]), [5, 6, 3, 8, 2, 4, 1, 7]);
});

test("what cannot be drawn is an exception", () => {
  const rng = new Xoshiro128(1);
  assert.throws(() => rng.range(3, 3), RangeError);
  assert.throws(() => rng.range(Number.NaN, 3), RangeError);
  assert.throws(() => rng.weighted([[0, "never"]]), RangeError);
});
