import assert from "node:assert/strict";
import { test } from "node:test";

import { question } from "./question.js";

test("questions are counted from one", () => {
  assert.equal(question(0), "question 1");
});
