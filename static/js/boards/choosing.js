/** Which cards are chosen. A group is chosen as one; what is locked is chosen too, for only so can it be unlocked. */

export class Chosen {
  constructor(board) {
    this.board = board;
    this.ids = new Set();
  }

  get size() {
    return this.ids.size;
  }

  has(id) {
    return this.ids.has(id);
  }

  cards() {
    return [...this.ids].map((id) => this.board.cards.get(id)).filter((card) => card && !card.gone);
  }

  /** @param alone a card of a group without the others */
  set(ids, { add = false, alone = false } = {}) {
    const before = new Set(this.ids);
    if (!add) this.ids.clear();
    for (const id of ids) for (const each of alone ? [id] : this.withGroup(id)) this.ids.add(each);
    this.mark(before);
  }

  /** Shift: what was chosen is let go of, what was not is added. */
  toggle(id) {
    const before = new Set(this.ids);
    const out = this.ids.has(id);
    for (const each of this.withGroup(id)) {
      if (out) this.ids.delete(each);
      else this.ids.add(each);
    }
    this.mark(before);
  }

  drop(id) {
    if (!this.ids.has(id)) return;
    const before = new Set(this.ids);
    this.ids.delete(id);
    this.mark(before);
  }

  withGroup(id) {
    const group = this.board.cards.get(id)?.group;
    return group ? this.board.cards.all().filter((card) => card.group === group).map((card) => card.id) : [id];
  }

  mark(before) {
    const same = before.size === this.ids.size && [...before].every((id) => this.ids.has(id));
    if (same) return;
    for (const id of before) if (!this.ids.has(id)) this.board.cards.get(id)?.element.classList.remove("selected");
    for (const id of this.ids) this.board.cards.get(id)?.element.classList.add("selected");
    this.board.chosenAnew();
  }

  /** With what the chosen sections carry: what a drag takes along. */
  carried() {
    const all = new Set(this.cards());
    const sections = new Set([...all].filter(({ kind }) => kind === "section").map(({ id }) => id));
    for (let before = -1; before !== all.size; ) {
      before = all.size;
      for (const card of this.board.cards.all()) {
        if (!card.section || !sections.has(card.section)) continue;
        all.add(card);
        if (card.kind === "section") sections.add(card.id);
      }
    }
    return [...all];
  }
}

/** The section that carries what lies here: the topmost whose frame holds the middle of the box. */
export function sectionOf(box, sections, but) {
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const holds = sections.filter(({ id, box: frame }) => !but.has(id) && at.x >= frame.x && at.x <= frame.x + frame.width && at.y >= frame.y && at.y <= frame.y + frame.height);
  return holds.sort((a, b) => a.box.width * a.box.height - b.box.width * b.box.height)[0]?.id ?? null;
}
