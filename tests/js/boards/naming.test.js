import assert from "node:assert/strict";
import { test } from "node:test";
import { askedAt, completed, matching } from "../../../static/js/boards/naming.js";

const PEOPLE = ["Ana Ruiz", "Noé Sarr", "Anatole Roux", "Jonas Vehr"].map((name) => ({ id: name, name }));
const names = (typed) => matching(PEOPLE, typed).map(({ name }) => name);

test("an address of mail asks for nobody", () => assert.equal(askedAt("ana@ex", 6), null));
test("a name is asked for from its sign to the caret", () => assert.deepEqual(askedAt("so @an, yes", 6), { from: 3, typed: "an" }));
test("another line is not part of a name", () => assert.equal(askedAt("@an\nyes", 7), null));
test("whoever begins so comes before whose later name does", () => assert.deepEqual(names("r"), ["Ana Ruiz", "Anatole Roux"]));
test("accents need not be typed", () => assert.deepEqual(names("noe"), ["Noé Sarr"]));
test("a name written out offers nothing", () => assert.deepEqual(names("Ana Ruiz"), []));
test("the name stands where it was asked for, and the caret behind it", () => {
  assert.deepEqual(completed("so @an, yes", 6, { from: 3 }, "Ana Ruiz"), { text: "so @Ana Ruiz, yes", caret: 12 });
  assert.deepEqual(completed("@an", 3, { from: 0 }, "Ana Ruiz"), { text: "@Ana Ruiz ", caret: 10 });
});
