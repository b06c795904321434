import assert from "node:assert/strict";
import { test } from "node:test";

import { averaged, hexOf, inFrame } from "../../static/js/reckoning/pixels.js";

/** @param colour of each pixel */
function picture(width, height, colour) {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) data.set(colour(x, y), 4 * (y * width + x));
  return { data, width, height };
}

test("five by five pixels about the point are averaged, and fewer at an edge", () => {
  const one = picture(9, 9, (x, y) => (x === 4 && y === 4 ? [250, 0, 0, 255] : [0, 0, 0, 255]));
  assert.deepEqual(averaged(one, { x: 0.5, y: 0.5 }), [10, 0, 0]);
  const halves = picture(10, 10, (x) => (x < 3 ? [90, 90, 90, 255] : [0, 0, 0, 255]));
  assert.deepEqual(averaged(halves, { x: 0, y: 0 }), [90, 90, 90]);
});

test("what is clear has no colour of its own", () => {
  const cut = picture(5, 5, (x) => (x < 2 ? [20, 40, 60, 255] : [255, 255, 255, 0]));
  assert.equal(hexOf(averaged(cut, { x: 0.5, y: 0.5 })), "#14283c");
});

test("a point on the screen and one of the picture lead to each other, turned and however it fills its frame", () => {
  for (const fit of ["fill", "cover", "contain"]) {
    const frame = inFrame({ middle: { x: 200, y: 100 }, width: 100, height: 50, rotation: 30, fit, shape: 0.75 });
    const back = frame.toPicture(frame.toScreen({ x: 0.2, y: 0.7 }));
    assert.ok(Math.abs(back.x - 0.2) < 1e-9 && Math.abs(back.y - 0.7) < 1e-9);
  }
});

test("a quarter turn brings the picture's right edge down, and a contained picture leaves its sides bare", () => {
  const turned = inFrame({ middle: { x: 0, y: 0 }, width: 100, height: 100, rotation: 90, shape: 1 });
  const down = turned.toPicture({ x: 0, y: 50 });
  assert.ok(Math.abs(down.x - 1) < 1e-9 && Math.abs(down.y - 0.5) < 1e-9);
  const tall = inFrame({ middle: { x: 50, y: 50 }, width: 100, height: 100, fit: "contain", shape: 0.5 });
  assert.ok(tall.toPicture({ x: 10, y: 50 }).x < 0);
});
