import assert from "node:assert/strict";
import { test } from "node:test";
import { inverse, mindful, Steps } from "../../../static/js/boards/steps.js";

const move = (card, x) => ({ op: "move", card, patch: { x } });

test("a step is taken back from its end, and done again from its beginning", () => {
  const steps = new Steps();
  steps.push([{ op: 1, inverse: -1 }, { op: 2, inverse: -2 }]);
  assert.deepEqual(steps.undo(), [-2, -1]);
  assert.equal(steps.undo(), null);
  assert.deepEqual(steps.redo(), [1, 2]);
  assert.deepEqual(steps.undo(), [-2, -1]);
});

test("a new step ends what could be done again", () => {
  const steps = new Steps();
  steps.push([{ op: 1, inverse: -1 }]);
  steps.undo();
  steps.push([{ op: 3, inverse: -3 }]);
  assert.equal(steps.redo(), null);
});

test("what takes an op back is read off the card before it", () => {
  const card = { x: 7, layer: "a1", section: null, group: "", content: { words: "was" } };
  assert.deepEqual(inverse(move("c", 9), card), move("c", 7));
  assert.deepEqual(inverse({ op: "content", card: "c", patch: { words: "is", colour: "#000000" } }, card).patch, { words: "was" });
  assert.deepEqual(inverse({ op: "bond", card: "c", patch: { section: "s" } }, card).patch, { section: null });
  assert.deepEqual(inverse({ op: "copy", card: "c", patch: { from: "b" } }), { op: "remove", card: "c" });
  assert.deepEqual(inverse({ op: "remove", card: "c" }, card), { op: "restore", card: "c" });
});

test("what a neighbour did since is not undone, and she is named", () => {
  const cards = { a: { hands: { geometry: { id: "ana", name: "Ana" } } }, b: { hands: { geometry: { id: "me", name: "I" } } } };
  const { may, names } = mindful([move("a", 1), move("b", 1)], (id) => cards[id], "me");
  assert.deepEqual(may, [move("b", 1)]);
  assert.deepEqual(names, ["Ana"]);
});

test("another's change of another kind is in nobody's way", () => {
  const cards = { a: { hands: { layer: { id: "ana", name: "Ana" } } } };
  assert.equal(mindful([move("a", 1)], (id) => cards[id], "me").may.length, 1);
});

test("what is gone is not moved back, but it may be restored", () => {
  const cards = { a: { gone: true, hands: {} } };
  assert.equal(mindful([move("a", 1)], (id) => cards[id], "me").gone, true);
  assert.equal(mindful([{ op: "restore", card: "a" }], (id) => cards[id], "me").may.length, 1);
});
