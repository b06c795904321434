import assert from "node:assert/strict";
import { test } from "node:test";
import { anchor, part, path, thinned } from "../../static/js/approvals/shapes.js";

const box = { left: 100, top: 50, width: 400, height: 500 };

test("a point of the screen is a part of the picture, kept within it", () => {
  assert.deepEqual(part({ x: 300, y: 300 }, box), [0.5, 0.5]);
  assert.deepEqual(part({ x: 0, y: 9999 }, box), [0, 1]);
});

test("a long line keeps its ends and loses only points between", () => {
  const line = Array.from({ length: 900 }, (_, at) => [at / 900, 0]);
  const kept = thinned(line);
  assert.ok(kept.length <= 200);
  assert.deepEqual([kept[0], kept.at(-1)], [line[0], line.at(-1)]);
});

test("a box closes and a pin draws no line", () => {
  assert.match(path({ type: "box", points: [[0, 0], [1, 1]] }), /Z$/);
  assert.equal(path({ type: "pin", points: [[0.2, 0.2]] }), "");
});

test("the number stands at the highest right end", () => {
  assert.deepEqual(anchor({ points: [[0, 1], [1, 0], [0.5, 0.5]] }), [1, 0]);
});
