import assert from "node:assert/strict";
import test from "node:test";

import { queue, sortOut, tooLarge, unseen } from "../../static/js/reckoning/upload-queue.js";

const soon = () => new Promise((settle) => setTimeout(settle));

test("a file is too large above what the page says, and never where it says nothing", () => {
  assert.equal(tooLarge({ size: 41 }, "40"), true);
  assert.equal(tooLarge({ size: 40 }, "40"), false);
  assert.equal(tooLarge({ size: 41 }, undefined), false);
});

test("never more than three run at once, and all come to their turn", async () => {
  const open = [];
  let most = 0;
  const line = queue(3);
  for (let n = 0; n < 7; n += 1) {
    line.add(
      () =>
        new Promise((settle) => {
          open.push(settle);
          most = Math.max(most, open.length);
        }),
    );
  }
  let done = 0;
  while (done < 7) {
    await soon();
    const settle = open.shift();
    settle();
    done += 1;
  }
  assert.equal(most, 3);
  assert.equal(line.waiting, 0);
});

test("one that fails does not stop the next", async () => {
  const line = queue(1);
  let ran = false;
  line.add(() => Promise.reject(new Error("no")));
  line.add(() => {
    ran = true;
  });
  await soon();
  assert.equal(ran, true);
});

test("the same file twice, and folders, are left out", () => {
  const shirt = { name: "shirt.jpg", size: 9, lastModified: 1, type: "image/jpeg" };
  const folder = { name: "rack", size: 0, lastModified: 1, type: "" };
  assert.deepEqual(sortOut([shirt, { ...shirt }, folder]), [shirt]);
});

test("a row that ended is told of only when it is ours", () => {
  const row = (upload, state) => ({ dataset: { upload, state, blob: "b" } });
  const rows = [row("1", "kept"), row("2", "decoding"), row("3", "refused"), row("4", "kept")];
  const told = unseen(rows, new Map([["1", {}], ["2", {}], ["3", {}]]));
  assert.deepEqual(told.map(({ upload, state }) => [upload, state]), [["1", "kept"], ["3", "refused"]]);
});
