/** A colour read from a shown picture: pointed at, or walked to with the arrow keys, and laid beside it as a swatch. */
import { averaged, hexOf, inFrame, STEPS } from "../reckoning/pixels.js";

const ASK_MS = 90;
const GAP = 24;
const DOWN = 216; // past a palette that lies there
const MOST_PX = 2048;

/** @param button with `data-dropper`, the card's id, and `data-colour-url`, which knows what a colour is called */
export function start(button) {
  button.hidden = false;
  button.addEventListener("click", () => begin(button));
}

function begin(button) {
  const { board } = button.closest("main");
  const card = board.cards.get(button.dataset.dropper);
  const picture = card?.element.querySelector(".pic > img");
  if (!picture?.naturalWidth) return;
  board.main.removeAttribute("data-told");
  if (!board.inList) board.zoomToChosen();
  const made = button.parentElement.querySelector("template[data-dropper-at]").content.firstElementChild.cloneNode(true);
  document.body.append(made);
  new Dropper({ board, card, picture, made, url: button.dataset.colourUrl, back: button });
}

class Dropper {
  constructor(parts) {
    Object.assign(this, parts, { at: { x: 0.5, y: 0.5 }, found: null });
    this.pixels = drawn(this.picture);
    this.made.addEventListener("pointermove", (event) => this.pointed(event));
    this.made.addEventListener("pointerdown", (event) => this.pointed(event));
    this.made.addEventListener("click", (event) => this.clicked(event));
    this.made.addEventListener("keydown", (event) => this.key(event));
    this.follows = () => this.show();
    this.board.main.addEventListener("board:view", this.follows);
    this.made.focus();
    this.show();
  }

  /** Where the picture lies on the screen: as it stands on the board, turned about its middle. */
  frame() {
    const { picture, board, card } = this;
    const box = picture.getBoundingClientRect();
    const zoom = board.inList ? 1 : board.view.zoom;
    return {
      middle: { x: box.x + box.width / 2, y: box.y + box.height / 2 },
      width: picture.offsetWidth * zoom, height: picture.offsetHeight * zoom, rotation: board.inList ? 0 : card.rotation,
      fit: getComputedStyle(picture).objectFit, shape: picture.naturalWidth / picture.naturalHeight,
    };
  }

  pointed(event) {
    if (event.target.closest(".found")) return;
    const at = inFrame(this.frame()).toPicture({ x: event.clientX, y: event.clientY });
    const cut = this.card.crop ?? { x: 0, y: 0, width: 1, height: 1 };
    if (at.x < cut.x || at.y < cut.y || at.x > cut.x + cut.width || at.y > cut.y + cut.height) return;
    this.at = at;
    this.show();
  }

  clicked(event) {
    if (event.target.closest("[data-takes]")) this.take();
    else if (event.target.closest("[data-leaves]")) this.end();
    else if (!event.target.closest(".found") && event.pointerType === "mouse") this.take();
  }

  key(event) {
    event.stopPropagation();
    const inButton = event.target.closest("button");
    if (event.key === "Escape") this.end();
    else if (event.key === "Enter" && !inButton) this.take();
    else if (event.key in STEPS) this.step(STEPS[event.key], event.shiftKey ? 10 : 1);
    else if (event.key !== "Tab" || !this.walks(event)) return;
    event.preventDefault();
  }

  /** Tab stays here: all else lies under it. */
  walks({ shiftKey }) {
    const stops = [this.made, ...this.made.querySelectorAll("button")];
    const next = (stops.indexOf(document.activeElement) + (shiftKey ? stops.length - 1 : 1)) % stops.length;
    stops[next].focus();
    return true;
  }

  step([dx, dy], by) {
    const cut = this.card.crop ?? { x: 0, y: 0, width: 1, height: 1 };
    const within = (value, from, length) => Math.min(from + length, Math.max(from, value));
    this.at = { x: within(this.at.x + dx * by * 0.005, cut.x, cut.width), y: within(this.at.y + dy * by * 0.005, cut.y, cut.height) };
    this.show();
  }

  show() {
    const on = inFrame(this.frame()).toScreen(this.at);
    const ring = this.made.querySelector(".ring");
    ring.style.transform = `translate(${on.x}px, ${on.y}px)`;
    const colour = hexOf(averaged(this.pixels, this.at));
    ring.style.background = this.made.querySelector(".colour").style.background = colour;
    if (colour === this.colour) return;
    this.colour = colour;
    this.made.querySelector("[data-hex]").textContent = colour;
    clearTimeout(this.asking);
    this.asking = setTimeout(() => this.ask(colour), ASK_MS);
  }

  async ask(colour) {
    const answer = await fetch(`${this.url}?${new URLSearchParams({ colour })}`).catch(() => null);
    const found = answer?.ok ? await answer.json() : null;
    if (!found || colour !== this.colour) return found;
    this.made.querySelector("[data-name]").textContent = found.name;
    this.made.querySelector("[data-lab]").textContent = `Lab ${found.lab.map((part) => Math.round(part)).join(" ")}`;
    return found;
  }

  async take() {
    if (this.taking) return;
    this.taking = true;
    clearTimeout(this.asking);
    const { board, card, colour } = this;
    const found = await this.ask(colour);
    this.end();
    const beside = { x: card.x + card.width + GAP, y: card.y };
    while (board.cards.all().some(({ x, y }) => Math.abs(x - beside.x) < 8 && Math.abs(y - beside.y) < 8)) beside.y += DOWN;
    board.lay("swatch", { ...beside, content: { words: found?.name ?? colour, colour } });
  }

  end() {
    this.board.main.removeEventListener("board:view", this.follows);
    this.made.remove();
    if (this.back.isConnected) this.back.focus({ preventScroll: true });
  }
}

/** What is shown, as pixels one can count. */
function drawn(picture) {
  const share = Math.min(1, MOST_PX / Math.max(picture.naturalWidth, picture.naturalHeight));
  const width = Math.max(1, Math.round(picture.naturalWidth * share));
  const height = Math.max(1, Math.round(picture.naturalHeight * share));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(picture, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}
