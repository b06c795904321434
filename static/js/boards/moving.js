/** Chosen cards under the hand. They are lifted on to a layer of their own, so that a hundred move as cheaply as one. */
import { sectionOf } from "./choosing.js";
import { rested } from "./snapping.js";
import { about } from "./turning.js";

const NEAR_PX = 6;
const GHOSTS = 120;

export class Moving {
  constructor(board, at, { copies = false }) {
    Object.assign(this, { board, from: at, copies, begun: false, dx: 0, dy: 0 });
  }

  begin() {
    const { board } = this;
    this.begun = true;
    const own = board.chosen.cards().filter((card) => !card.locked);
    const carried = this.copies ? own : board.chosen.carried().filter((card) => !card.locked);
    this.cards = carried;
    this.top = own;
    const moves = new Set(carried);
    const boxes = carried.map((card) => board.cards.upright(card));
    this.box = boxes.length ? about(boxes) : null;
    const seen = board.view.shown();
    this.still = board.cards.meeting(seen).filter((card) => !moves.has(card) && card.kind !== "arrow").map((card) => board.cards.upright(card));
    this.sections = board.cards.all().filter(({ kind }) => kind === "section").map((card) => ({ id: card.id, box: board.cards.box(card) }));
    this.ids = new Set(carried.map(({ id }) => id));
    if (this.copies) this.left = carried.map((card) => board.world.appendChild(leftBehind(card.element)));
    board.lift(carried);
    board.moving = this;
  }

  move(at, event) {
    if (!this.begun) this.begin();
    if (!this.box) return;
    const { board, box } = this;
    const { zoom } = board.view;
    let dx = (at.x - this.from.x) / zoom;
    let dy = (at.y - this.from.y) / zoom;
    if (event.shiftKey) Math.abs(dx) > Math.abs(dy) ? (dy = 0) : (dx = 0);
    const free = event.ctrlKey || event.metaKey;
    const rest = free ? { dx: 0, dy: 0, lines: [] } : rested({ ...box, x: box.x + dx, y: box.y + dy }, this.still, NEAR_PX / zoom);
    this.dx = Math.round(dx + rest.dx);
    this.dy = Math.round(dy + rest.dy);
    board.shiftLifted(this.dx, this.dy);
    board.guides.rest(rest.lines);
    board.arrows.follow(this.ids, this.dx, this.dy);
    this.into();
    this.ghost();
  }

  /** The section that would carry them shows that it would. */
  into() {
    const id = this.top.some(({ kind }) => kind !== "arrow") ? sectionOf({ ...this.box, x: this.box.x + this.dx, y: this.box.y + this.dy }, this.sections, this.ids) : null;
    if (id === this.takes) return;
    this.board.cards.get(this.takes)?.element.classList.remove("takes");
    this.board.cards.get(id)?.element.classList.add("takes");
    this.takes = id;
  }

  ghost() {
    if (this.copies) return;
    this.board.others.tellGhosts(() => this.cards.slice(0, GHOSTS).map((card) => [card.id, card.x + this.dx, card.y + this.dy, card.width, card.rotation]));
  }

  end() {
    if (!this.begun) return;
    const { board, dx, dy } = this;
    this.finish();
    if (!dx && !dy) return;
    if (this.copies) return board.duplicate(this.cards, { dx, dy });
    board.changes.make(this.ops());
  }

  ops() {
    const { board, dx, dy } = this;
    const ops = this.cards.map((card) => ({ op: "move", card: card.id, patch: { x: card.x + dx, y: card.y + dy } }));
    for (const card of this.top) {
      if (card.kind === "arrow" || this.ids.has(card.section)) continue;
      const box = board.cards.upright(card);
      const section = sectionOf({ ...box, x: box.x + dx, y: box.y + dy }, this.sections, card.kind === "section" ? this.ids : new Set([card.id]));
      if (section !== card.section) ops.push({ op: "bond", card: card.id, patch: { section } });
    }
    return ops;
  }

  cancel() {
    if (!this.begun) return;
    this.finish();
    this.board.arrows.follow(this.ids, 0, 0);
    this.board.others.tellGhosts(() => this.cards.slice(0, GHOSTS).map((card) => [card.id, card.x, card.y, card.width, card.rotation]), { now: true });
  }

  finish() {
    const { board } = this;
    for (const each of this.left ?? []) each.remove();
    board.cards.get(this.takes)?.element.classList.remove("takes");
    board.moving = null;
    board.putDown(this.cards);
    board.guides.clear();
    board.frame.again();
  }
}

function leftBehind(element) {
  const made = element.cloneNode(true);
  made.removeAttribute("data-card");
  made.removeAttribute("id");
  made.classList.remove("selected");
  made.setAttribute("aria-hidden", "true");
  return made;
}
