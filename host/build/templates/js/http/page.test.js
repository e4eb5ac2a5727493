import assert from "node:assert/strict";
import { test } from "node:test";

import { isSmall } from "./page.js";

test("a mebibyte is not small", () => {
  assert.equal(isSmall(80), true);
  assert.equal(isSmall(2 ** 20), false);
});
