/** Words of a card under the pen: edited as the plain text they are kept as, shown as they read. */
import { written } from "./markdown.js";

export class Words {
  constructor(board) {
    this.board = board;
    this.card = null;
    board.canvas.addEventListener("focusout", (event) => this.card && event.target === this.place && this.end());
    board.canvas.addEventListener("keydown", (event) => this.card && this.key(event));
    board.canvas.addEventListener("paste", (event) => this.card && event.stopPropagation());
  }

  /** @param all choose every word, for a card that was just laid */
  begin(card, { all = false } = {}) {
    const place = card?.element.querySelector("[data-words-of]");
    if (!place || card.locked || !this.board.mayEdit || this.card === card) return;
    this.end();
    Object.assign(this, { card, place, was: card.content.words ?? "" });
    place.textContent = this.was;
    place.contentEditable = "plaintext-only";
    card.element.classList.add("written");
    place.focus({ preventScroll: true });
    const selection = getSelection();
    selection.selectAllChildren(place);
    if (!all) selection.collapseToEnd();
    this.board.frame.set();
  }

  key(event) {
    const line = this.card.kind !== "note";
    const done = event.key === "Escape" || (event.key === "Enter" && (line || event.ctrlKey || event.metaKey));
    event.stopPropagation();
    if (!done) return;
    event.preventDefault();
    const { element } = this.card;
    this.end();
    element.focus({ preventScroll: true });
  }

  end() {
    const { card, place, was, board } = this;
    if (!card) return;
    this.card = null;
    const words = place.innerText.replace(/\u00a0/g, " ").trim();
    place.contentEditable = "false";
    place.removeAttribute("contenteditable");
    card.element.classList.remove("written");
    if (words !== was) board.changes.make([{ op: "content", card: card.id, patch: { words } }]);
    else this.show(card);
    if (place === document.activeElement) place.blur();
  }

  show(card) {
    const place = card.element.querySelector("[data-words-of]");
    if (!place || this.card === card || card.content.words === undefined) return;
    if (card.kind === "note") place.replaceChildren(written(card.content.words ?? ""));
    else place.textContent = card.content.words ?? "";
  }
}
