import assert from "node:assert/strict";
import { test } from "node:test";
import { sectionOf } from "../../../static/js/boards/choosing.js";
import { copyOps } from "../../../static/js/boards/clipboard.js";
import { arrowBetween, leaves } from "../../../static/js/boards/arrows.js";

const card = (id, more = {}) => ({ id, kind: "note", x: 0, y: 0, width: 10, height: 10, group: "", section: null, layer: id, content: {}, ...more });
const copied = (cards, here = true) => {
  let count = 0;
  return copyOps(cards, { dx: 5, dy: 7 }, { fresh: () => `new${(count += 1)}`, here });
};

test("a copy says of which card it is, and lies beside it", () => {
  const [op] = copied([card("a")]);
  assert.deepEqual(op, { op: "copy", card: "new1", patch: { from: "a", x: 5, y: 7 } });
});

test("a group that is copied is a group of its own", () => {
  const [a, b, c] = copied([card("a", { group: "g" }), card("b", { group: "g" }), card("c", { group: "h" })]).map(({ patch }) => patch.group);
  assert.ok(a && a === b && a !== "g");
  assert.equal(c, undefined);
});

test("a section comes with what it carries, and first", () => {
  const ops = copied([card("a", { section: "s" }), card("s", { kind: "section" })]);
  assert.equal(ops[0].patch.from, "s");
  assert.equal(ops[1].patch.section, ops[0].card);
});

test("an arrow goes to the copies that came along; what stays on another board is let go of", () => {
  const arrow = card("z", { kind: "arrow", content: { from: "a", to: "b", points: [] } });
  const [one, two] = copied([card("a"), arrow]);
  assert.deepEqual([two.patch.content.from, two.patch.content.to], [one.card, "b"]);
  assert.equal(copied([card("a"), arrow], false)[1].patch.content.to, null);
});

test("the smallest section whose frame holds a card's middle carries it", () => {
  const sections = [{ id: "large", box: { x: 0, y: 0, width: 100, height: 100 } }, { id: "small", box: { x: 0, y: 0, width: 50, height: 50 } }];
  assert.equal(sectionOf({ x: 20, y: 20, width: 10, height: 10 }, sections, new Set()), "small");
  assert.equal(sectionOf({ x: 60, y: 20, width: 10, height: 10 }, sections, new Set()), "large");
  assert.equal(sectionOf({ x: 98, y: 20, width: 10, height: 10 }, sections, new Set()), null);
  assert.equal(sectionOf({ x: 20, y: 20, width: 10, height: 10 }, sections, new Set(["small"])), "large");
});

test("an arrow leaves a card at its edge, a little off it", () => {
  assert.deepEqual(leaves({ x: 0, y: 0, width: 100, height: 50 }, { x: 500, y: 25 }, 8), { x: 108, y: 25 });
});

test("an arrow's points are measured from its own place", () => {
  const { x, y, content } = arrowBetween({ x: 90, y: 10 }, { x: 30, y: 60 }, null, "b");
  assert.deepEqual([x, y, content.points], [30, 10, [[60, 0], [0, 50]]]);
});
