/** Copy and paste, on this board and from one to another. What lies on the clipboard is our own list and, for others, the words. */

export const FORMAT = "application/x-doublure-cards";
const SHIFT = 24;

export class Clipboard {
  constructor(board) {
    this.board = board;
    document.addEventListener("copy", (event) => this.copy(event));
    document.addEventListener("cut", (event) => this.copy(event) && board.mayEdit && board.acts.do("remove"));
    document.addEventListener("paste", (event) => this.paste(event));
  }

  /** @returns whether something of the board was copied */
  copy(event) {
    if (event.target.closest?.("input, textarea, [contenteditable], dialog") || !this.board.chosen.size) return false;
    if (String(getSelection())) return false;
    const cards = this.board.chosen.cards();
    event.clipboardData.setData(FORMAT, listed(cards, this.board.id));
    event.clipboardData.setData("text/plain", cards.map(worded).filter(Boolean).join("\n\n"));
    event.preventDefault();
    this.board.say(this.board.word("copied", { n: cards.length }));
    return true;
  }

  byHand() {
    document.execCommand("copy");
  }

  paste(event) {
    const { board } = this;
    if (event.defaultPrevented || event.target.closest?.("input, textarea, [contenteditable], dialog")) return;
    const own = event.clipboardData?.getData(FORMAT);
    if (own) {
      event.preventDefault();
      return this.lay(JSON.parse(own));
    }
    if (event.clipboardData?.files.length || event.clipboardData?.types.includes("text/html")) return;
    const text = event.clipboardData?.getData("text/plain").trim();
    if (!text || /^https?:\/\/\S+$/.test(text)) return; // an address alone may be a picture's: not ours to make a note of
    event.preventDefault();
    board.lay("note", { content: { words: text.slice(0, 4000) } });
  }

  /** Where they lay when that is in sight, a little further; else in the middle of what one sees. */
  lay({ from, box, cards }) {
    const { board } = this;
    const shown = board.view.shown();
    const same = from === board.id && box.x + box.width > shown.x && box.x < shown.x + shown.width && box.y + box.height > shown.y && box.y < shown.y + shown.height;
    this.times = same ? (this.times ?? 0) + 1 : 0;
    const by = same
      ? { dx: SHIFT * this.times, dy: SHIFT * this.times }
      : { dx: shown.x + shown.width / 2 - box.x - box.width / 2, dy: shown.y + shown.height / 2 - box.y - box.height / 2 };
    board.copies(cards, by);
  }
}

function worded({ element, content }) {
  return content.words ?? element.getAttribute("aria-label") ?? "";
}

/** What a copy needs to know of each: where it came from and how it lay among the others. */
export function listed(cards, from) {
  const box = {
    x: Math.min(...cards.map(({ x }) => x)), y: Math.min(...cards.map(({ y }) => y)),
    width: 0, height: 0,
  };
  box.width = Math.max(...cards.map(({ x, width }) => x + width)) - box.x;
  box.height = Math.max(...cards.map(({ y, height }) => y + height)) - box.y;
  const plain = cards.map(({ id, kind, x, y, width, height, rotation, group, section, layer, content }) => ({ id, kind, x, y, width, height, rotation, group, section, layer, content }));
  return JSON.stringify({ from, box, cards: plain });
}

/**
 * The ops that lay copies: groups become groups of their own, arrows and sections keep to the copies that came along.
 * @param cards as `listed`; @param by how far from where they lay; @param fresh makes an id
 * @param here whether they are of this very board, so that what they hung on is still there
 */
export function copyOps(cards, { dx, dy }, { fresh, here }) {
  const ids = new Map(cards.map(({ id }) => [id, fresh()]));
  const groups = new Map();
  const groupOf = (group) => groups.get(group) ?? groups.set(group, fresh()).get(group);
  const round = (value) => Math.round(value * 10) / 10;
  const order = [...cards].sort((a, b) => (b.kind === "section") - (a.kind === "section") || (a.layer < b.layer ? -1 : 1));
  const many = (group) => cards.filter((card) => card.group === group).length > 1;
  return order.map((card) => {
    const patch = { x: round(card.x + dx), y: round(card.y + dy) };
    if (card.group && many(card.group)) patch.group = groupOf(card.group);
    const section = ids.get(card.section) ?? (here ? card.section : null);
    if (section) patch.section = section;
    if (card.kind !== "arrow") return { op: "copy", card: ids.get(card.id), patch: { from: card.id, ...patch } };
    const end = (id) => ids.get(id) ?? (here ? (id ?? null) : null);
    const content = { ...card.content, from: end(card.content.from), to: end(card.content.to) };
    return { op: "add", card: ids.get(card.id), patch: { kind: "arrow", ...patch, width: card.width, height: card.height, content } };
  });
}
