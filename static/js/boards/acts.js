/** What can be done to what is chosen, each by a name that a button, a key or the list can call. */
import { aligned, spread, stepped, toTheEnd } from "./arranging.js";
import { arrowBetween } from "./arrows.js";
import { EVEN } from "./cards.js";
import { about, middle, revolved, scaled, settled } from "./turning.js";

const SHIFT = 24;
const TURN = 15;
const round = (value) => Math.round(value * 10) / 10;

export class Acts {
  constructor(board) {
    this.board = board;
    const boxes = () => this.free();
    this.all = {
      undo: () => board.changes.undo(), redo: () => board.changes.redo(),
      note: () => board.add("note"), section: () => board.add("section"), swatch: () => board.add("swatch"),
      arrow: () => this.arrow(),
      remove: () => this.remove(), duplicate: () => this.duplicate(), copy: () => board.clipboard.byHand(),
      group: () => this.group(), ungroup: () => this.ungroup(), lock: () => this.lock(true), unlock: () => this.lock(false),
      front: () => this.layers(toTheEnd, true), back: () => this.layers(toTheEnd, false),
      forward: () => this.layers(stepped, true), backward: () => this.layers(stepped, false),
      "spread-across": () => this.place(boxes(), (found) => spread(found, "across")),
      "spread-down": () => this.place(boxes(), (found) => spread(found, "down")),
      "turn-right": () => this.turn(TURN), "turn-left": () => this.turn(-TURN),
      grow: () => this.scale(1.1), shrink: () => this.scale(1 / 1.1),
      tidy: () => board.fire("tidy", {}),
      crop: () => board.crop(), words: () => board.words.begin(board.chosen.cards()[0]),
      all: () => board.chosen.set(board.cards.all().map(({ id }) => id), { alone: true }),
      fit: () => board.fit({ at: "gliding" }), "to-chosen": () => board.zoomToChosen(), "life-size": () => board.view.lifeSize(),
      larger: () => board.view.zoomBy(1.2), smaller: () => board.view.zoomBy(1 / 1.2),
      list: () => board.asList(), select: () => board.setMode("select"), hand: () => board.setMode("hand"),
      pictures: () => board.main.querySelector(".arriving input[type=file]")?.click(),
    };
    for (const how of ["left", "centre", "right", "top", "middle", "bottom"]) this.all[`align-${how}`] = () => this.place(boxes(), (found) => aligned(found, how));
  }

  do(name) {
    const act = this.all[name];
    if (act) act();
    return Boolean(act);
  }

  free() {
    return this.board.chosen.cards().filter(({ locked, kind }) => !locked && kind !== "arrow");
  }

  /** Where each upright box comes to lie, as moves of the cards and of what they carry. */
  place(cards, rule) {
    if (cards.length < 2) return;
    const boxes = cards.map((card) => this.board.cards.upright(card));
    const moves = new Map();
    rule(boxes).forEach(({ x, y }, index) => moves.set(cards[index], { dx: round(x - boxes[index].x), dy: round(y - boxes[index].y) }));
    this.moveAll(moves);
  }

  /** A section takes along what it carries, unless that moves by itself. */
  moveAll(moves) {
    this.board.changes.make(this.movesOf(moves));
  }

  movesOf(moves) {
    for (const card of this.board.cards.all()) {
      for (let carrier = this.board.cards.get(card.section); carrier && !moves.has(card); carrier = this.board.cards.get(carrier.section)) {
        if (moves.has(carrier) && !card.locked) moves.set(card, moves.get(carrier));
      }
    }
    const ops = [...moves].filter(([, { dx, dy }]) => dx || dy);
    return ops.map(([card, { dx, dy }]) => ({ op: "move", card: card.id, patch: { x: card.x + dx, y: card.y + dy } }));
  }

  nudge(dx, dy) {
    this.moveAll(new Map(this.board.chosen.cards().filter(({ locked }) => !locked).map((card) => [card, { dx, dy }])));
  }

  turn(degrees) {
    const cards = this.free();
    if (!cards.length) return;
    const boxes = cards.map((card) => this.board.cards.box(card));
    const at = cards.length === 1 ? middle(boxes[0]) : middle(about(cards.map((card) => this.board.cards.upright(card))));
    this.board.changes.make(cards.map((card, index) => {
      const { x, y } = revolved(boxes[index], at, degrees);
      const rotation = settled(card.rotation + degrees, { near: 0 });
      return { op: "move", card: card.id, patch: cards.length === 1 ? { rotation } : { x: round(x), y: round(y), rotation } };
    }));
    this.board.frame.again();
  }

  /** About the middle of each. */
  scale(share) {
    const ops = this.free().map((card) => {
      const box = this.board.cards.box(card);
      const grown = scaled(box, "se", { x: box.width * (share - 1), y: box.height * (share - 1) }, { even: EVEN.has(card.kind) });
      const width = round(grown.width);
      const height = round(EVEN.has(card.kind) ? (card.height * width) / card.width : grown.height);
      return { op: "move", card: card.id, patch: { x: round(box.x - (width - box.width) / 2), y: round(box.y - (grown.height - box.height) / 2), width, height } };
    });
    this.board.changes.make(ops.filter(({ patch }) => patch.width >= 24 && patch.height >= 24 && patch.width <= 8000 && patch.height <= 8000));
    this.board.frame.again();
  }

  layers(rule, up) {
    const all = this.board.cards.order().filter(({ kind }) => kind !== "section");
    const own = this.board.chosen.cards().every(({ kind }) => kind === "section") ? this.board.cards.order().filter(({ kind }) => kind === "section") : all;
    const layers = rule(own, this.board.chosen.ids, up);
    this.board.changes.make([...layers].filter(([id]) => !this.board.cards.get(id).locked).map(([card, layer]) => ({ op: "layer", card, patch: { layer } })));
  }

  group() {
    const cards = this.board.chosen.cards();
    if (cards.length < 2) return;
    const group = crypto.randomUUID();
    this.board.changes.make(cards.map((card) => ({ op: "bond", card: card.id, patch: { group } })));
    this.board.frame.set();
  }

  ungroup() {
    this.board.changes.make(this.board.chosen.cards().filter(({ group }) => group).map((card) => ({ op: "bond", card: card.id, patch: { group: "" } })));
    this.board.frame.set();
  }

  lock(locked) {
    this.board.changes.make(this.board.chosen.cards().filter((card) => card.locked !== locked).map((card) => ({ op: "bond", card: card.id, patch: { locked } })));
    this.board.frame.set();
  }

  remove() {
    const { board } = this;
    const cards = board.chosen.cards();
    const free = cards.filter(({ locked }) => !locked);
    if (free.length < cards.length) board.say(board.word("locked"));
    const next = board.reading.after(free.at(-1));
    board.changes.make(free.map((card) => ({ op: "remove", card: card.id })));
    if (next && !next.gone) next.element.focus({ preventScroll: true });
    else board.canvas.focus({ preventScroll: true });
  }

  duplicate() {
    this.board.duplicate(this.board.chosen.cards(), { dx: SHIFT, dy: SHIFT });
  }

  /** With two chosen it goes from the one to the other; else it is drawn by hand. */
  arrow() {
    const { board } = this;
    const cards = board.chosen.cards().filter(({ kind }) => kind !== "arrow");
    if (cards.length !== 2) return board.setMode("arrow");
    const [one, two] = cards.map((card) => middle(board.cards.upright(card)));
    return board.lay("arrow", arrowBetween(one, two, cards[0].id, cards[1].id));
  }
}
