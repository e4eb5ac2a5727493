import assert from "node:assert/strict";
import { test } from "node:test";

import { isSlow } from "./patience.ts";

test("half a second is slow", () => {
  assert.equal(isSlow(500), true);
  assert.equal(isSlow(20), false);
});
