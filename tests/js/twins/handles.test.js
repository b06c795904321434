import assert from "node:assert/strict";
import { test } from "node:test";
import { asText, closer, lampAt, lampFrom, placed, stepped } from "../../../static/js/twins/handles.js";

test("a point of the page becomes hundredths of the picture, and never leaves it", () => {
  const box = { left: 100, top: 50, width: 400, height: 600 };
  assert.deepEqual(placed({ x: 300, y: 350 }, box), { x: 50, y: 50 });
  assert.deepEqual(placed({ x: 0, y: 5000 }, box), { x: 0, y: 100 });
});

test("an arrow key moves it by a little, with Shift by more, and another key not at all", () => {
  assert.deepEqual(stepped({ x: 50, y: 50 }, "ArrowLeft", false), { x: 49.75, y: 50 });
  assert.deepEqual(stepped({ x: 50, y: 50 }, "ArrowDown", true), { x: 50, y: 51.5 });
  assert.equal(stepped({ x: 50, y: 50 }, "Enter", false), null);
});

test("a lamp is read back from where it was hung", () => {
  for (const light of [{ x: -80, y: 20 }, { x: 0, y: 100 }, { x: 45, y: 0 }]) assert.deepEqual(lampFrom(lampAt(light)), light);
});

test("a small face is drawn closer, a large one is left", () => {
  assert.deepEqual(closer([{ x: 45, y: 10 }, { x: 55, y: 20 }]), { zoom: 5, x: 50, y: 15 });
  assert.equal(closer([{ x: 10, y: 10 }, { x: 90, y: 90 }]).zoom, 1);
});

test("strokes are sent as parts of the picture, and none as nothing", () => {
  assert.equal(asText([]), "");
  assert.deepEqual(JSON.parse(asText([{ adds: false, width: 0.05, points: [{ x: 50, y: 25.5 }] }])), [
    { adds: false, width: 0.05, points: [[0.5, 0.255]] },
  ]);
});
