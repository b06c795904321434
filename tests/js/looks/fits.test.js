import assert from "node:assert/strict";
import { test } from "node:test";

import { handlesOf, pulled } from "../../../static/js/looks/fits.js";

const AS_IT_FALLS = { width: 1, length: 1, shift_x: 0, shift_y: 0 };
const LAID = [0.3, 0.2, 0.7, 0.6, 0.25];

test("the handles stand at the middle, the sides and the foot", () => {
  assert.deepEqual(handlesOf(LAID), {
    middle: { x: 0.5, y: 0.4 },
    left: { x: 0.3, y: 0.4 },
    right: { x: 0.7, y: 0.4 },
    foot: { x: 0.5, y: 0.6 },
  });
});

test("the middle moves a piece by shoulder widths, across and down alike", () => {
  const fit = pulled(AS_IT_FALLS, LAID, "middle", { x: 0.05, y: 0.04 }, 1.25);
  assert.deepEqual([fit.shift_x, fit.shift_y], [0.2, 0.2]);
});

test("either side pulled outwards widens it", () => {
  assert.equal(pulled(AS_IT_FALLS, LAID, "right", { x: 0.02, y: 0 }, 1.25).width, 1.1);
  assert.equal(pulled(AS_IT_FALLS, LAID, "left", { x: -0.02, y: 0 }, 1.25).width, 1.1);
});

test("the foot lengthens it and leaves its width", () => {
  const fit = pulled(AS_IT_FALLS, LAID, "foot", { x: 0.1, y: 0.04 }, 1.25);
  assert.deepEqual([fit.length, fit.width], [1.1, 1]);
});

test("no pull goes beyond what a slot may hold", () => {
  assert.equal(pulled(AS_IT_FALLS, LAID, "foot", { x: 0, y: 0.9 }, 1.25).length, 1.5);
  assert.equal(pulled(AS_IT_FALLS, LAID, "middle", { x: -0.9, y: 0 }, 1.25).shift_x, -0.5);
});
