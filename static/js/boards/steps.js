/** What one person did here, step by step, so that she can take it back and do it again. Others' steps are theirs. */

const MOST = 200;
const GROUP_OF = { move: "geometry", layer: "layer", content: "content", remove: "content", restore: "content", add: "content", copy: "content", bond: "bond", turn: "content" };

export const groupOf = (op) => GROUP_OF[op];

export class Steps {
  constructor() {
    this.done = [];
    this.undone = [];
  }

  /** @param step [{op, inverse}], what was done by one act of the hand */
  push(step) {
    this.done.push(step);
    if (this.done.length > MOST) this.done.shift();
    this.undone.length = 0;
  }

  undo() {
    const step = this.done.pop() ?? null;
    if (step) this.undone.push(step);
    return step && [...step].reverse().map(({ inverse }) => inverse);
  }

  redo() {
    const step = this.undone.pop() ?? null;
    if (step) this.done.push(step);
    return step && step.map(({ op }) => op);
  }
}

/**
 * Of ops that take something back, those that would not undo what a neighbour did since.
 * @param cardOf id to {gone, hands: {group: {id, name}}} or undefined; hands: who touched it last
 * @returns {{may: object[], names: string[], gone: boolean}} names: whose later work stays
 */
export function mindful(ops, cardOf, me) {
  const may = [];
  const names = new Set();
  let gone = false;
  for (const op of ops) {
    const card = cardOf(op.card);
    const last = card?.hands[groupOf(op.op)];
    if (last && last.id !== me) names.add(last.name);
    else if (!card || (card.gone && op.op !== "restore")) gone = true;
    else may.push(op);
  }
  return { may, names: [...names], gone };
}

/** What takes an op back, from the card as it is before. */
export function inverse({ op, card: id, patch }, card) {
  if (op === "add" || op === "copy" || op === "restore") return { op: "remove", card: id };
  if (op === "remove") return { op: "restore", card: id };
  const before = op === "content" ? card.content : card;
  const were = Object.keys(patch).map((name) => [name, before[name] ?? (name in EMPTY ? EMPTY[name] : undefined)]);
  return { op, card: id, patch: Object.fromEntries(were.filter(([, value]) => value !== undefined)) };
}

const EMPTY = { crop: null, section: null, from: null, to: null, words: "", group: "", locked: false, rotation: 0 };
