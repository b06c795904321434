/** The cards in the order they are read, for Tab. From the last one goes on to what stands after the board. */
import { inReadingOrder } from "./arranging.js";

export class Reading {
  constructor(board) {
    this.board = board;
    board.canvas.addEventListener("focusin", (event) => this.focused(event));
  }

  order() {
    const { cards } = this.board;
    return inReadingOrder(cards.all().map((card) => ({ ...cards.upright(card), card }))).map(({ card }) => card);
  }

  after(card) {
    const order = this.order();
    const at = order.indexOf(card);
    return at < 0 ? null : (order[at + 1] ?? order[at - 1] ?? null);
  }

  /** @returns whether there was a card to go to */
  walk(back) {
    const { board } = this;
    const order = this.order();
    const here = board.cards.of(document.activeElement);
    const at = here ? order.indexOf(here) : back ? -1 : -1;
    const next = here ? order[at + (back ? -1 : 1)] : back ? undefined : order[0];
    if (!next) {
      if (here && back) board.canvas.focus({ preventScroll: true });
      return Boolean(here && back);
    }
    this.go(next);
    return true;
  }

  go(card) {
    const { board } = this;
    card.element.removeAttribute("data-far");
    card.far = false;
    card.element.focus({ preventScroll: true });
    board.view.reveal(board.cards.upright(card));
  }

  focused(event) {
    const card = this.board.cards.of(event.target);
    if (!card || event.target !== card.element || this.board.chosen.has(card.id) || this.board.hand.start) return;
    this.board.chosen.set([card.id], { alone: true });
  }
}
