import assert from "node:assert/strict";
import { test } from "node:test";
import { about, angle, carried, corners, cropOf, framed, middle, revolved, scaled, settled, uncropped, upright } from "../../../static/js/boards/turning.js";

const box = { x: 100, y: 50, width: 200, height: 100, rotation: 0 };
const near = (a, b) => Math.abs(a - b) < 1e-6;

test("a corner dragged leaves the opposite corner where it was", () => {
  for (const rotation of [0, 30, -90, 135]) {
    const card = { ...box, rotation };
    for (const [handle, opposite] of [["se", 0], ["sw", 1], ["nw", 2], ["ne", 3]]) {
      const [before, after] = [corners(card)[opposite], corners(scaled(card, handle, { x: 13, y: -7 }))[opposite]];
      assert.ok(near(before.x, after.x) && near(before.y, after.y), `${handle} at ${rotation}`);
    }
  }
});

test("a picture keeps its shape", () => {
  const grown = scaled(box, "se", { x: 100, y: 3 }, { even: true });
  assert.ok(near(grown.width / grown.height, 2) && near(grown.width, 300));
});

test("nothing is scaled to nothing", () => {
  assert.equal(scaled(box, "se", { x: -900, y: -900 }).width, 24);
  const even = scaled(box, "nw", { x: 900, y: 900 }, { even: true });
  assert.ok(near(even.height, 24) && near(even.width, 48));
});

test("an edge changes one side alone", () => {
  const wider = scaled(box, "e", { x: 40, y: 80 });
  assert.deepEqual([wider.x, wider.y, wider.width, wider.height], [100, 50, 240, 100]);
});

test("turned by a quarter a card lies upright in a box of the other shape", () => {
  const turned = upright({ ...box, rotation: 90 });
  assert.ok(near(turned.width, 100) && near(turned.height, 200));
  assert.deepEqual(middle(turned), middle(box));
});

test("a hand that goes from the right to below turns by a quarter", () => {
  assert.ok(near(angle({ x: 0, y: 0 }, { x: 5, y: 0 }, { x: 0, y: 9 }), 90));
});

test("a turn rests at right angles, and in steps when they are asked for", () => {
  assert.equal(settled(91.2), 90);
  assert.equal(settled(181), 180 - 360);
  assert.equal(settled(50, { steps: true }), 45);
  assert.equal(settled(33.33), 33.3);
});

test("cards turned together keep their places to one another", () => {
  const two = { ...box, x: 400 };
  const all = middle(about([box, two]));
  const [a, b] = [revolved(box, all, 90), revolved(two, all, 90)].map(middle);
  assert.ok(near(a.x, b.x) && near(Math.abs(a.y - b.y), 300));
});

test("cards scaled together keep their places in the whole", () => {
  const from = { x: 0, y: 0, width: 400, height: 200 };
  const one = carried({ x: 200, y: 100, width: 100, height: 50 }, from, { x: 0, y: 0, width: 800, height: 400 });
  assert.deepEqual([one.x, one.y, one.width, one.height], [400, 200, 200, 100]);
});

test("what a crop leaves out is found again", () => {
  const crop = { x: 0.25, y: 0, width: 0.5, height: 1 };
  const whole = uncropped(box, crop);
  assert.deepEqual([whole.x, whole.width], [0, 400]);
  const again = cropOf(whole, box);
  assert.ok(near(again.x, 0.25) && near(again.width, 0.5));
});

test("a crop of everything is none", () => {
  assert.equal(cropOf(box, box), null);
});

test("a crop frame never leaves its picture", () => {
  assert.deepEqual(framed(box, "nw", { x: -500, y: -500 }, box), { x: 100, y: 50, width: 200, height: 100 });
  assert.equal(framed(box, "e", { x: -500, y: 0 }, box).width, 24);
});
