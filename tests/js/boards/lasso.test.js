import assert from "node:assert/strict";
import { test } from "node:test";
import { catches, drawn, inside } from "../../../static/js/boards/lasso.js";

const line = [{ x: 0, y: 0 }, { x: 100, y: 0 }, { x: 100, y: 100 }, { x: 0, y: 100 }];
const card = { x: 20, y: 20, width: 10, height: 10 };

test("a point inside a closed line is inside", () => {
  assert.ok(inside({ x: 50, y: 50 }, line));
  assert.ok(!inside({ x: 150, y: 50 }, line));
});

test("a lasso catches what it goes round and what it touches", () => {
  assert.ok(catches(line, card));
  assert.ok(catches(line, { ...card, x: 95 }));
  assert.ok(!catches(line, { ...card, x: 120 }));
});

test("a lasso drawn within a card catches it", () => {
  assert.ok(catches(line, { x: -50, y: -50, width: 300, height: 300 }));
});

test("a line through a card catches it though no corner lies within", () => {
  assert.ok(catches([{ x: 0, y: 24 }, { x: 60, y: 24 }, { x: 60, y: 26 }], card));
});

test("a hand that rests adds nothing to the line", () => {
  assert.equal(drawn([{ x: 0, y: 0 }], { x: 1, y: 1 }, 4).length, 1);
  assert.equal(drawn([{ x: 0, y: 0 }], { x: 4, y: 1 }, 4).length, 2);
});
