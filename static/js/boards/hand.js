/** The hand on the board: mouse, pen and fingers. It decides which gesture begins; each gesture knows the rest itself.
 *
 * A gesture has `move(at, event)`, called once a frame at most, `end(event)` and `cancel()`; `at` is on the canvas.
 */
import { zoomed } from "./place.js";
import { Panning } from "./panning.js";
import { BoxChoosing, LineChoosing } from "./gathering.js";
import { Moving } from "./moving.js";
import { Scaling, Turning } from "./transforming.js";

const BEGINS_PX = 3;
const FINGER_PX = 8;
const HOLD_MS = 420;
const OTHERS = ".float, .arriving, a, button, input, select, textarea, [data-own-hand], [contenteditable]:focus";

export class Hand {
  constructor(board) {
    this.board = board;
    this.pointers = new Map();
    this.gesture = null;
    this.pending = null;
    const { canvas } = board;
    canvas.addEventListener("pointerdown", (event) => this.down(event));
    canvas.addEventListener("pointermove", (event) => this.moved(event));
    canvas.addEventListener("pointerup", (event) => this.up(event));
    canvas.addEventListener("pointercancel", (event) => this.up(event, { cancelled: true }));
    canvas.addEventListener("dblclick", (event) => this.twice(event));
    canvas.addEventListener("contextmenu", (event) => event.pointerType === "touch" && event.preventDefault());
    board.frames.each(() => this.paint());
  }

  down(event) {
    const { board } = this;
    if (board.inList) return this.chooseInList(event);
    if (event.button > 1 || event.target.closest(OTHERS)) return;
    const at = board.view.at(event);
    this.pointers.set(event.pointerId, at);
    board.words.end();
    board.following.stop();
    if (this.pointers.size === 2) return this.pinchStart();
    if (this.pointers.size > 2) return;
    this.start = { at, event, begun: false, card: board.cards.of(event.target), handle: event.target.closest("[data-handle]") };
    if (event.pointerType === "touch") this.finger();
    else this.gesture = this.begin(event, at);
  }

  chooseInList(event) {
    const card = this.board.cards.of(event.target);
    if (card) this.board.chosen.set([card.id]);
  }

  /** What a mouse or a pen begins. */
  begin(event, at) {
    const { board } = this;
    const { card, handle } = this.start;
    if (board.mode === "hand" || event.button === 1) return new Panning(board, at);
    const tool = board.tools.get(board.mode);
    if (tool) return tool.begin(at, event, card);
    if (board.cropping) return board.cropping.begin(handle, card, at);
    if (handle) return this.ofHandle(handle.dataset.handle, at);
    if (!card) return event.altKey ? new LineChoosing(board, at, event.shiftKey) : new BoxChoosing(board, at, event.shiftKey);
    return this.grab(card, event, at);
  }

  ofHandle(name, at) {
    if (!this.board.mayEdit) return null;
    return name === "turn" ? new Turning(this.board, at) : new Scaling(this.board, name, at);
  }

  grab(card, event, at) {
    const { board } = this;
    if (event.shiftKey) board.chosen.toggle(card.id);
    else if (!board.chosen.has(card.id)) board.chosen.set([card.id], { alone: event.ctrlKey || event.metaKey });
    else this.start.again = true;
    if (!board.chosen.has(card.id) || !board.mayEdit) return null;
    return new Moving(board, at, { copies: event.altKey });
  }

  /** One finger pans; what is chosen by a tap has handles; held down, a card comes along. */
  finger() {
    const { board } = this;
    const { at, card, handle, event } = this.start;
    if (board.cropping || board.tools.get(board.mode)) this.gesture = this.begin(event, at);
    else if (handle) this.gesture = this.ofHandle(handle.dataset.handle, at);
    else this.gesture = new Panning(board, at);
    clearTimeout(this.holding);
    if (card && board.mayEdit && board.mode === "select") this.holding = setTimeout(() => this.held(card, at), HOLD_MS);
  }

  held(card, at) {
    if (this.start?.begun || this.pointers.size !== 1) return;
    const { board } = this;
    if (!board.chosen.has(card.id)) board.chosen.set([card.id]);
    this.begun(this.start.event);
    this.gesture = new Moving(board, at, {});
    navigator.vibrate?.(10);
  }

  moved(event) {
    const { board } = this;
    const at = board.view.at(event);
    board.cursors.point(board.view.toWorld(at));
    if (!this.pointers.has(event.pointerId)) return;
    this.pointers.set(event.pointerId, at);
    if (!this.pinch && this.start && !this.start.begun) {
      const least = event.pointerType === "touch" ? FINGER_PX : BEGINS_PX;
      if (Math.hypot(at.x - this.start.at.x, at.y - this.start.at.y) < least) return;
      this.begun(event);
      clearTimeout(this.holding);
    }
    this.pending = { at, event };
    board.frames.wake();
  }

  /** From now on the board hears of this pointer wherever it goes; before, a click is still the card's own. */
  begun(event) {
    this.start.begun = true;
    this.board.canvas.setPointerCapture(event.pointerId);
  }

  paint() {
    const pending = this.pending;
    this.pending = null;
    if (!pending) return;
    if (this.pinch) this.pinching();
    else this.gesture?.move(pending.at, pending.event);
  }

  up(event, { cancelled = false } = {}) {
    if (!this.pointers.delete(event.pointerId)) return;
    clearTimeout(this.holding);
    if (this.pinch) {
      if (this.pointers.size < 2) this.pinch = null;
      this.gesture = null;
      return;
    }
    this.paint();
    const { gesture, start } = this;
    this.gesture = this.start = null;
    if (cancelled) return gesture?.cancel?.();
    if (start?.begun) return gesture?.end?.(event);
    gesture?.cancel?.();
    this.tapped(start, event);
  }

  /** Let go where it was put down. */
  tapped(start, event) {
    if (!start || start.handle) return;
    const { board } = this;
    const { card } = start;
    if (board.tools.get(board.mode)) return board.tools.get(board.mode).tapped?.(start.at, card);
    if (board.mode !== "select" || board.cropping || event.button === 1) return;
    if (event.pointerType === "touch") this.tap(card, event);
    else if (!card && !event.shiftKey) board.chosen.set([]);
    else if (card && start.again && !event.shiftKey && board.chosen.size > 1) board.chosen.set([card.id]);
    if (card && board.chosen.has(card.id)) card.element.focus({ preventScroll: true }); // a focus chooses
  }

  tap(card, event) {
    const { board } = this;
    const twice = card && this.lastTap?.card === card && event.timeStamp - this.lastTap.at < 320;
    this.lastTap = { card, at: event.timeStamp };
    if (!card) return board.chosen.set([]);
    board.chosen.set([card.id]);
    if (twice) board.open(card);
  }

  twice(event) {
    const card = this.board.cards.of(event.target);
    if (card && !event.target.closest(OTHERS) && this.board.mode === "select") this.board.open(card);
  }

  pinchStart() {
    clearTimeout(this.holding);
    for (const id of this.pointers.keys()) this.board.canvas.setPointerCapture(id);
    this.gesture?.cancel?.();
    this.gesture = null;
    const { a, b, span, centre } = this.two();
    this.pinch = { span, centre, a, b, view: { zoom: this.board.view.zoom, left: this.board.view.left, top: this.board.view.top } };
  }

  two() {
    const [a, b] = [...this.pointers.values()];
    return { a, b, span: Math.hypot(a.x - b.x, a.y - b.y) || 1, centre: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } };
  }

  pinching() {
    if (this.pointers.size < 2) return;
    const { span, centre } = this.two();
    const view = zoomed(this.pinch.view, span / this.pinch.span, this.pinch.centre);
    this.board.view.look({ zoom: view.zoom, left: view.left + centre.x - this.pinch.centre.x, top: view.top + centre.y - this.pinch.centre.y });
  }

  /** Escape while something is dragged: it goes back. @returns whether anything was under way */
  cancel() {
    if (!this.gesture || !this.start?.begun) return false;
    this.gesture.cancel?.();
    this.gesture = this.start = null;
    this.pending = null;
    return true;
  }
}
