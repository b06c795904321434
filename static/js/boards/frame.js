/** The frame about what is chosen, with its handles, and the small bar above it. One element, in the screen's own pixels. */
import { about } from "./turning.js";

const ROOM = 8;
const BAR_PX = 40;
const PHONE_PX = 560;
const FOOT_PX = 68; // above the zoom bar, where the thumb is

export class Frame {
  constructor(board) {
    this.board = board;
    this.element = board.main.querySelector("[data-frame]");
    this.bar = board.main.querySelector("[data-acts]");
    this.barSize = { width: 0, height: BAR_PX };
    new ResizeObserver(([{ borderBoxSize }]) => {
      this.barSize = { width: borderBoxSize[0].inlineSize, height: borderBoxSize[0].blockSize };
      this.again();
    }).observe(this.bar);
    board.frames.each(() => this.paint());
  }

  /** The chosen changed: what the frame and the bar offer. */
  set() {
    const cards = this.board.chosen.cards();
    const one = cards.length === 1 ? cards[0] : null;
    const locked = cards.some((card) => card.locked);
    this.element.hidden = !cards.length || this.board.inList || one?.kind === "arrow";
    this.element.classList.toggle("still", locked || !this.board.mayEdit);
    this.element.classList.toggle("many", cards.length > 1);
    this.element.dataset.kind = one?.kind ?? "";
    this.bar.hidden = !cards.length || this.board.inList || !this.board.mayEdit;
    this.offer(cards, one, locked);
    this.board.frames.wake();
  }

  offer(cards, one, locked) {
    const offers = {
      many: cards.length > 1, three: cards.length > 2, one: Boolean(one), locked, free: !locked,
      grouped: cards.some((card) => card.group), words: Boolean(one?.element.querySelector("[data-words-of]")),
      crops: Boolean(one && this.board.mayCrop(one)), colour: one?.kind === "swatch", tidies: cards.length > 1 || one?.kind === "section",
    };
    for (const part of this.bar.querySelectorAll("[data-when]")) {
      part.hidden = !part.dataset.when.split(" ").every((name) => (name.startsWith("!") ? !offers[name.slice(1)] : offers[name]));
    }
    const colour = this.bar.querySelector("[data-colour]");
    if (colour && one?.kind === "swatch") colour.value = one.content.colour ?? "#000000";
  }

  /** In the world: upright for several, as it lies for one. */
  box() {
    const { cards, chosen, cropping } = this.board;
    if (cropping) return cropping.box();
    const found = chosen.cards();
    if (!found.length) return null;
    return found.length === 1 ? cards.box(found[0]) : { ...about(found.map((card) => cards.upright(card))), rotation: 0 };
  }

  paint() {
    const box = this.element.hidden && this.bar.hidden ? null : this.box();
    if (!box) return;
    const { view, moving } = this.board;
    const at = view.toScreen({ x: box.x + (moving?.dx ?? 0), y: box.y + (moving?.dy ?? 0) });
    const width = box.width * view.zoom;
    const height = box.height * view.zoom;
    this.write(`${at.x}|${at.y}|${width}|${height}|${box.rotation}`, at, width, height, box);
  }

  write(key, at, width, height, box) {
    if (key === this.written) return;
    this.written = key;
    const { style } = this.element;
    style.transform = `translate(${at.x}px, ${at.y}px)${box.rotation ? ` rotate(${box.rotation}deg)` : ""}`;
    style.width = `${width}px`;
    style.height = `${height}px`;
    this.layBar(at, width, height, box.rotation);
  }

  /** Above the frame where there is room, else below it, and never outside of what one sees. */
  layBar(at, width, height, rotation) {
    const { size } = this.board.view;
    if (size.width < PHONE_PX) return void (this.bar.style.transform = `translate(${Math.max(ROOM, (size.width - this.barSize.width) / 2)}px, ${size.height - this.barSize.height - FOOT_PX}px)`);
    const spread = rotation ? Math.max(0, (Math.hypot(width, height) - height) / 2) : 0;
    const over = at.y - spread - this.barSize.height - ROOM - (rotation || !spread ? 22 : 0);
    const under = at.y + height + spread + ROOM + 4;
    const y = over >= ROOM ? over : Math.min(under, size.height - this.barSize.height - 56);
    const x = Math.min(Math.max(ROOM, at.x + width / 2 - this.barSize.width / 2), Math.max(ROOM, size.width - this.barSize.width - ROOM));
    this.bar.style.transform = `translate(${Math.round(x)}px, ${Math.round(Math.max(ROOM, y))}px)`;
    return undefined;
  }

  again() {
    this.written = "";
    this.board.frames.wake();
  }
}
