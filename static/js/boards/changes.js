/** What is done to the board: shown at once, sent, remembered for taking back, and put right where the server says otherwise. */
import { groupOf, inverse, mindful, Steps } from "./steps.js";

export class Changes {
  constructor(board) {
    this.board = board;
    this.steps = new Steps();
  }

  /** Do these ops as one step. @param undo whether it can be taken back */
  make(ops, { undo = true } = {}) {
    const board = this.board;
    if (!ops.length) return;
    if (!board.mayEdit) return board.say(board.word(board.right === "comment" ? "only-comments" : "only-looks"));
    const step = ops.map((op) => ({ op, inverse: inverse(op, board.cards.get(op.card)) }));
    if (undo) this.steps.push(step);
    this.send(ops);
  }

  /** A drag has laid them already: `before` is where each was. */
  made(moves) {
    if (!moves.length) return;
    for (const { op, before } of moves) if (before) Object.assign(this.board.cards.get(op.card), before);
    this.make(moves.map(({ op }) => op));
  }

  send(ops) {
    const board = this.board;
    const told = ops.map((op) => ({ ...op, base: this.base(op) }));
    for (const op of ops) this.show(op);
    board.outbox.put(told);
    board.laid(ops.map(({ card }) => card));
  }

  /** The version the server will have once what is on its way has come. */
  base({ op, card: id }) {
    const card = this.board.cards.get(id);
    if (!card) return 0;
    const group = groupOf(op);
    const base = card.versions[group] + card.ahead[group];
    card.ahead[group] += 1;
    return base;
  }

  /** An op on the page, whoever's it is. */
  show({ op, card: id, patch = {} }) {
    const { cards } = this.board;
    const card = cards.get(id);
    if (op === "add") return this.board.fresh(id, patch);
    if (op === "copy") return this.board.twinOf(id, patch);
    if (!card) return undefined;
    if (op === "remove") return this.hide(card);
    if (op === "restore") this.unhide(card);
    else if (op === "move") cards.put(card, patch);
    else if (op === "content") this.board.says(card, patch);
    else Object.assign(card, patch);
    if (op === "layer" || op === "restore") cards.relayer();
    if (op === "bond") card.element.classList.toggle("locked", card.locked);
    cards.write(card);
    return undefined;
  }

  /** The server drew a card anew: what it did not know yet is shown again. */
  again(card) {
    for (const op of this.board.outbox.ops()) if (op.card === card.id && op.op !== "add" && op.op !== "copy") this.show(op);
    this.board.words.show(card);
    this.board.cards.write(card);
  }

  hide(card) {
    card.gone = true;
    card.element.hidden = true;
    this.board.chosen.drop(card.id);
  }

  unhide(card) {
    card.gone = false;
    card.element.hidden = false;
  }

  undo() {
    this.takeBack(this.steps.undo());
  }

  redo() {
    this.takeBack(this.steps.redo());
  }

  /** Of a step, all that would not undo what a neighbour did since; what stays is said. */
  takeBack(ops) {
    const board = this.board;
    if (!ops) return board.say(board.word("nothing-back"));
    const { may, names, gone } = mindful(ops, (id) => board.cards.get(id), board.me);
    if (names.length) board.say(board.word("theirs-since", { name: names.join(", ") }));
    else if (gone) board.say(board.word("gone-since"));
    if (may.length) this.send(may);
    return undefined;
  }

  // Answers

  /** @param results [{card, versions}] */
  kept(op_id, seq, results) {
    const ops = this.board.outbox.settle(op_id);
    if (!ops) return;
    this.landed(ops);
    for (const { card: id, versions } of results) {
      const card = this.board.cards.get(id);
      if (card) this.known(card, versions, seq);
    }
  }

  landed(ops) {
    for (const { op, card: id } of ops) {
      const card = this.board.cards.get(id);
      if (card) card.ahead[groupOf(op)] = Math.max(0, card.ahead[groupOf(op)] - 1);
    }
  }

  known(card, versions, seq) {
    for (const [group, version] of Object.entries(versions)) {
      card.versions[group] = Math.max(version, card.versions[group] ?? 0);
      card.last[group] = Math.max(seq, card.last[group] ?? 0);
    }
    this.board.cards.write(card);
  }

  refused({ op_id, code, sentence, way_on }) {
    const board = this.board;
    if (board.outbox.again(op_id, code)) return;
    const ops = board.outbox.settle(op_id);
    if (!ops) return;
    this.landed(ops);
    const aside = code === "stale" && this.aside(ops);
    if (aside) board.say(board.word("stale-note"));
    else board.say(sentence ? [sentence, way_on].filter(Boolean).join(" ") : board.word(code === "stale" ? "stale" : "refused"));
    board.refresh([...new Set(ops.map(({ card }) => card))]);
  }

  /** Two wrote on one note: the second's words lie beside it, so that neither's are lost. @returns whether they do */
  aside(ops) {
    const [op] = ops;
    const card = this.board.cards.get(op.card);
    if (ops.length > 1 || op.op !== "content" || card?.kind !== "note" || !op.patch.words) return false;
    const { x, y, width, height } = card;
    this.make([{ op: "add", card: crypto.randomUUID(), patch: { kind: "note", x: x + width + 24, y, width, height, content: { words: op.patch.words } } }]);
    return true;
  }
}
