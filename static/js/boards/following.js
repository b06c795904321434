/** One's view goes where another's goes, until one moves oneself. */
import { fitted } from "./place.js";

const TELL_MS = 180;

export class Following {
  constructor(board, live) {
    Object.assign(this, { board, live, whom: null, told: 0 });
    this.bar = board.main.querySelector("[data-following]");
    board.canvas.addEventListener("wheel", () => this.stop(), { passive: true });
    this.bar?.querySelector("button")?.addEventListener("click", () => this.stop());
    document.addEventListener("click", (event) => {
      const face = event.target.closest?.("[data-presence] [data-person]");
      if (face) this.start(face.dataset.person, face.getAttribute("aria-label") ?? face.title);
    });
  }

  start(whom, name) {
    if (whom === this.board.me) return;
    if (this.whom === whom) return void this.stop();
    this.whom = whom;
    if (this.bar) {
      this.bar.hidden = false;
      this.bar.querySelector("[data-name]").textContent = this.board.word("following", { name });
    }
    const last = this.seen?.get(whom);
    if (last) this.go(last);
  }

  /** @returns whether one followed anybody */
  stop() {
    if (!this.whom) return false;
    this.whom = null;
    if (this.bar) this.bar.hidden = true;
    return true;
  }

  heard({ by, left, top, right, bottom }) {
    if (!by || by === this.board.me || ![left, top, right, bottom].every(Number.isFinite) || right <= left || bottom <= top) return;
    this.seen ??= new Map();
    const box = { x: left, y: top, width: right - left, height: bottom - top };
    this.seen.set(by, box);
    if (by === this.whom) this.go(box);
  }

  go(box) {
    this.board.view.glideTo(fitted([box], this.board.view.size, { margin: 0, most: 4, middle: true }));
  }

  /** Said to the others a few times a second at most, and the last place always. */
  tell() {
    if (this.board.others?.alone !== false || this.later) return;
    const wait = Math.max(0, TELL_MS - (performance.now() - this.told));
    this.later = setTimeout(() => {
      this.later = 0;
      this.told = performance.now();
      const { x, y, width, height } = this.board.view.shown();
      const [left, top, right, bottom] = [x, y, x + width, y + height].map(Math.round);
      this.live.send({ topic: this.board.topic, kind: "view", left, top, right, bottom });
    }, wait);
  }
}
