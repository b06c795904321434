import assert from "node:assert/strict";
import { test } from "node:test";
import { above, below, between, fitted, glided, meets, shownOf, toScreen, toWorld, ZOOM, zoomed } from "../../../static/js/boards/place.js";

test("the point under the hand stays under it while zooming", () => {
  const view = { zoom: 1, left: 40, top: -10 };
  const hand = { x: 300, y: 200 };
  const before = toWorld(hand, view);
  const after = toWorld(hand, zoomed(view, 1.7, hand));
  assert.ok(Math.abs(before.x - after.x) < 1e-9 && Math.abs(before.y - after.y) < 1e-9);
});

test("zoom stops at its ends", () => {
  assert.equal(zoomed({ zoom: 3, left: 0, top: 0 }, 2, { x: 0, y: 0 }).zoom, ZOOM.most);
  assert.equal(zoomed({ zoom: 0.1, left: 0, top: 0 }, 0.5, { x: 0, y: 0 }).zoom, 0.05);
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

test("the screen and the world are each other's mirror", () => {
  const view = { zoom: 0.37, left: -12, top: 90 };
  const there = toScreen(toWorld({ x: 5, y: 6 }, view), view);
  assert.ok(Math.abs(there.x - 5) < 1e-9 && Math.abs(there.y - 6) < 1e-9);
});

test("what is shown is the canvas in the world's own measure", () => {
  assert.deepEqual(shownOf({ zoom: 2, left: -100, top: 50 }, { width: 800, height: 600 }), { x: 50, y: -25, width: 400, height: 300 });
});

test("a glide begins where one is and ends where one goes", () => {
  const [from, to, size] = [{ zoom: 0.2, left: 3, top: 4 }, { zoom: 2, left: -700, top: -90 }, { width: 900, height: 500 }];
  for (const [share, end] of [[0, from], [1, to]]) {
    const at = glided(from, to, share, size);
    for (const name of ["zoom", "left", "top"]) assert.ok(Math.abs(at[name] - end[name]) < 1e-6, name);
  }
});

test("a new layer compares above or below all others", () => {
  const layers = ["a000001", "a000009", "a000120"];
  assert.ok(layers.every((layer) => above(layers) > layer));
  assert.ok(layers.every((layer) => below(layers) < layer));
});
