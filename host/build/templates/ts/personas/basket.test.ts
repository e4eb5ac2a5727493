import assert from "node:assert/strict";
import { test } from "node:test";

import { described } from "./basket.ts";

test("a basket is listed", () => {
  assert.equal(described([7, 1]), "item 7, item 1");
});
