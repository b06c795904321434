/** Marks on their way. Each is kept in the browser until the studio has answered, so that none is lost by a broken line. */
import { csrf } from "../page.js";
import { backoff } from "../reckoning/backoff.js";
import { laid, settled } from "./marks.js";

const GONE = new Set([403, 404, 410, 422]);

export class Outbox {
  /** @param said hears (address, html) when a mark was kept; `turned` (address) when it never will be; `waits` whether any waits. */
  constructor({ who, said, turned, waits }) {
    Object.assign(this, { key: `doublure.marks.${who}`, said, turned, waits });
    this.number = 0;
    this.tries = 0;
    this.sending = false;
    addEventListener("online", () => this.flush());
    this.flush();
  }

  get waiting() {
    try {
      return JSON.parse(localStorage.getItem(this.key) ?? "{}");
    } catch {
      return {};
    }
  }

  set waiting(value) {
    localStorage.setItem(this.key, JSON.stringify(value));
  }

  put(address, wish) {
    this.number = Math.max(this.number + 1, Date.now());
    this.waiting = laid(this.waiting, address, wish, this.number);
    this.flush();
  }

  async flush() {
    if (this.sending) return;
    this.sending = true;
    clearTimeout(this.again);
    let next = Object.entries(this.waiting)[0];
    while (next && (await this.send(...next))) next = Object.entries(this.waiting)[0];
    this.sending = false;
    if (next) this.again = setTimeout(() => this.flush(), backoff((this.tries += 1)));
    this.waits(Boolean(next));
  }

  /** @returns {Promise<boolean>} whether it is settled, either way. */
  async send(address, { number, ...wish }) {
    const answer = await this.ask(address, wish);
    if (!answer) return false;
    const [status, html] = answer;
    if (status !== 200 && !GONE.has(status)) return false;
    this.tries = 0;
    this.waiting = settled(this.waiting, address, number);
    if (GONE.has(status)) this.turned(address);
    else if (!this.waiting[address]) this.said(address, html);
    return true;
  }

  /** @returns {Promise<[number, string] | null>} null: nobody answered. */
  async ask(address, wish) {
    const headers = { "HX-Request": "true", "X-CSRFToken": csrf() };
    try {
      const answer = await fetch(address, { method: "POST", headers, body: new URLSearchParams(wish), keepalive: true, redirect: "manual" });
      return [answer.status, answer.status === 200 ? await answer.text() : ""];
    } catch {
      return null;
    }
  }
}
