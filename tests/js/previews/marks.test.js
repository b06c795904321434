import assert from "node:assert/strict";
import { test } from "node:test";
import { laid, meant, settled, walked } from "../../../static/js/previews/marks.js";

const none = { choice: "none", rating: 0 };

test("the keys of the trade: stars, pick, leave, and the same key again takes it back", () => {
  assert.deepEqual(meant("4", none), { rating: 4 });
  assert.deepEqual(meant("4", { ...none, rating: 4 }), { rating: 0 });
  assert.deepEqual(meant("P", none), { choice: "pick" });
  assert.deepEqual(meant("x", { ...none, choice: "leave" }), { choice: "none" });
  assert.equal(meant("u", none), null);
  assert.equal(meant("6", none), null);
});

test("a later word on a frame is laid over an earlier one, and an old answer does not settle it", () => {
  const waiting = laid(laid({}, "/a", { rating: 3 }, 1), "/a", { choice: "pick" }, 2);
  assert.deepEqual(waiting, { "/a": { rating: 3, choice: "pick", number: 2 } });
  assert.deepEqual(settled(waiting, "/a", 1), waiting);
  assert.deepEqual(settled(waiting, "/a", 2), {});
});

test("arrows lead along the row and to the nearest of the next", () => {
  const boxes = [{ left: 0, top: 0 }, { left: 100, top: 0 }, { left: 0, top: 90 }, { left: 110, top: 90 }];
  assert.deepEqual(["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"].map((key) => walked(boxes, 1, key)), [2, 0, 3, 1]);
  assert.equal(walked(boxes, 3, "ArrowRight"), 3);
});
