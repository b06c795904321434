import assert from "node:assert/strict";
import test from "node:test";

import { backoff } from "../../static/js/reckoning/backoff.js";

test("the first try again comes after about half a second", () => {
  assert.equal(backoff(1, 0.5), 500);
});

test("each failure doubles the wait", () => {
  assert.equal(backoff(4, 0.5), 2 * backoff(3, 0.5));
});

test("nobody waits longer than 15 seconds and the spread", () => {
  assert.equal(backoff(99, 1), 18750);
});

test("two pages that lost the line together do not come back together", () => {
  assert.notEqual(backoff(5, 0), backoff(5, 1));
});
