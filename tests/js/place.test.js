import assert from "node:assert/strict";
import { test } from "node:test";
import { above, below, between, fitted, meets, snapped, toWorld, zoomed } from "../../static/js/boards/place.js";

test("the point under the hand stays under it while zooming", () => {
  const view = { zoom: 1, left: 40, top: -10 };
  const hand = { x: 300, y: 200 };
  const before = toWorld(hand, view);
  const after = toWorld(hand, zoomed(view, 1.7, hand));
  assert.ok(Math.abs(before.x - after.x) < 1e-9 && Math.abs(before.y - after.y) < 1e-9);
});

test("zoom stops at its ends", () => {
  assert.equal(zoomed({ zoom: 3, left: 0, top: 0 }, 2, { x: 0, y: 0 }).zoom, 3);
  assert.equal(zoomed({ zoom: 0.1, left: 0, top: 0 }, 0.5, { x: 0, y: 0 }).zoom, 0.1);
});

test("fit shows every card and never enlarges", () => {
  const boxes = [{ x: 0, y: 0, width: 100, height: 100 }, { x: 2900, y: 900, width: 100, height: 100 }];
  const view = fitted(boxes, { width: 1000, height: 600 });
  for (const box of boxes) {
    assert.ok(box.x * view.zoom + view.left >= 0 && (box.x + box.width) * view.zoom + view.left <= 1000);
  }
  assert.equal(fitted([boxes[0]], { width: 1000, height: 600 }).zoom, 1);
});

test("a lasso drawn backwards is the same box", () => {
  assert.deepEqual(between({ x: 9, y: 8 }, { x: 1, y: 2 }), between({ x: 1, y: 2 }, { x: 9, y: 8 }));
});

test("boxes side by side do not meet", () => {
  const box = { x: 0, y: 0, width: 10, height: 10 };
  assert.equal(meets(box, { ...box, x: 10 }), false);
  assert.equal(meets(box, { ...box, x: 9 }), true);
});

test("an edge snaps only to a near neighbour", () => {
  assert.equal(snapped(102, [100, 200], 6), 100);
  assert.equal(snapped(120, [100, 200], 6), 120);
  assert.equal(snapped(120, [], 6), 120);
});

test("a new layer compares above or below all others", () => {
  const layers = ["a000001", "a000009", "a000120"];
  assert.ok(layers.every((layer) => above(layers) > layer));
  assert.ok(layers.every((layer) => below(layers) < layer));
});
