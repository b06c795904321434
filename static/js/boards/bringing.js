/**
 * What is dropped, pasted or photographed on to a board. `uploads.js` sends it; here it is told where each comes to
 * lie, and what the board shows meanwhile.
 */
import { addressOf, CELL, cellOf, isWeb, namesPicture } from "../reckoning/dropped.js";

export function start(element) {
  return new Bringing(element);
}

class Bringing {
  constructor(element) {
    this.element = element;
    this.main = element.closest("main");
    this.smalls = new Map();
    element.addEventListener("upload:placing", (event) => this.place(event.detail));
    element.addEventListener("upload:small", (event) => this.keepSmall(event.detail));
    element.addEventListener("upload:here", (event) => this.show(event.detail));
    this.main.addEventListener("board:laid", ({ detail }) => detail.ids.forEach((id) => this.meanwhile(id)));
    document.addEventListener("paste", (event) => this.pasted(event));
  }

  get board() {
    return this.main.board;
  }

  /** In a tidy grid where they fell; pasted or chosen, in the middle of what one sees. */
  place({ items, x, y }) {
    const at = x === null ? this.middle(items.length) : this.board.toWorld({ x, y });
    items.forEach((item, index) => (item.place = (shape) => cellOf(index, items.length, at, shape)));
  }

  middle(count) {
    const { left, top, width, height } = this.board.canvas.getBoundingClientRect();
    const at = this.board.toWorld({ x: left + width / 2, y: top + height / 2 });
    const last = cellOf(count - 1, count, { x: 0, y: 0 });
    return { x: at.x - (count > 1 ? CELL.width : last.width / 2), y: at.y - last.y / 2 - CELL.height / 2 };
  }

  keepSmall({ key, small }) {
    this.smalls.set(key, URL.createObjectURL(small));
  }

  /** The card that shows it. One that was here already is brought into sight. */
  show({ card, key, already }) {
    const small = this.smalls.get(key);
    this.smalls.delete(key);
    if (small) this.smalls.set(card, small);
    this.meanwhile(card);
    if (already) this.reveal(card);
  }

  async reveal(id) {
    if (!this.board.card(id)) await this.board.refresh([id]);
    this.board.choose([id]);
    this.board.zoomToChosen();
  }

  /** While the studio reads it, its own small picture stands in its card. */
  meanwhile(id) {
    const small = this.smalls.get(id);
    const card = small && this.board.card(id);
    if (!card) return;
    const waiting = card.querySelector(".pic > .waiting");
    if (!waiting) {
      this.smalls.delete(id);
      URL.revokeObjectURL(small);
      return;
    }
    const picture = Object.assign(document.createElement("img"), { src: small, alt: "", draggable: false, decoding: "async" });
    picture.className = "meanwhile";
    if (!card.querySelector(".pic > .meanwhile")) waiting.before(picture);
  }

  /** A picture's address is fetched; any other is a note that leads there. Words alone are the board's own. */
  pasted(event) {
    const held = event.clipboardData;
    if (event.defaultPrevented || !held || held.files.length || event.target.closest?.("input, textarea, [contenteditable], dialog")) return;
    const text = held.getData("text/plain").trim();
    const inTag = addressOf({ html: held.getData("text/html") });
    const address = inTag || (namesPicture(text) ? text : "");
    if (address && this.element.dataset.addressUrl) {
      event.preventDefault();
      this.element.querySelector("[data-module~=uploads]")?.dispatchEvent(new CustomEvent("upload:address", { detail: { address, x: null, y: null } }));
    } else if (isWeb(text)) {
      event.preventDefault();
      this.board.lay("note", { content: { words: `[${new URL(text).hostname}](${text})` } });
    } else if (text && held.types.includes("text/html")) {
      event.preventDefault();
      this.board.lay("note", { content: { words: text.slice(0, 4000) } });
    }
  }
}
