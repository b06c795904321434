import assert from "node:assert/strict";
import { test } from "node:test";
import { hueOf, tidied } from "../../../static/js/boards/tidying.js";

const card = (id, x, y, more = {}) => ({ id, x, y, width: 100, height: 100, kind: "note", ...more });
const places = (moves) => Object.fromEntries(moves.map(({ id, x, y }) => [id, [x, y]]));

test("each kind stands in a row, and each row in the order it was read", () => {
  const cards = [card("b", 310, 12, { kind: "look" }), card("a", 0, 0), card("d", 200, 205), card("c", 20, 190, { kind: "look" })];
  assert.deepEqual(places(tidied(cards, { within: 400 })), { b: [0, 124], c: [124, 124], d: [124, 0] });
});

test("what lies as it should is not moved", () => {
  const cards = [card("a", 0, 0), card("b", 124, 0), card("c", 248, 0)];
  assert.deepEqual(tidied(cards), []);
  const again = [card("a", 0, 0), card("b", 333, 41), card("c", 90, 300)];
  const moves = new Map(tidied(again).map((move) => [move.id, move]));
  assert.deepEqual(tidied(again.map((each) => ({ ...each, ...moves.get(each.id) }))), []);
});

test("a full row goes on below, under its tallest card", () => {
  const cards = [card("a", 0, 0, { height: 180 }), card("b", 110, 0), card("c", 220, 5)];
  assert.deepEqual(places(tidied(cards, { within: 224 })), { b: [124, 0], c: [0, 204] });
});

test("what is locked or in another's hand stays, and nothing is laid over it", () => {
  const cards = [card("a", 5, 5), card("x", 124, 0, { fixed: true }), card("b", 0, 300), card("c", 300, 300)];
  const moves = tidied(cards, { within: 500, at: { x: 0, y: 0 } });
  assert.deepEqual(places(moves), { a: [0, 0], b: [248, 0], c: [372, 0] });
});

test("a group moves as one, and stays where one of it is fixed", () => {
  const group = [card("a", 400, 400, { group: "g" }), card("b", 430, 420, { group: "g" })];
  assert.deepEqual(places(tidied([card("c", 0, 0), ...group], { within: 600 })), { a: [124, 0], b: [154, 20] });
  group[1].fixed = true;
  assert.deepEqual(tidied([card("c", 0, 0), ...group], { within: 600 }), []);
});

test("looks keep together, and what is of none comes last", () => {
  const cards = [card("n", 0, 0), card("a", 110, 0, { look: "1" }), card("b", 220, 0, { look: "2" }), card("c", 330, 0, { look: "1" })];
  assert.deepEqual(places(tidied(cards, { by: "look", within: 500 })), { n: [0, 248], a: [0, 0], b: [0, 124], c: [124, 0] });
});

test("colours go round the circle, then greys from light to dark, then what has none", () => {
  const shades = ["#c22f18", "#1b6844", "#1c2442", "#ffffff", "#111111", ""];
  assert.deepEqual([...shades].sort((a, b) => (hueOf(a) < hueOf(b) ? -1 : 1)), shades);
});

test("no two cards ever overlap, wherever they lay and whatever stays", () => {
  let seed = 7;
  const random = (most) => (seed = (seed * 1103515245 + 12345) % 2147483648) % most;
  for (let round = 0; round < 60; round += 1) {
    const cards = Array.from({ length: 25 }, (_each, n) => card(String(n), random(900), random(900), { width: 40 + random(160), height: 40 + random(160), kind: `k${random(3)}`, fixed: n < 3 }));
    cards.slice(0, 3).forEach((each, n) => Object.assign(each, { x: n * 300, y: 100 * n }));
    const moves = new Map(tidied(cards).map((move) => [move.id, move]));
    const after = cards.map((each) => ({ ...each, ...moves.get(each.id) }));
    assert.ok(cards.filter(({ fixed }) => fixed).every(({ id }) => !moves.has(id)));
    for (const one of after) for (const two of after) if (one.id < two.id) assert.ok(one.x + one.width <= two.x || two.x + two.width <= one.x || one.y + one.height <= two.y || two.y + two.height <= one.y, `${one.id} and ${two.id}`);
  }
});
