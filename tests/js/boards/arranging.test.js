import assert from "node:assert/strict";
import { test } from "node:test";
import { aligned, amid, inReadingOrder, spread, stepped, toTheEnd } from "../../../static/js/boards/arranging.js";

const box = (x, y, width = 10, height = 10) => ({ x, y, width, height });

test("cards align on the side that is named", () => {
  const boxes = [box(0, 0), box(30, 40, 20, 20)];
  assert.deepEqual(aligned(boxes, "left").map(({ x }) => x), [0, 0]);
  assert.deepEqual(aligned(boxes, "right").map(({ x }) => x), [40, 30]);
  assert.deepEqual(aligned(boxes, "centre").map(({ x }) => x), [20, 15]);
  assert.deepEqual(aligned(boxes, "bottom").map(({ y }) => y), [50, 40]);
});

test("spread, the gaps are equal and the outermost stay", () => {
  assert.deepEqual(spread([box(0, 0), box(100, 0), box(15, 0)], "across").map(({ x }) => x), [0, 100, 50]);
  assert.deepEqual(spread([box(5, 90), box(5, 0), box(5, 10)], "down").map(({ y }) => y), [90, 0, 45]);
});

test("cards are read in rows, from the left", () => {
  const [a, b, c, d] = [box(50, 3), box(0, 0), box(40, 30), box(0, 31)];
  assert.deepEqual(inReadingOrder([a, c, d, b]), [b, a, d, c]);
});

test("a layer lies between any two, again and again", () => {
  for (const [first, last] of [["a000005", "a000006"], ["0", "00001"], ["a", "a1"], ["a0", "a1"], ["az", "b"]]) {
    let [low, high] = [first, last].sort();
    for (let round = 0; round < 12; round += 1) {
      const made = amid(low, high);
      assert.ok(low < made && made < high, `${low} < ${made} < ${high}`);
      if (round % 2) low = made;
      else high = made;
    }
  }
  assert.ok(amid("zzz") > "zzz");
});

const cards = ["a1", "a2", "a3", "a4"].map((layer) => ({ id: layer, layer }));
const order = (layers) => cards.map(({ id, layer }) => ({ id, layer: layers.get(id) ?? layer })).sort((a, b) => (a.layer < b.layer ? -1 : 1)).map(({ id }) => id);

test("one step up passes one card, and keeps the order of the chosen", () => {
  assert.deepEqual(order(stepped(cards, new Set(["a1", "a2"]), true)), ["a3", "a1", "a2", "a4"]);
  assert.deepEqual(order(stepped(cards, new Set(["a4"]), false)), ["a1", "a2", "a4", "a3"]);
  assert.equal(stepped(cards, new Set(["a4"]), true).size, 0);
});

test("to the front and to the back pass them all", () => {
  assert.deepEqual(order(toTheEnd(cards, new Set(["a1", "a3"]), true)), ["a2", "a4", "a1", "a3"]);
  assert.deepEqual(order(toTheEnd(cards, new Set(["a3", "a4"]), false)), ["a3", "a4", "a1", "a2"]);
});
