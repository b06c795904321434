import assert from "node:assert/strict";
import { test } from "node:test";
import { boxOf } from "../../../static/js/twins/box.js";

test("whichever corner was first, the box is the same", () => {
  const box = boxOf({ x: 0.25, y: 0.5 }, { x: 0.75, y: 0.25 });
  assert.deepEqual(box, { left: 0.25, top: 0.25, width: 0.5, height: 0.25 });
  assert.deepEqual(boxOf({ x: 0.75, y: 0.25 }, { x: 0.25, y: 0.5 }), box);
});

test("it stays within the picture", () => {
  assert.deepEqual(boxOf({ x: 0.5, y: -1 }, { x: 2, y: 0.5 }), { left: 0.5, top: 0, width: 0.5, height: 0.5 });
});

test("a slip of the finger is no box", () => {
  assert.equal(boxOf({ x: 0.5, y: 0.5 }, { x: 0.505, y: 0.9 }), null);
});
