/** The board by keys alone. Each key and what it does stands in the sheet that ? opens. */
import { chord } from "../reckoning/keys.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const PAN_PX = 80;
const CROP_STEP = 4;

const DOES = {
  "Ctrl+z": "undo", "Ctrl+Shift+z": "redo", "Ctrl+y": "redo", "Ctrl+d": "duplicate", "Ctrl+g": "group", "Ctrl+Shift+g": "ungroup",
  "Ctrl+a": "all", "Ctrl+]": "forward", "Ctrl+[": "backward", "]": "front", "[": "back", "Ctrl+Shift+l": "lock-toggle",
  Delete: "remove", Backspace: "remove", n: "note", f: "section", s: "swatch", a: "arrow", v: "select", h: "hand", u: "pictures", k: "crop", t: "tidy",
  r: "turn-right", "Shift+r": "turn-left",
};
/** By the key's place, because Alt and Shift write other signs on some keyboards. */
const BY_CODE = {
  "Alt+KeyA": "align-left", "Alt+KeyD": "align-right", "Alt+KeyW": "align-top", "Alt+KeyS": "align-bottom", "Alt+KeyH": "align-centre",
  "Alt+KeyV": "align-middle", "Alt+Shift+KeyH": "spread-across", "Alt+Shift+KeyV": "spread-down", "Shift+Digit1": "fit", "Shift+Digit2": "to-chosen", "Shift+Digit0": "life-size",
};

export class Keys {
  constructor(board) {
    this.board = board;
    document.addEventListener("keydown", (event) => this.down(event));
    document.addEventListener("keyup", (event) => event.code === "Space" && this.before && this.letGo());
    addEventListener("blur", () => this.before && this.letGo());
  }

  letGo() {
    this.board.setMode(this.before);
    this.before = null;
  }

  down(event) {
    if (event.defaultPrevented || event.isComposing || event.target.closest?.("input, textarea, select, [contenteditable], dialog")) return;
    const { board } = this;
    if (board.inList && !(event.ctrlKey || event.metaKey)) return;
    if (this.special(event)) event.preventDefault();
    else if (this.named(event)) event.preventDefault();
  }

  named(event) {
    const held = `${event.altKey ? "Alt+" : ""}${event.shiftKey ? "Shift+" : ""}`;
    const plain = !event.ctrlKey && !event.metaKey;
    const name = (plain && held && BY_CODE[held + event.code]) || DOES[chord(event)];
    if (!name) return false;
    if (name === "lock-toggle") return this.board.acts.do(this.board.chosen.cards().some(({ locked }) => locked) ? "unlock" : "lock");
    return this.board.acts.do(name);
  }

  /** Keys whose meaning depends on where one is. @returns whether it was one of them */
  special(event) {
    const { board } = this;
    const inside = board.canvas.contains(event.target) || event.target === document.body;
    if (board.cropping) return this.cropping(event);
    if (event.key === "Tab") return inside && board.canvas.contains(event.target) && board.reading.walk(event.shiftKey);
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.code === "Space") return this.space(event);
    if (event.key === "Escape") return this.escape();
    if (!inside) return false;
    if (event.key in ARROWS) return this.arrow(ARROWS[event.key], event.shiftKey ? 10 : 1);
    if (event.key === "Enter") return this.enter(event);
    if (event.key === "+" || event.key === "=") return board.acts.do(board.chosen.size ? "grow" : "larger");
    if (event.key === "-") return board.acts.do(board.chosen.size ? "shrink" : "smaller");
    if (event.key === "l") return this.newLook();
    return false;
  }

  newLook() {
    this.board.main.querySelector('[data-act="look"]')?.click();
    return true;
  }

  space(event) {
    if (event.target.closest?.("button, a, summary")) return false;
    const { board } = this;
    if (event.target.matches?.("[data-card]") && event.shiftKey) return board.chosen.toggle(event.target.dataset.card), true;
    if (!this.before) {
      this.before = board.mode;
      board.setMode("hand");
    }
    return true;
  }

  escape() {
    const { board } = this;
    if (board.hand.cancel()) return true;
    if (board.following.stop()) return true;
    if (board.mode !== "select") return board.setMode("select"), true;
    if (!board.chosen.size) return false;
    board.chosen.set([]);
    board.canvas.focus({ preventScroll: true });
    return true;
  }

  arrow([dx, dy], by) {
    const { board } = this;
    if (board.chosen.size && board.mayEdit) board.acts.nudge(dx * by, dy * by);
    else board.view.panBy(-dx * PAN_PX, -dy * PAN_PX);
    board.frame.again();
    return true;
  }

  enter(event) {
    const card = this.board.chosen.cards()[0] ?? this.board.cards.of(event.target);
    if (!card || event.target.closest?.("a, button")) return false;
    this.board.open(card, { byKey: true });
    return true;
  }

  cropping(event) {
    const { cropping } = this.board;
    if (event.key === "Enter") return cropping.end(), true;
    if (event.key === "Escape") return cropping.cancel(), true;
    if (event.key in ARROWS) {
      const [dx, dy] = ARROWS[event.key];
      const by = event.shiftKey ? 10 * CROP_STEP : CROP_STEP;
      return cropping.nudge(dx * by, dy * by), true;
    }
    if (event.key === "+" || event.key === "=") return cropping.grow(1.06), true;
    if (event.key === "-") return cropping.grow(1 / 1.06), true;
    return event.key === "Tab";
  }
}
