/** Where the others point. Not stored anywhere; gone after a few quiet seconds. */

const EVERY_MS = 90;
const QUIET_MS = 8000;
const ARROW = "m2 1 11 6.5-5 1.3-2.3 4.7z";
const SVG = "http://www.w3.org/2000/svg";

export class Cursors {
  constructor({ layer, topic, live, me, toScreen }) {
    Object.assign(this, { layer, topic, live, me, toScreen });
    this.others = new Map();
    this.sent = 0;
    setInterval(() => this.forget(), 2000);
  }

  point(world) {
    const now = performance.now();
    if (now - this.sent < EVERY_MS) return;
    this.sent = now;
    this.live.send({ topic: this.topic, kind: "cursor", x: Math.round(world.x), y: Math.round(world.y) });
  }

  show({ by, name, x, y }) {
    if (!by || by === this.me || !Number.isFinite(x) || !Number.isFinite(y)) return;
    const other = this.others.get(by) ?? { element: this.fresh(name) };
    Object.assign(other, { x, y, at: Date.now() });
    this.others.set(by, other);
    this.lay(other);
  }

  lay({ element, x, y }) {
    const at = this.toScreen({ x, y });
    element.style.transform = `translate(${at.x}px, ${at.y}px)`;
  }

  again() {
    for (const other of this.others.values()) this.lay(other);
  }

  forget() {
    for (const [by, other] of this.others) {
      if (Date.now() - other.at < QUIET_MS) continue;
      other.element.remove();
      this.others.delete(by);
    }
  }

  fresh(name) {
    const element = document.createElement("span");
    element.className = "cursor";
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 16 16");
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", ARROW);
    svg.append(path);
    const label = document.createElement("span");
    label.textContent = name;
    element.append(svg, label);
    this.layer.append(element);
    return element;
  }
}
