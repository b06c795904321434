import assert from "node:assert/strict";
import { test } from "node:test";
import { rested } from "../../../static/js/boards/snapping.js";

const box = (x, y, width = 100, height = 100) => ({ x, y, width, height });

test("an edge comes to rest on a near neighbour's edge, and a line says so", () => {
  const { dx, dy, lines } = rested(box(203, 40), [box(200, 300)], 6);
  assert.deepEqual([dx, dy], [-3, 0]);
  assert.deepEqual(lines[0], { x1: 200, y1: 40, x2: 200, y2: 400, gap: false });
});

test("what is far stays where the hand left it", () => {
  assert.deepEqual(rested(box(220, 40), [box(200, 300)], 6), { dx: 0, dy: 0, lines: [] });
  assert.deepEqual(rested(box(220, 40), [], 6), { dx: 0, dy: 0, lines: [] });
});

test("a middle rests on a middle, not on an edge", () => {
  assert.equal(rested(box(0, 203, 40), [box(-30, 700)], 4).dx, 0);
  assert.equal(rested(box(2, 203, 40), [box(-30, 700)], 4).dx, -2);
});

test("a third card rests where the gap is the same, and both gaps are drawn", () => {
  const { dx, lines } = rested(box(264, 7, 80, 93), [box(0, 0), box(130, 0)], 6);
  assert.equal(dx, -4);
  assert.equal(lines.filter((line) => line.gap).length, 2);
});

test("amid two cards it rests in the middle of the gap", () => {
  assert.equal(rested(box(152, 12, 40, 70), [box(0, 0), box(250, 0)], 6).dx, 3);
});

test("cards of another row make no gaps", () => {
  assert.equal(rested(box(264, 500, 80, 93), [box(0, 0), box(130, 0)], 6).dx, 0);
});
