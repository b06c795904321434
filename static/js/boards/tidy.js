/** Tidying up: where all would come to lie is drawn first, and taken as one step, or not at all. */
import { GAP, tidied } from "./tidying.js";
import { about } from "./turning.js";

const PAD = 24;
const HEAD = 48; // of a section, where its title stands

export function start(panel) {
  return new Tidy(panel);
}

class Tidy {
  constructor(panel) {
    Object.assign(this, { panel, main: panel.closest("main"), moves: [] });
    this.layer = this.main.querySelector("[data-world-above]");
    this.said = panel.querySelector("[data-comes]");
    this.main.addEventListener("board:tidy", () => this.open());
    panel.addEventListener("change", () => this.draw());
    panel.addEventListener("click", ({ target }) => this.pressed(target));
    panel.addEventListener("keydown", (event) => this.key(event));
    this.main.addEventListener("board:laid", () => panel.hidden || this.draw());
    this.main.addEventListener("board:chosen", () => this.close());
  }

  get board() {
    return this.main.board;
  }

  open() {
    if (!this.board.chosen.size || !this.board.mayEdit) return;
    this.ids = new Set(this.board.chosen.ids);
    this.panel.hidden = false;
    this.draw();
    this.panel.querySelector("input:checked")?.focus({ preventScroll: true });
  }

  close() {
    if (this.panel.hidden) return;
    const inside = this.panel.contains(document.activeElement);
    this.panel.hidden = true;
    this.clear();
    if (inside) this.board.canvas.focus({ preventScroll: true });
  }

  pressed(target) {
    if (target.closest("[data-takes]")) this.take();
    else if (target.closest("[data-leaves]")) this.close();
  }

  key(event) {
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && !event.target.closest("button")) this.take();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** What is to be laid, and the section it is laid in where one was chosen by itself. Among cards, frames stay. */
  meant() {
    const { cards } = this.board;
    const chosen = [...this.ids].map((id) => cards.get(id)).filter((card) => card && !card.gone && card.kind !== "arrow");
    const frames = chosen.filter(({ kind }) => kind === "section");
    if (chosen.length !== 1 || !frames.length) return { section: null, found: frames.length === chosen.length ? chosen : chosen.filter(({ kind }) => kind !== "section") };
    const [frame] = frames;
    const box = this.boxOf(frame);
    const lies = (card) => card.section === frame.id || (!card.section && card !== frame && holds(box, cards.upright(card)));
    return { section: frame, found: cards.all().filter((card) => card.kind !== "arrow" && lies(card)) };
  }

  reckoned() {
    const { section, found } = this.meant();
    if (!found.length) return { moves: [], section, places: [] };
    const boxes = found.map((card) => this.boxOf(card));
    const inside = section && this.boxOf(section);
    const there = inside ? { x: inside.x + PAD, y: inside.y + HEAD, width: inside.width - 2 * PAD } : about(boxes);
    const rest = this.board.cards.all().filter((card) => !found.includes(card) && !["section", "arrow"].includes(card.kind));
    const stays = rest.filter(({ section: of }) => !found.some(({ id }) => id === of)).map((card) => ({ ...this.boxOf(card), group: "", fixed: true }));
    const by = this.panel.querySelector("input:checked").value;
    const places = tidied([...boxes, ...stays], { by, within: there.width, at: there, gap: GAP });
    return { section, boxes, places };
  }

  boxOf(card) {
    const { dataset } = card.element;
    const { id, kind, group, locked } = card;
    const look = dataset.look ?? "";
    const colour = card.content?.colour ?? dataset.tint ?? "";
    const box = this.board.cards.upright(card);
    if (kind === "section") box.height = card.height; // its frame, of which the page draws the head alone
    return { ...box, id, kind, group, look, colour, fixed: locked || dataset.theirs !== undefined };
  }

  draw() {
    this.clear();
    const { section, boxes = [], places } = this.reckoned();
    this.moves = places.map(({ id, x, y }) => ({ id, x, y, box: boxes.find((box) => box.id === id) }));
    this.section = section;
    for (const { x, y, box } of this.moves) this.layer.append(outline(x, y, box));
    const { dataset } = this.said;
    this.said.textContent = this.moves.length ? (this.moves.length === 1 ? dataset.one : dataset.many.replace("{n}", this.moves.length)) : dataset.none;
    this.panel.querySelector("[data-takes]").disabled = !this.moves.length;
  }

  clear() {
    for (const ghost of this.layer.querySelectorAll(".to-be")) ghost.remove();
  }

  /** One step, with whatever the moved sections carry; a section that has grown too small grows down. */
  take() {
    if (!this.moves.length) return;
    const { board } = this;
    const moves = new Map(this.moves.map(({ id, x, y, box }) => [board.cards.get(id), { dx: x - box.x, dy: y - box.y }]));
    const ops = board.acts.movesOf(moves);
    const grown = this.section && !this.section.locked && this.grown();
    board.put(grown ? [...ops, grown] : ops);
    this.close();
  }

  grown() {
    const { section, moves } = this;
    const foot = Math.max(...moves.map(({ y, box }) => y + box.height)) + PAD;
    const height = Math.round((foot - section.y) * 10) / 10;
    return height > section.height ? { op: "move", card: section.id, patch: { height } } : null;
  }
}

/** Whether the middle of a card lies in a section's frame. */
function holds(frame, { x, y, width, height }) {
  const [across, down] = [x + width / 2 - frame.x, y + height / 2 - frame.y];
  return across >= 0 && down >= 0 && across <= frame.width && down <= frame.height;
}

function outline(x, y, { width, height }) {
  const ghost = document.createElement("i");
  ghost.className = "to-be";
  Object.assign(ghost.style, { transform: `translate(${x}px, ${y}px)`, width: `${width}px`, height: `${height}px` });
  return ghost;
}
