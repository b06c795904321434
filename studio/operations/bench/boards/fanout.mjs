/** One writer and many listeners, on the studio's socket or on a bare relay: the same client, the same clock.
 *
 * The plan comes as JSON on standard input: {peer, listeners: [page], writer: page, topic, cards, rate, seconds, warm},
 * a page being {address, cookie, origin, token}. What was found goes out as JSON on standard output.
 */
import { randomUUID } from "node:crypto";
import { text } from "node:stream/consumers";
import { io } from "socket.io-client";
import WebSocket from "ws";

const AT_ONCE = 20; // pages that open together: this measures telling, not a rush to the door
const LAST_WAIT_MS = 15000;

const PEERS = { studio, relay };

/** A page of the studio: it enters with its token, as the page's own script does. */
function studio(page, plan, hear) {
  const socket = new WebSocket(page.address, { headers: { Cookie: page.cookie, Origin: page.origin } });
  socket.on("open", () => socket.send(JSON.stringify({ kind: "enter", token: page.token })));
  return new Promise((ready, fail) => {
    socket.on("error", fail);
    socket.on("close", (code) => fail(new Error(`cut with ${code}`)));
    socket.on("message", (data) => {
      const message = JSON.parse(data);
      if (message.kind === "entered") {
        if (message.refused.length) fail(new Error("not let in"));
        ready({ say: (op) => socket.send(JSON.stringify({ topic: plan.topic, kind: "op", ...op })), close: () => socket.terminate() });
      } else if (message.kind === "event" || message.kind === "done" || message.kind === "refused") hear(message);
    });
  });
}

/** A page of the relay, by socket.io's own client. */
function relay(page, plan, hear) {
  const socket = io(page.address, { transports: ["websocket"], forceNew: true, reconnection: false });
  socket.on("op", hear);
  return new Promise((ready, fail) => {
    socket.on("connect_error", fail);
    socket.on("connect", () => ready({ say: (op) => socket.emit("op", { topic: plan.topic, kind: "event", ...op }), close: () => socket.disconnect() }));
  });
}

/** Notes when each op was sent, when each listener heard it, and whether any heard it twice. */
class Tally {
  constructor(count, listeners, firstMeasured) {
    this.sent = new Float64Array(count);
    this.numbers = new Map();
    this.heard = Array.from({ length: listeners }, () => new Uint8Array(count));
    this.first = firstMeasured;
    Object.assign(this, { latencies: [], kept: [], total: 0, twice: 0, refused: 0 });
  }

  send(number, op) {
    this.numbers.set(op.op_id, number);
    this.sent[number] = performance.now();
  }

  hear(listener, message) {
    const number = this.numbers.get(message.op_id);
    if (number === undefined || message.kind !== "event") return;
    if (this.heard[listener][number]) this.twice += 1;
    else this.total += 1;
    this.heard[listener][number] = 1;
    if (number >= this.first) this.latencies.push(performance.now() - this.sent[number]);
  }

  answer(message) {
    const number = this.numbers.get(message.op_id);
    if (message.kind === "refused") this.refused += 1;
    else if (message.kind === "done" && number >= this.first) this.kept.push(performance.now() - this.sent[number]);
  }
}

const rest = (ms) => new Promise((done) => setTimeout(done, ms));

/** The smallest measured value that this share of all do not exceed. */
function percentile(values, share) {
  const ordered = Float64Array.from(values).sort();
  return ordered.length ? ordered[Math.max(0, Math.ceil(share * ordered.length) - 1)] : 0;
}

async function opened(plan, tally) {
  const pages = [];
  for (let from = 0; from < plan.listeners.length; from += AT_ONCE) {
    const some = plan.listeners.slice(from, from + AT_ONCE);
    const open = (page, offset) => PEERS[plan.peer](page, plan, (message) => tally.hear(from + offset, message));
    pages.push(...(await Promise.all(some.map(open))));
  }
  return pages;
}

async function written(plan, tally, writer, count) {
  const began = performance.now();
  for (let number = 0; number < count; number += 1) {
    const early = began + (number * 1000) / plan.rate - performance.now();
    if (early > 0) await rest(early);
    const op = { op_id: randomUUID().replaceAll("-", ""), op: "move", card: plan.cards[number % plan.cards.length], base: 0, patch: { x: number, y: number % 40 } };
    tally.send(number, op);
    writer.say(op);
  }
  const last = performance.now() + LAST_WAIT_MS;
  while (tally.total < count * plan.listeners.length && performance.now() < last) await rest(20);
}

async function measured(plan) {
  const warm = Math.round(plan.rate * plan.warm);
  const count = warm + Math.round(plan.rate * plan.seconds);
  const tally = new Tally(count, plan.listeners.length, warm);
  const pages = await opened(plan, tally);
  const writer = await PEERS[plan.peer](plan.writer, plan, (message) => tally.answer(message));
  await rest(1000); // who is there has been told
  await written(plan, tally, writer, count);
  for (const page of [...pages, writer]) page.close();
  const shares = (values) => ({ p50: percentile(values, 0.5), p95: percentile(values, 0.95) });
  return { ops: count, lost: count * pages.length - tally.total, twice: tally.twice, refused: tally.refused, ...shares(tally.latencies), kept: shares(tally.kept) };
}

process.stdout.write(JSON.stringify(await measured(JSON.parse(await text(process.stdin)))), () => process.exit(0));
