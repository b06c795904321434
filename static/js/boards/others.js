/** What the others do: their events in the server's order, what they drag, point at, choose and look at. */
import { groupOf } from "./steps.js";

const GHOST_MS = 60;
const GLIDE_MS = 260;
const CHOOSING_MS = 120;
const HAND_MADE = new Set(["note", "section", "swatch", "palette", "arrow"]);

export class Others {
  constructor(board, live) {
    Object.assign(this, { board, live, choosing: new Map(), early: [] });
    // who came before this module did stands in the bar already
    this.people = [...document.querySelectorAll("[data-presence] [data-person]")].map(({ dataset }) => dataset.person);
    live.on(board.topic, (message) => this.heard(message));
    live.on("presence", ({ topic, people = [] }) => topic === board.topic && this.came(people));
  }

  heard(message) {
    const { board } = this;
    const does = {
      cursor: () => board.cursors.show(message),
      ghost: () => this.ghosts(message),
      choosing: () => this.choose(message),
      view: () => board.following.heard(message),
      done: () => board.changes.kept(message.op_id, message.seq, message.results ?? board.outbox.cardsOf(message.op_id).map((card) => ({ card, versions: message.versions }))),
      refused: () => board.changes.refused(message),
      event: () => this.happened([message]),
      events: () => this.happened(message.events ?? []),
      reload: () => board.loadAnew(),
    }[message.kind];
    does?.();
  }

  // Who is here

  came(people) {
    const there = new Set(people.map(({ id }) => id));
    const fresh = people.some(({ id }) => id !== this.board.me && !this.people.includes(id));
    this.people = [...there];
    for (const by of this.choosing.keys()) if (!there.has(by)) this.letGo(by);
    if (fresh) this.tellAll();
  }

  get alone() {
    return this.people.every((id) => id === this.board.me);
  }

  tellAll() {
    this.tellChosen();
    this.board.following.tell();
  }

  tellChosen() {
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.alone || this.live.send({ topic: this.board.topic, kind: "choosing", ids: [...this.board.chosen.ids].slice(0, 200) }), CHOOSING_MS);
  }

  /** The others see it move before it is let go; nothing of that is stored. */
  tellGhosts(cards, { now = false } = {}) {
    const at = performance.now();
    if (this.alone || (!now && at - (this.ghosted ?? 0) < GHOST_MS)) return;
    this.ghosted = at;
    this.live.send({ topic: this.board.topic, kind: "ghost", cards: cards() });
  }

  ghosts({ cards = [] }) {
    const { board } = this;
    const moved = new Set();
    for (const [id, x, y, width, rotation = 0] of Array.isArray(cards) ? cards : []) {
      const card = board.cards.get(String(id));
      if (!card || card.held || card.gone || ![x, y, width, rotation].every(Number.isFinite)) continue;
      const share = width / card.width;
      board.cards.put(card, { x, y, width, height: card.height * share, rotation });
      moved.add(card.id);
    }
    board.arrows.follow(moved, 0, 0);
    board.frame.again();
  }

  choose({ by, name, ids }) {
    if (!by || by === this.board.me || !Array.isArray(ids)) return;
    this.letGo(by);
    this.choosing.set(by, ids.map(String));
    for (const id of ids) {
      const element = this.board.cards.get(String(id))?.element;
      if (element) element.dataset.theirs = name;
    }
  }

  letGo(by) {
    for (const id of this.choosing.get(by) ?? []) this.board.cards.get(id)?.element.removeAttribute("data-theirs");
    this.choosing.delete(by);
  }

  /** A card drawn anew keeps the sign of whoever has chosen it. */
  mark(card) {
    for (const [by, ids] of this.choosing) if (ids.includes(card.id)) card.element.dataset.theirs = this.board.nameOf(by);
  }

  // Events, in the order the server gave them

  happened(events) {
    const { board } = this;
    if (board.loading) return void this.early.push(...events);
    const wanted = new Set();
    const laid = [];
    for (const event of events) {
      const card = board.cards.get(event.card);
      if (this.isOwn(event, card)) continue;
      if (!card || event.op === "add" || event.op === "copy") wanted.add(event.card);
      else if (event.seq > (card.last[groupOf(event.op)] ?? 0)) laid.push(this.apply(event, card, wanted));
    }
    if (wanted.size) board.refresh([...wanted]);
    if (laid.length) board.laid(laid);
    return undefined;
  }

  /** What came while the rest of the board was on its way, and was not on it yet. */
  catchUp(seq) {
    const early = this.early.filter((event) => event.seq > seq);
    this.early = [];
    if (early.length) this.happened(early);
  }

  /** Our own, come back: it is known now, and the server has drawn what was new. */
  isOwn(event, card) {
    const { board } = this;
    if (card) card.hands[groupOf(event.op)] = event.by;
    if (!board.sent.has(event.op_id.split(".")[0])) return false;
    if (card) board.changes.known(card, event.versions, event.seq);
    if (card && (event.op === "add" || event.op === "copy") && board.words.card !== card) board.refresh([event.card]);
    return true;
  }

  apply({ op, patch, versions, seq }, card, wanted) {
    const { board } = this;
    const moves = op === "move" ? this.unless(card, patch) : patch;
    board.changes.known(card, versions, seq);
    if (op === "turn" || (op === "content" && !HAND_MADE.has(card.kind))) wanted.add(card.id);
    if (op === "turn") board.turned(card);
    else if (op === "content" && board.words.card === card) Object.assign(card.content, patch);
    else if (op === "move") this.glide(card, moves);
    else board.changes.show({ op, card: card.id, patch });
    if (op === "bond" && board.chosen.has(card.id)) board.frame.set();
    return card.id;
  }

  /** Where one's own move is on its way the server has it later, and later counts. */
  unless(card, patch) {
    if (!card.ahead.geometry && !card.held) return patch;
    const own = this.board.outbox.ops().filter((op) => op.card === card.id && op.op === "move").flatMap((op) => Object.keys(op.patch));
    return Object.fromEntries(Object.entries(patch).filter(([name]) => !own.includes(name) && !(card.held && (name === "x" || name === "y"))));
  }

  glide(card, patch) {
    card.element.classList.add("gliding");
    this.board.changes.show({ op: "move", card: card.id, patch });
    setTimeout(() => card.element.classList.remove("gliding"), GLIDE_MS);
  }
}
