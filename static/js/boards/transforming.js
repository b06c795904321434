/** Chosen cards scaled by a handle, or turned. */
import { EVEN } from "./cards.js";
import { sectionOf } from "./choosing.js";
import { about, angle, carried, middle, revolved, scaled, settled } from "./turning.js";

const round = (value) => Math.round(value * 10) / 10;

class Transforming {
  constructor(board, at) {
    Object.assign(this, { board, from: board.view.toWorld(at) });
    this.cards = board.chosen.cards().filter((card) => !card.locked && card.kind !== "arrow");
    this.before = new Map(this.cards.map((card) => [card, { x: card.x, y: card.y, width: card.width, height: card.height, rotation: card.rotation, tall: card.tall }]));
    this.boxes = new Map(this.cards.map((card) => [card, board.cards.box(card)]));
    this.all = this.cards.length === 1 ? this.boxes.get(this.cards[0]) : { ...about(this.cards.map((card) => board.cards.upright(card))), rotation: 0 };
  }

  /** A card's own height is that of its picture or its frame; `tall` is how high it stands with what is written below. */
  lay(card, box) {
    const before = this.before.get(card);
    const share = box.width / before.width;
    const even = this.evenly(card);
    const height = even ? before.height * share : box.height;
    this.board.cards.put(card, { x: box.x, y: box.y, width: box.width, height, rotation: box.rotation });
    card.tall = even ? before.tall * share : box.height;
  }

  evenly(card) {
    return this.cards.length > 1 || EVEN.has(card.kind);
  }

  shown() {
    const { board } = this;
    board.arrows.follow(new Set(this.cards.map(({ id }) => id)), 0, 0);
    board.frame.again();
    board.others.tellGhosts(() => this.cards.map((card) => [card.id, card.x, card.y, card.width, card.rotation]));
  }

  end() {
    const { board } = this;
    this.finish();
    const moves = [];
    for (const card of this.cards) {
      const before = this.before.get(card);
      const changed = ["x", "y", "width", "height", "rotation"].filter((name) => Math.abs(card[name] - before[name]) > 0.05);
      if (!changed.length) continue;
      const patch = Object.fromEntries(changed.map((name) => [name, round(card[name])]));
      moves.push({ op: { op: "move", card: card.id, patch }, before: Object.fromEntries(changed.map((name) => [name, before[name]])) });
    }
    board.changes.made([...moves, ...this.joined()]);
  }

  joined() {
    return [];
  }

  cancel() {
    this.finish();
    for (const [card, { tall, ...before }] of this.before) {
      this.board.cards.put(card, before);
      card.tall = tall;
    }
    this.board.arrows.follow(new Set(this.cards.map(({ id }) => id)), 0, 0);
  }

  finish() {
    this.board.guides.clear();
    this.board.frame.again();
  }
}

export class Scaling extends Transforming {
  constructor(board, handle, at) {
    super(board, at);
    this.handle = handle;
  }

  move(at, event) {
    const to = this.board.view.toWorld(at);
    const by = { x: to.x - this.from.x, y: to.y - this.from.y };
    const [one] = this.cards;
    if (!one) return;
    if (this.cards.length === 1) {
      this.lay(one, scaled(this.all, this.handle, by, { even: this.evenly(one) || event.shiftKey }));
    } else {
      const whole = scaled(this.all, this.handle, by, { even: true });
      for (const card of this.cards) this.lay(card, carried(this.boxes.get(card), this.all, whole));
    }
    this.shown();
  }

  /** A section that grew carries what now lies within it, and lets go of what no longer does. */
  joined() {
    const { board } = this;
    const grown = this.cards.filter(({ kind }) => kind === "section");
    if (!grown.length) return [];
    const sections = board.cards.all().filter(({ kind }) => kind === "section").map((card) => ({ id: card.id, box: board.cards.box(card) }));
    const own = new Set(grown.map(({ id }) => id));
    const ops = [];
    for (const card of board.cards.all()) {
      if (card.kind === "arrow" || card.kind === "section" || (card.section && !own.has(card.section))) continue;
      const section = sectionOf(board.cards.upright(card), sections, new Set());
      const now = own.has(section) ? section : null;
      if (now !== card.section) ops.push({ op: { op: "bond", card: card.id, patch: { section: now } } });
    }
    return ops;
  }
}

export class Turning extends Transforming {
  constructor(board, at) {
    super(board, at);
    this.middle = middle(this.all);
  }

  move(at, event) {
    const by = angle(this.middle, this.from, this.board.view.toWorld(at));
    if (this.cards.length === 1) {
      const [card] = this.cards;
      const rotation = settled(this.before.get(card).rotation + by, { steps: event.shiftKey });
      this.board.cards.put(card, { rotation });
      this.board.showAngle(rotation);
    } else {
      const whole = settled(by, { steps: event.shiftKey });
      for (const card of this.cards) {
        const box = revolved(this.boxes.get(card), this.middle, whole);
        this.board.cards.put(card, { x: box.x, y: box.y, rotation: box.rotation });
      }
      this.board.showAngle(whole);
    }
    this.shown();
  }

  finish() {
    this.board.showAngle(null);
    super.finish();
  }
}
