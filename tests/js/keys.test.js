import assert from "node:assert/strict";
import test from "node:test";

import { chord, same } from "../../static/js/reckoning/keys.js";

test("a letter is itself, whatever the capitals", () => {
  assert.equal(chord({ key: "P", shiftKey: false }), "p");
});

test("the command key of a Mac counts as Ctrl", () => {
  assert.equal(chord({ key: "z", metaKey: true }), "Ctrl+z");
});

test("Shift is named with a letter", () => {
  assert.equal(chord({ key: "Z", ctrlKey: true, shiftKey: true }), "Ctrl+Shift+z");
});

test("Shift is not named with a sign that needs it", () => {
  assert.equal(chord({ key: "?", shiftKey: true }), "?");
});

test("the space bar has a name", () => {
  assert.equal(chord({ key: " " }), "Space");
});

test("spellings are compared without order, capitals or spaces", () => {
  assert.ok(same("shift + ctrl + Z", "Ctrl+Shift+z"));
});

test("a key with Ctrl is not the key alone", () => {
  assert.ok(!same("z", "Ctrl+z"));
});
