import assert from "node:assert/strict";
import { test } from "node:test";
import { step } from "../../static/js/reckoning/choosing.js";

test("the first step down chooses the first, the first step up the last", () => {
  assert.equal(step(-1, 1, 5), 0);
  assert.equal(step(-1, -1, 5), 4);
});

test("a list goes round at both ends", () => {
  assert.equal(step(4, 1, 5), 0);
  assert.equal(step(0, -1, 5), 4);
});

test("an empty list has nothing to choose", () => {
  assert.equal(step(-1, 1, 0), -1);
});
