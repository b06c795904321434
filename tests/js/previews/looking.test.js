import assert from "node:assert/strict";
import { test } from "node:test";
import { differing, framedAlike, hatched, placed, planes, under } from "../../../static/js/previews/looking.js";

const PANE = { width: 400, height: 500 };
const [WIDTH, HEIGHT] = [60, 80];

/** A noisy ground with a square of another colour, its upper left corner at `at`. */
function frame(at, colour, moved = 0) {
  const data = new Uint8ClampedArray(WIDTH * HEIGHT * 4);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const inside = x >= at[0] && x < at[0] + 16 && y >= at[1] && y < at[1] + 16;
      const [gx, gy] = [x - moved, y];
      const ground = 110 + ((gx * 7 + gy * 13 + gx * gy) % 23) * 4;
      data.set(inside ? [...colour, 255] : [ground, ground, ground, 255], (y * WIDTH + x) * 4);
    }
  }
  return planes({ data, width: WIDTH, height: HEIGHT });
}

test("two frames of other sizes show the same part of each, and what is under the pointer stays there", () => {
  const look = { scale: 1, x: 0.3, y: 0.6 };
  for (const picture of [{ width: 1000, height: 1250 }, { width: 1200, height: 1500 }]) {
    const point = under({ x: 200, y: 250 }, look, PANE, picture);
    assert.ok(Math.abs(point.x - 0.3) < 1e-9 && Math.abs(point.y - 0.6) < 1e-9);
  }
});

test("a frame is never pushed out of its pane", () => {
  const picture = { width: 1000, height: 1250 };
  assert.deepEqual(placed({ scale: 1, x: -3, y: 9 }, PANE, picture), { x: 0, y: 500 - 1250, scale: 1 });
  assert.deepEqual(placed({ scale: null, x: 0.1, y: 0.1 }, PANE, picture), { x: 0, y: 0, scale: 0.4 });
});

test("what differs is marked where it lies, and nothing else", () => {
  const { mask, share } = differing(frame([20, 30], [200, 40, 40]), frame([20, 30], [40, 60, 200]));
  const marked = [...mask.keys()].filter((at) => mask[at]);
  assert.ok(marked.every((at) => at % WIDTH >= 20 && at % WIDTH < 36 && Math.floor(at / WIDTH) >= 30 && Math.floor(at / WIDTH) < 46));
  assert.ok(share > 0.045 && share < 0.056);
});

test("the same picture does not differ, nor does it lying a little beside", () => {
  assert.equal(differing(frame([20, 30], [200, 40, 40]), frame([20, 30], [200, 40, 40])).share, 0);
  assert.ok(differing(frame([20, 30], [200, 40, 40]), frame([22, 30], [200, 40, 40], 2)).share < 0.005);
});

test("stripes are black and white alone, and lie on what differs alone", () => {
  const mask = new Uint8Array(WIDTH * HEIGHT);
  for (let y = 10; y < 60; y += 1) mask.fill(1, y * WIDTH + 10, y * WIDTH + 50);
  const drawn = hatched(mask, WIDTH, HEIGHT);
  const shades = new Set();
  mask.forEach((on, at) => (drawn[at * 4 + 3] ? shades.add(`${on}:${drawn.slice(at * 4, at * 4 + 3)}`) : null));
  assert.deepEqual([...shades].sort(), ["1:0,0,0", "1:255,255,255"]);
});

test("what is framed otherwise is not compared", () => {
  assert.ok(framedAlike({ width: 800, height: 1000 }, { width: 400, height: 501 }));
  assert.ok(!framedAlike({ width: 800, height: 1000 }, { width: 800, height: 800 }));
});
