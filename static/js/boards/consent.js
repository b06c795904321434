/** A twin is paused, or is back: what shows her is hidden at once, without waiting for an answer; then each card says what is so. */

const KINDS = ["paused", "resumed", "withdrawn", "consent", "changed"];

export class Consent {
  constructor(board, live) {
    this.board = board;
    for (const kind of KINDS) live.on(kind, (message) => this.turned(message, kind));
  }

  turned({ topic = "" }, kind) {
    const [what, twin] = topic.split(":");
    if (what !== "twin") return;
    const { board } = this;
    const shows = board.cards.all().filter(({ element }) => (element.dataset.twins ?? "").split(" ").includes(twin));
    for (const { element } of shows) this.hide(element, twin, kind);
    board.refresh(shows.map(({ id }) => id));
    if (board.side.dataset.card && shows.some(({ id }) => id === board.side.dataset.card)) board.tellAgain();
  }

  hide(element, twin, kind) {
    element.dataset.withheld = "";
    const picture = element.querySelector(".pic");
    if (!picture || picture.classList.contains("veil")) return;
    picture.classList.add("veil");
    for (const image of picture.querySelectorAll("img")) image.remove();
    const name = element.querySelector(`[data-twin="${CSS.escape(twin)}"]`)?.textContent;
    const said = document.createElement("p");
    said.textContent = kind === "paused" && name ? this.board.word("paused-now", { name }) : this.board.word("asking");
    picture.replaceChildren(said);
  }
}
