/** What of a picture shows. The whole of it lies dimmed below while the frame over it is pulled; nothing is cut away. */
import { clamp } from "./place.js";
import { cropOf, framed, middle, turned, uncropped } from "./turning.js";

export class Cropping {
  constructor(board, card) {
    Object.assign(this, { board, card });
    const picture = card.element.querySelector(".pic > img");
    this.before = { x: card.x, y: card.y, width: card.width, height: card.height, crop: card.crop };
    this.rotation = card.rotation;
    this.tall = card.tall;
    const shape = picture.naturalHeight / picture.naturalWidth || card.height / card.width;
    this.whole = card.crop ? uncropped(card, card.crop) : { x: card.x, y: card.y, width: card.width, height: card.width * shape };
    this.frame = card.crop ? { x: card.x, y: card.y, width: card.width, height: card.height } : { ...this.whole };
    this.start = { middle: middle({ ...card, height: card.tall }), frame: { ...this.frame } };
    this.stage = document.createElement("div");
    this.stage.className = "crop-stage";
    const whole = picture.cloneNode();
    whole.removeAttribute("style");
    this.stage.append(whole);
    this.lay(this.stage, this.whole);
    board.world.append(this.stage);
    card.element.classList.add("cropping");
    card.element.style.zIndex = "9999";
    board.main.classList.add("is-cropping");
    this.show();
  }

  lay(element, { x, y, width, height }) {
    element.style.transform = `translate(${x}px, ${y}px)`;
    element.style.width = `${width}px`;
    element.style.height = `${height}px`;
  }

  box() {
    return { ...this.frame, rotation: 0 };
  }

  show() {
    const crop = cropOf(this.whole, this.frame) ?? { x: 0, y: 0, width: 1, height: 1 };
    this.board.cards.put(this.card, { ...this.frame, crop, rotation: 0 });
    this.board.frame.again();
  }

  begin(handle, card, at) {
    if (!handle && card !== this.card) return this.end(), null;
    return new Pulling(this, handle?.dataset.handle ?? "", at);
  }

  pull(frame, handle, by) {
    this.frame = handle ? framed(frame, handle, by, this.whole) : this.slid(frame, by);
    this.show();
  }

  slid(frame, by) {
    const { whole } = this;
    const x = clamp(frame.x + by.x, whole.x, whole.x + whole.width - frame.width);
    const y = clamp(frame.y + by.y, whole.y, whole.y + whole.height - frame.height);
    return { ...frame, x, y };
  }

  /** By keys: the arrows slide the frame, + and - make it larger and smaller about its middle. */
  nudge(dx, dy) {
    this.pull(this.frame, "", { x: dx, y: dy });
  }

  grow(share) {
    const { frame, whole } = this;
    const width = clamp(frame.width * share, 24, whole.width);
    const height = clamp(frame.height * share, 24, whole.height);
    const at = middle(frame);
    this.frame = this.slid({ width, height, x: clamp(at.x - width / 2, whole.x, whole.x + whole.width - width), y: clamp(at.y - height / 2, whole.y, whole.y + whole.height - height) }, { x: 0, y: 0 });
    this.show();
  }

  end() {
    const { board, card, whole } = this;
    const crop = cropOf(whole, this.frame);
    const patch = { ...this.placed(), crop };
    this.finish();
    if (same(patch, this.before)) return;
    const moves = Object.fromEntries(Object.entries(patch).map(([name, value]) => [name, name === "crop" ? value : Math.round(value * 10) / 10]));
    board.changes.make([{ op: "move", card: card.id, patch: moves }]);
  }

  /** A turned picture turns about its middle, which a crop moves: what is left stays where it was seen. */
  placed() {
    const { frame, rotation, start } = this;
    const from = middle(start.frame);
    const to = middle(frame);
    const arm = turned({ x: to.x - from.x, y: to.y - from.y }, rotation);
    const at = rotation ? { x: start.middle.x + arm.x, y: start.middle.y + arm.y } : to;
    return { x: at.x - frame.width / 2, y: at.y - frame.height / 2, width: frame.width, height: frame.height };
  }

  cancel() {
    this.finish();
  }

  finish() {
    const { board, card } = this;
    this.stage.remove();
    card.element.classList.remove("cropping");
    card.element.style.zIndex = String(card.depth);
    board.main.classList.remove("is-cropping");
    board.cards.put(card, { ...this.before, rotation: this.rotation });
    card.tall = this.tall;
    board.cropping = null;
    board.frame.set();
    board.frame.again();
  }
}

class Pulling {
  constructor(cropping, handle, at) {
    Object.assign(this, { cropping, handle, from: at, frame: { ...cropping.frame } });
  }

  move(at) {
    const { zoom } = this.cropping.board.view;
    this.cropping.pull(this.frame, this.handle, { x: (at.x - this.from.x) / zoom, y: (at.y - this.from.y) / zoom });
  }

  cancel() {
    this.cropping.pull(this.frame, "", { x: 0, y: 0 });
  }
}

const same = (one, two) => ["x", "y", "width", "height"].every((name) => Math.abs(one[name] - two[name]) < 0.6) && JSON.stringify(one.crop) === JSON.stringify(two.crop);
