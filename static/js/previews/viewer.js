/** One frame as through a loupe, or two to four side by side: drawn up and moved together, compared, and marked. */
import { differing, fitting, framedAlike, hatched, held, placed, planes, STRIP, under } from "./looking.js";

const COMPARED_PX = 560;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const root = document.documentElement;

const sizeOf = (image) => ({ width: Number(image.getAttribute("width")) || image.naturalWidth, height: Number(image.getAttribute("height")) || image.naturalHeight });
const oneToOne = () => 1 / (window.devicePixelRatio || 1);

export class Viewer {
  /** @param mark (frame, key) says something of a frame; `next` (frame, step) gives its neighbour on the sheet. */
  constructor(dialog, { mark, next }) {
    Object.assign(this, { dialog, mark, next, panes: [], active: 0, look: { scale: null, x: 0.5, y: 0.5 } });
    this.area = dialog.querySelector("[data-panes]");
    this.line = dialog.querySelector("[data-line]");
    dialog.addEventListener("keydown", (event) => this.key(event));
    dialog.addEventListener("click", (event) => this.click(event));
    dialog.addEventListener("close", () => this.clear());
    this.area.addEventListener("pointermove", (event) => this.pointed(event));
    this.area.addEventListener("pointerdown", (event) => this.grabbed(event));
    this.area.addEventListener("dblclick", (event) => this.enlarge(this.point(event)));
    this.area.addEventListener("wheel", (event) => this.wheeled(event), { passive: false });
    new ResizeObserver(() => this.lay()).observe(this.area);
    new MutationObserver(() => "withheld" in root.dataset && this.clear()).observe(root, { attributeFilter: ["data-withheld"] });
  }

  /** @param frames of the sheet, one to four. enlarged: at 1:1 from the start. */
  async show(frames, { enlarged = false } = {}) {
    this.clear();
    this.look = { scale: enlarged ? oneToOne() : null, x: 0.5, y: 0.4 };
    this.panes = frames.map((frame) => this.pane(frame));
    this.area.replaceChildren(...this.panes.map((pane) => pane.element));
    this.choose(0);
    if (!this.dialog.open) this.dialog.showModal();
    this.area.focus();
    const shown = this.panes;
    await Promise.all(shown.map((pane) => this.fetch(pane)));
    if (shown === this.panes && this.differs) this.compare();
  }

  pane(frame) {
    const element = document.createElement("div");
    element.className = "pane";
    return { frame, element, image: null, canvas: null };
  }

  async fetch(pane) {
    const answer = await fetch(pane.frame.dataset.print, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok || "withheld" in root.dataset || !this.panes.includes(pane)) return;
    pane.element.innerHTML = await answer.text();
    pane.image = pane.element.querySelector("img");
    await pane.image?.decode().catch(() => null);
    this.lay();
  }

  /** Nothing of a picture stays behind, in no element and in no memory of a drawing. */
  clear() {
    for (const pane of this.panes) this.wipeOut(pane);
    this.panes = [];
    this.area.replaceChildren();
    this.press("differ", false);
    this.press("wipe", false);
    this.say("");
  }

  wipeOut(pane) {
    if (pane.canvas) pane.canvas.width = pane.canvas.height = 0;
    pane.canvas?.remove();
    pane.canvas = null;
  }

  get differs() {
    return this.pressed("differ");
  }

  pressed(what) {
    return this.dialog.querySelector(`[data-${what}]`).getAttribute("aria-pressed") === "true";
  }

  press(what, on) {
    this.dialog.querySelector(`[data-${what}]`).setAttribute("aria-pressed", String(on));
  }

  say(words) {
    this.line.textContent = words;
  }

  choose(index) {
    this.active = Math.min(Math.max(index, 0), this.panes.length - 1);
    this.panes.forEach(({ element }, at) => element.toggleAttribute("data-active", at === this.active && this.panes.length > 1));
    for (const what of ["differ", "wipe"]) this.dialog.querySelector(`[data-${what}]`).hidden = this.panes.length < 2 || (what === "wipe" && this.panes.length !== 2);
    for (const step of this.dialog.querySelectorAll("[data-step]")) step.hidden = this.panes.length > 1;
    this.area.dataset.count = String(this.panes.length);
    this.refresh();
  }

  /** The bar says what the frame says. */
  refresh() {
    const { state = "none", rating = "0" } = this.panes[this.active]?.frame.dataset ?? {};
    for (const star of this.dialog.querySelectorAll("[data-star]")) star.setAttribute("aria-pressed", String(Number(star.dataset.star) <= Number(rating)));
    for (const choice of this.dialog.querySelectorAll("[data-choice]")) choice.setAttribute("aria-pressed", String(choice.dataset.choice === state));
    for (const { frame, element } of this.panes) Object.assign(element.dataset, { state: frame.dataset.state, rating: frame.dataset.rating });
  }

  /** A frame of the sheet was drawn anew. */
  renewed(old, fresh) {
    for (const pane of this.panes) if (pane.frame === old) pane.frame = fresh;
    if (this.panes.length) this.refresh();
  }

  room(pane) {
    const box = pane.element.getBoundingClientRect();
    return { width: box.width, height: box.height };
  }

  lay() {
    for (const pane of this.panes) {
      if (!pane.image) continue;
      const { x, y, scale } = placed(this.look, this.room(pane), sizeOf(pane.image));
      for (const drawn of [pane.image, pane.canvas]) drawn?.style.setProperty("transform", `translate(${x}px, ${y}px) scale(${scale})`);
    }
    this.press("zoom", this.look.scale !== null);
  }

  /** Between the whole frame and one pixel of it for one of the screen. at: what is to be seen. */
  enlarge(at = this.look) {
    const back = this.look.scale !== null;
    this.look = { scale: back ? null : oneToOne(), x: at.x, y: at.y };
    this.lay();
  }

  point(event) {
    const pane = this.panes.find(({ element }) => element.contains(event.target)) ?? this.panes[this.active];
    if (!pane?.image) return this.look;
    const box = pane.element.getBoundingClientRect();
    return under({ x: event.clientX - box.left, y: event.clientY - box.top }, this.look, this.room(pane), sizeOf(pane.image));
  }

  /** The loupe follows the pointer; several frames are taken by the hand. */
  pointed(event) {
    if (this.panes.length !== 1 || this.look.scale === null || event.pointerType !== "mouse" || event.buttons) return;
    const box = this.area.getBoundingClientRect();
    this.moveTo({ x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height });
  }

  moveTo({ x, y }) {
    const pane = this.panes[this.active];
    if (!pane?.image) return;
    const [room, size] = [this.room(pane), sizeOf(pane.image)];
    const scale = Math.max(this.look.scale ?? 0, fitting(room, size));
    this.look = { ...this.look, ...held({ x, y }, scale, room, size) };
    this.lay();
  }

  grabbed(event) {
    const index = this.panes.findIndex(({ element }) => element.contains(event.target));
    if (index < 0 || event.target.closest("input")) return;
    this.choose(index);
    const pane = this.panes[index];
    if (this.look.scale === null || !pane.image) return;
    event.preventDefault();
    this.area.focus();
    const from = { ...this.look, px: event.clientX, py: event.clientY };
    const size = sizeOf(pane.image);
    const scale = Math.max(this.look.scale, fitting(this.room(pane), size));
    const drag = (moved) => this.moveTo({ x: from.x - (moved.clientX - from.px) / (size.width * scale), y: from.y - (moved.clientY - from.py) / (size.height * scale) });
    const drop = () => {
      removeEventListener("pointermove", drag);
      removeEventListener("pointerup", drop);
      removeEventListener("pointercancel", drop);
    };
    addEventListener("pointermove", drag);
    addEventListener("pointerup", drop);
    addEventListener("pointercancel", drop);
  }

  wheeled(event) {
    const pane = this.panes[this.active];
    if (!pane?.image) return;
    event.preventDefault();
    const [room, size, at] = [this.room(pane), sizeOf(pane.image), this.point(event)];
    const [least, most] = [fitting(room, size), 2 * oneToOne()];
    const scale = Math.min((this.look.scale ?? least) * Math.exp(-event.deltaY / 300), most);
    this.look = scale <= least * 1.001 ? { ...this.look, scale: null } : { scale, x: at.x + (this.look.x - at.x) * ((this.look.scale ?? least) / scale), y: at.y + (this.look.y - at.y) * ((this.look.scale ?? least) / scale) };
    this.lay();
  }

  click(event) {
    const hit = (name) => event.target.closest(`[data-${name}]`);
    if (hit("star")) this.say_of(hit("star").dataset.star);
    else if (hit("choice")) this.say_of(hit("choice").dataset.choice === "pick" ? "p" : "x");
    else if (hit("zoom")) this.enlarge();
    else if (hit("differ")) this.compare(!this.differs);
    else if (hit("wipe")) this.wipe(!this.pressed("wipe"));
    else if (hit("step")) this.step(Number(hit("step").dataset.step));
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input[type=range]")) return;
    const low = event.key.toLowerCase();
    const onButton = event.key === " " && event.target.closest("button");
    const asked = { z: () => this.enlarge(), d: () => this.compare(!this.differs), w: () => this.wipe(!this.pressed("wipe")), " ": () => (this.panes.length === 1 ? this.dialog.close() : this.enlarge()) };
    if (onButton) return;
    if (Object.hasOwn(asked, low)) asked[low]();
    else if (event.key in ARROWS) this.arrow(...ARROWS[event.key], event.shiftKey);
    else if (!/^[0-5pxu]$/.test(low)) return;
    else this.say_of(low);
    event.preventDefault();
  }

  /** Larger than its pane it is moved; whole, the arrow leads to the next frame, or to the next pane. */
  arrow(dx, dy, far) {
    if (this.look.scale === null && dx) return this.panes.length === 1 ? this.step(dx) : this.choose(this.active + dx);
    const pane = this.panes[this.active];
    if (this.look.scale === null || !pane?.image) return undefined;
    const size = sizeOf(pane.image);
    const part = (far ? 0.5 : 0.12) / Math.max(this.look.scale, fitting(this.room(pane), size));
    const room = this.room(pane);
    return this.moveTo({ x: this.look.x + (dx * part * room.width) / size.width, y: this.look.y + (dy * part * room.height) / size.height });
  }

  step(by) {
    const frame = this.next(this.panes[this.active]?.frame, by);
    if (frame) this.show([frame], { enlarged: this.look.scale !== null });
  }

  /** What is left among several goes from among them; on the sheet it stays. */
  say_of(key) {
    const pane = this.panes[this.active];
    if (!pane) return;
    this.mark(pane.frame, key);
    if (key === "x" && pane.frame.dataset.state === "leave" && this.panes.length > 1) this.take(pane);
    this.refresh();
  }

  take(pane) {
    this.wipeOut(pane);
    pane.element.remove();
    this.panes = this.panes.filter((each) => each !== pane);
    if (this.pressed("wipe")) this.wipe(false);
    this.choose(this.active);
    this.lay();
    if (this.differs) this.compare(this.panes.length > 1);
  }

  wipe(on) {
    const may = on && this.panes.length === 2;
    this.press("wipe", may);
    this.area.toggleAttribute("data-wiping", may);
    this.area.querySelector("input.cut")?.remove();
    if (may) {
      const cut = Object.assign(document.createElement("input"), { type: "range", className: "cut", min: "0", max: "100", value: "50" });
      cut.setAttribute("aria-label", this.dialog.querySelector("[data-wipe]").textContent.trim());
      cut.addEventListener("input", () => this.area.style.setProperty("--cut", `${cut.value}%`));
      this.area.style.setProperty("--cut", "50%");
      this.area.append(cut);
      cut.focus();
    }
    this.lay();
  }

  /** Every frame against the first. Only what is shown is read, and only while it may be shown. */
  compare(on = true) {
    const [first, ...others] = this.panes;
    this.press("differ", on && others.length > 0);
    for (const pane of this.panes) this.wipeOut(pane);
    this.say("");
    if (!on || !first?.image || "withheld" in root.dataset) return;
    const said = others.filter((pane) => pane.image).map((pane) => this.against(first.image, pane));
    this.say(said.join(" "));
    this.lay();
  }

  against(base, pane) {
    const [size, other] = [sizeOf(base), sizeOf(pane.image)];
    const words = this.dialog.dataset;
    const said = (text) => text.replace("NUMBER", pane.frame.dataset.number);
    if (!framedAlike(size, other)) return said(words.framedWords);
    const width = Math.min(COMPARED_PX, size.width);
    const [whole, height] = [Math.round((width * other.height) / other.width), Math.floor((width * size.height) / size.width - width * STRIP) - 1];
    const { mask, share } = differing(read(base, width, whole, height), read(pane.image, width, whole, height));
    pane.canvas = Object.assign(document.createElement("canvas"), { width, height });
    pane.canvas.getContext("2d").putImageData(new ImageData(hatched(mask, width, height), width, height), 0, 0);
    pane.canvas.style.setProperty("width", `${other.width}px`);
    pane.canvas.style.setProperty("height", `${(other.height * height) / whole}px`);
    pane.image.after(pane.canvas);
    return said(share < 0.0005 ? words.sameWords : words.differWords).replace("PART", (share * 100).toFixed(share < 0.095 ? 1 : 0));
  }
}

/** The upper part of a shown picture, small; what it was drawn on is emptied at once. */
function read(image, width, whole, height) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height: whole });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(image, 0, 0, width, whole);
  const found = planes(pen.getImageData(0, 0, width, height));
  canvas.width = canvas.height = 0;
  return found;
}
