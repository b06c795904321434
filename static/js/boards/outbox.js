/** Ops on their way. Each has an id of its own, so that one sent twice counts once; what is not answered goes again,
 * and what waits is kept by the tab, so that a page loaded anew loses none. */

const AGAIN_MS = 6000;
const PAUSE_MS = 700;
const AT_ONCE = 40; // the studio hears so many things a second of one page
const IN_ONE = 200;
const COMES_AGAIN = new Set(["too-fast", "not-entered"]);

export const opId = () => crypto.randomUUID().replaceAll("-", "");

export class Outbox {
  /** @param say tells "keeping", "kept" or "offline"; @param store keeps a text: {read(), write(text)}; @param sent every id ever sent */
  constructor({ topic, live, say, store = { read: () => "", write: () => {} }, sent = new Set() }) {
    Object.assign(this, { topic, live, say, store, sent });
    this.waiting = new Map();
    for (const message of this.stored()) this.remember(message);
    live.onState((state) => (state === "open" ? this.flush() : this.tell(false)));
    setInterval(() => this.flush(AGAIN_MS), AGAIN_MS);
  }

  remember(message) {
    this.sent.add(message.op_id);
    this.waiting.set(message.op_id, { message, at: 0 });
  }

  stored() {
    try {
      const kept = JSON.parse(this.store.read() || "[]");
      return Array.isArray(kept) ? kept.filter((message) => message?.op_id && message.topic === this.topic) : [];
    } catch (problem) {
      if (problem instanceof SyntaxError) return [];
      throw problem;
    }
  }

  keep() {
    this.store.write(this.waiting.size ? JSON.stringify([...this.waiting.values()].map(({ message }) => message)) : "");
  }

  /** Send ops that belong together; in one message where they are several. @returns the ids they go under. */
  put(ops) {
    const ids = [];
    for (let from = 0; from < ops.length; from += IN_ONE) {
      const some = ops.slice(from, from + IN_ONE);
      const op_id = opId();
      const body = some.length === 1 ? { kind: "op", ...some[0] } : { kind: "ops", ops: some };
      this.remember({ topic: this.topic, op_id, ...body });
      ids.push(op_id);
    }
    this.keep();
    this.flush(AGAIN_MS);
    return ids;
  }

  flush(older = 0) {
    const now = Date.now();
    let sent = true;
    let count = 0;
    for (const entry of this.waiting.values()) {
      if (entry.at && now - entry.at < older) continue;
      if (count === AT_ONCE) {
        clearTimeout(this.later);
        this.later = setTimeout(() => this.flush(AGAIN_MS), PAUSE_MS);
        break;
      }
      count += 1;
      sent = this.live.send(entry.message);
      entry.at = sent ? now : 0;
      if (!sent) break;
    }
    this.tell(sent);
  }

  tell(sent) {
    this.say(this.waiting.size === 0 ? "kept" : sent ? "keeping" : "offline");
  }

  /** Answered. @returns the ops, if they were ours and not answered before. */
  settle(op_id) {
    const entry = this.waiting.get(op_id);
    if (!entry) return null;
    this.waiting.delete(op_id);
    this.keep();
    if (this.waiting.size === 0) this.say("kept");
    return opsOf(entry.message);
  }

  /** Refused for a moment only: it goes again. @returns whether it does */
  again(op_id, code) {
    const entry = this.waiting.get(op_id);
    if (!entry || !COMES_AGAIN.has(code)) return false;
    entry.at = 0;
    clearTimeout(this.later);
    this.later = setTimeout(() => this.flush(AGAIN_MS), PAUSE_MS);
    return true;
  }

  /** The cards a message is about, in the order of its ops. */
  cardsOf(op_id) {
    const entry = this.waiting.get(op_id);
    return entry ? opsOf(entry.message).map(({ card }) => card) : [];
  }

  /** Every op that waits, in the order they were made. */
  ops() {
    return [...this.waiting.values()].flatMap(({ message }) => opsOf(message));
  }
}

function opsOf({ kind, ops, op, card, base, patch }) {
  return kind === "ops" ? ops : [{ op, card, base, patch }];
}
