import assert from "node:assert/strict";
import test from "node:test";
import { addressOf, CELL, cellOf, columnsOf, isWeb, namesPicture } from "../../static/js/reckoning/dropped.js";

test("the picture's own address counts, not the page it was a link on", () => {
  const held = { html: '<a href="https://a.example/"><img alt="x" src="https://a.example/p.jpg?w=1&amp;h=2"></a>', list: "https://a.example/" };
  assert.equal(addressOf(held), "https://a.example/p.jpg?w=1&h=2");
});

test("a list of addresses gives its first, past what is a remark", () => {
  assert.equal(addressOf({ list: "# from a page\r\nhttps://a.example/p.png\r\nhttps://b.example/" }), "https://a.example/p.png");
});

test("what is no web address is none", () => {
  for (const text of ["data:image/png;base64,AAAA", "javascript:alert(1)", "file:///etc/passwd", "blob:x", "two words"]) {
    assert.equal(addressOf({ text }), "");
    assert.equal(isWeb(text), false);
  }
});

test("an address alone is a picture's by how it ends", () => {
  assert.ok(namesPicture("https://a.example/coat.JPG?w=900"));
  assert.ok(!namesPicture("https://a.example/coats/"));
});

test("twenty that fall together lie in rows, none over another, the first where they fell", () => {
  const cells = Array.from({ length: 20 }, (_, index) => cellOf(index, 20, { x: 10, y: -5 }, [0.67, 1.5, 1][index % 3]));
  assert.deepEqual([cells[0].x, cells[0].y], [10, -5]);
  for (const one of cells) {
    assert.ok(one.width <= CELL.width && one.height <= CELL.height);
    for (const other of cells) {
      const apart = one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y || other.y + other.height <= one.y;
      assert.ok(one === other || apart);
    }
  }
  assert.equal(new Set(cells.map(({ x }) => x)).size, columnsOf(20));
});

test("a picture keeps its shape", () => {
  const { width, height } = cellOf(0, 1, { x: 0, y: 0 }, 1.5);
  assert.ok(Math.abs(width / height - 1.5) < 0.02);
});
