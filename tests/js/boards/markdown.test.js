import assert from "node:assert/strict";
import { test } from "node:test";
import { parts, pieces } from "../../../static/js/boards/markdown.js";

test("bold and links are told from plain words", () => {
  assert.deepEqual(pieces("a **b** [c](https://d.org/e) f"), [{ text: "a " }, { text: "b", bold: true }, { text: " " }, { text: "c", href: "https://d.org/e" }, { text: " f" }]);
});

test("lines with a dash are one list", () => {
  assert.deepEqual(parts("x\n- one\n* two\ny").map((part) => part.items?.length ?? "words"), ["words", 2, "words"]);
});

test("a link leads to the web alone", () => {
  assert.ok(!pieces("[x](javascript:alert(1))").some(({ href }) => href));
});

test("a line of nothing is a line", () => {
  assert.deepEqual(parts("a\n\nb").map(({ words }) => words.length), [1, 0, 1]);
});
