import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Outbox } from "../../../static/js/boards/outbox.js";

mock.timers.enable({ apis: ["setInterval", "setTimeout"] });

function line() {
  const states = [];
  return { open: true, sent: [], states, onState: (fn) => states.push(fn), send(message) {
    if (this.open) this.sent.push(message);
    return this.open;
  } };
}

function memory() {
  let kept = "";
  return { read: () => kept, write: (text) => (kept = text) };
}

const ops = (n) => Array.from({ length: n }, (_, index) => ({ op: "move", card: `c${index}`, base: 1, patch: { x: index } }));
const made = (live, store) => new Outbox({ topic: "board:1", live, say: () => {}, store });

test("one op goes alone, several go together", () => {
  const live = line();
  const outbox = made(live);
  outbox.put(ops(1));
  outbox.put(ops(3));
  assert.deepEqual(live.sent.map(({ kind }) => kind), ["op", "ops"]);
  assert.match(live.sent[1].op_id, /^[0-9a-f]{32}$/);
});

test("more than a message may hold go in several", () => {
  const live = line();
  made(live).put(ops(450));
  assert.deepEqual(live.sent.map((message) => message.ops.length), [200, 200, 50]);
});

test("while the line is down they wait, and go once it is back, in their order", () => {
  const live = line();
  live.open = false;
  const outbox = made(live);
  const ids = [...outbox.put(ops(1)), ...outbox.put(ops(2))];
  assert.equal(live.sent.length, 0);
  live.open = true;
  live.states.forEach((fn) => fn("open"));
  assert.deepEqual(live.sent.map(({ op_id }) => op_id), ids);
});

test("a page loaded anew sends what waited under the same ids, so that none counts twice", () => {
  const [live, store] = [line(), memory()];
  live.open = false;
  const [id] = made(live, store).put(ops(2));
  const again = made(live, store);
  live.open = true;
  again.flush();
  assert.deepEqual(live.sent.map(({ op_id }) => op_id), [id]);
  assert.equal(again.ops().length, 2);
});

test("what was answered is not kept", () => {
  const [live, store] = [line(), memory()];
  const outbox = made(live, store);
  const [id] = outbox.put(ops(1));
  assert.equal(outbox.settle(id).length, 1);
  assert.equal(outbox.settle(id), null);
  assert.equal(store.read(), "");
});

test("who is too quick for the studio is heard a moment later", () => {
  const live = line();
  const outbox = made(live);
  const [id] = outbox.put(ops(1));
  assert.equal(outbox.again(id, "too-fast"), true);
  mock.timers.tick(800);
  assert.equal(live.sent.length, 2);
  assert.equal(outbox.again(id, "stale"), false);
});

test("after a long time away they go a few at a time", () => {
  const live = line();
  live.open = false;
  const outbox = made(live);
  for (let count = 0; count < 60; count += 1) outbox.put(ops(1));
  live.open = true;
  live.states.forEach((fn) => fn("open"));
  assert.equal(live.sent.length, 40);
  mock.timers.tick(800);
  assert.equal(live.sent.length, 60);
});
