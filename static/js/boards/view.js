/** What part of the world one sees. Panning moves one layer and nothing else; what depends on the zoom follows once it rests. */
import { fitted, glided, shownOf, toScreen, toWorld, zoomed } from "./place.js";

const FOOT_PX = 44; // what the zoom bar covers at the foot of the board
const RESTS_MS = 140;
const GLIDE_MS = 220;
const LINE_PX = 16;
const PINCH = 240; // how far a wheel turns for the zoom to grow e-fold

export class View {
  constructor({ canvas, layers, frames, moved, rested }) {
    Object.assign(this, { canvas, layers, frames, moved, rested });
    Object.assign(this, { zoom: 1, left: 0, top: 0, glide: null, drawn: null, stepped: "" });
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.measure();
    new ResizeObserver(() => this.measure()).observe(canvas);
    addEventListener("scroll", () => this.measure(), { passive: true });
    frames.each((now) => this.paint(now));
  }

  measure() {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    this.canvasAt = { left, top };
    this.size = { width, height };
    this.frames.wake();
  }

  /** Where a pointer is on the canvas. */
  at({ clientX, clientY }) {
    return { x: clientX - this.canvasAt.left, y: clientY - this.canvasAt.top };
  }

  toWorld(point) {
    return toWorld(point, this);
  }

  toScreen(point) {
    return toScreen(point, this);
  }

  shown() {
    return shownOf(this, this.size);
  }

  look({ zoom, left, top }) {
    this.glide = null;
    this.set({ zoom, left, top });
  }

  set(view) {
    Object.assign(this, view);
    this.frames.wake();
  }

  glideTo(view) {
    if (this.still.matches || !this.size.width) return this.look(view);
    this.glide = { from: { zoom: this.zoom, left: this.left, top: this.top }, to: view, began: null };
    this.frames.wake();
  }

  paint(now) {
    if (this.glide) this.glideOn(now);
    const { zoom, left, top, drawn } = this;
    if (drawn && drawn.zoom === zoom && drawn.left === left && drawn.top === top) return;
    const transform = `translate(${left}px, ${top}px) scale(${zoom})`;
    for (const layer of this.layers) layer.style.transform = transform;
    if (drawn && !this.moving) this.canvas.toggleAttribute("data-moving", (this.moving = true));
    const zoomedToo = !drawn || drawn.zoom !== zoom;
    this.drawn = { zoom, left, top };
    this.moved(zoomedToo);
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.rest(), RESTS_MS);
  }

  glideOn(now) {
    const { from, to } = this.glide;
    this.glide.began ??= now;
    const share = Math.min(1, (now - this.glide.began) / GLIDE_MS);
    Object.assign(this, glided(from, to, 1 - (1 - share) ** 3, this.size));
    if (share < 1) this.frames.wake();
    else Object.assign(this, to), (this.glide = null);
  }

  /** A pinch must not set type anew in each frame: what is written keeps its size until the hand rests. */
  rest() {
    this.moving = false;
    this.canvas.removeAttribute("data-moving");
    this.step();
    this.rested();
  }

  step() {
    const step = (this.zoom < 0.2 ? this.zoom : Math.round(this.zoom * 20) / 20).toFixed(3);
    if (step === this.stepped) return;
    this.stepped = step;
    for (const layer of this.layers) layer.style.setProperty("--zoom", step);
  }

  wheel(event) {
    event.preventDefault();
    const unit = event.deltaMode === 1 ? LINE_PX : event.deltaMode === 2 ? this.size.height : 1;
    if (event.ctrlKey || event.metaKey) return this.look(zoomed(this, Math.exp((-event.deltaY * unit) / PINCH), this.at(event)));
    const sideways = event.shiftKey && !event.deltaX;
    this.look({ zoom: this.zoom, left: this.left - (sideways ? event.deltaY : event.deltaX) * unit, top: this.top - (sideways ? 0 : event.deltaY) * unit });
  }

  zoomBy(factor) {
    this.glideTo(zoomed(this, factor, { x: this.size.width / 2, y: this.size.height / 2 }));
  }

  /** As large as the cards are, what is in the middle staying there. */
  lifeSize() {
    this.zoomBy(1 / this.zoom);
  }

  panBy(dx, dy) {
    this.look({ zoom: this.zoom, left: this.left + dx, top: this.top + dy });
  }

  room() {
    return { width: this.size.width, height: this.size.height - FOOT_PX };
  }

  fit(boxes, { at = "once", ...how } = {}) {
    const view = fitted(boxes, this.room(), how);
    if (at === "once") this.look(view);
    else this.glideTo(view);
  }

  /** Bring a box into sight, by no more than it takes. */
  reveal(box, margin = 24) {
    const one = toScreen(box, this);
    const room = this.room();
    const [width, height] = [box.width * this.zoom, box.height * this.zoom];
    const by = (start, length, space) => {
      if (length + 2 * margin > space) return start > margin || start + length < margin ? margin - start : 0;
      return start < margin ? margin - start : Math.min(0, space - margin - start - length);
    };
    const [dx, dy] = [by(one.x, width, room.width), by(one.y, height, room.height)];
    if (dx || dy) this.glideTo({ zoom: this.zoom, left: this.left + dx, top: this.top + dy });
  }
}
