import assert from "node:assert/strict";
import { test } from "node:test";

import { failure } from "../src/failure.js";
import { inspect } from "../src/inspect.js";

test("whatever is thrown has a message", () => {
  assert.equal(failure(new Error("x")).message, "x");
  assert.equal(failure(new TypeError("x")).message, "TypeError: x");
  assert.equal(failure(new Error("x", { cause: new RangeError("y") })).message, "x (caused by RangeError: y)");
  assert.equal(failure("text").message, "text");
  assert.equal(failure({ code: 5 }).message, '{"code":5}');
  assert.equal(failure(undefined).message, "undefined");
  assert.equal(failure("").message, "something empty was thrown");
  assert.equal(failure(new Error("half \ud800")).message, "half \ufffd");
  assert.match(failure(new Error("x")).stack ?? "", /failure\.test/);
  assert.equal(failure(5).stack, undefined);
});

test("a circle of causes ends", () => {
  const error = new Error("a");
  error.cause = error;
  assert.match(failure(error).message, /^a \(caused by Error: a/);
});

test("values are shown as JSON", () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  assert.equal(inspect(["a", 1, null, undefined, { b: [2n] }, circle]), 'a 1 null undefined {"b":["2n"]} [object Object]');
  assert.equal(inspect([new Map([["k", new Set([1])]])]), '{"k":[1]}');
});
