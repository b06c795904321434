/** Ops on their way. Each has an id of its own, so that one sent twice counts once; what is not answered goes again. */

const AGAIN_MS = 6000;

export class Outbox {
  /** @param say tells "keeping", "kept" or "offline". */
  constructor({ topic, live, say }) {
    Object.assign(this, { topic, live, say });
    this.waiting = new Map();
    this.done = [];
    this.undone = [];
    live.onState((state) => state === "open" && this.flush());
    setInterval(() => this.flush(AGAIN_MS), AGAIN_MS);
  }

  /** Send an op. `inverse` is what undo will send; without one it cannot be undone. */
  put(op, inverse = null, { redo = false } = {}) {
    const op_id = crypto.randomUUID();
    this.waiting.set(op_id, { message: { topic: this.topic, kind: "op", op_id, ...op }, at: 0 });
    if (inverse) this.done.push({ op, inverse });
    if (inverse && !redo) this.undone.length = 0;
    this.flush();
    return op_id;
  }

  flush(older = 0) {
    const now = Date.now();
    let sent = true;
    for (const entry of this.waiting.values()) {
      if (entry.at && now - entry.at < older) continue;
      sent = this.live.send(entry.message);
      entry.at = sent ? now : 0;
    }
    this.say(this.waiting.size === 0 ? "kept" : sent ? "keeping" : "offline");
  }

  /** Answered. @returns the op, if it was ours. */
  settle(op_id) {
    const entry = this.waiting.get(op_id);
    this.waiting.delete(op_id);
    if (this.waiting.size === 0) this.say("kept");
    return entry?.message ?? null;
  }

  has(op_id) {
    return this.waiting.has(op_id);
  }

  /** What to do to take the last thing back, and what to keep for doing it again. */
  undo() {
    const last = this.done.pop();
    if (last) this.undone.push(last);
    return last?.inverse ?? null;
  }

  redo() {
    return this.undone.pop() ?? null;
  }
}
