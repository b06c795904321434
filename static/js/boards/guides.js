/** The thin lines a drag draws: what it rests on, the box or the line one chooses with. In the screen's own pixels. */
const SVG = "http://www.w3.org/2000/svg";
const TICK = 4;

export class Guides {
  constructor(board) {
    this.board = board;
    this.svg = board.main.querySelector("[data-guides]");
    this.path = this.svg.appendChild(document.createElementNS(SVG, "path"));
    this.gaps = this.svg.appendChild(document.createElementNS(SVG, "path"));
    this.lasso = this.svg.appendChild(document.createElementNS(SVG, "path"));
    for (const [part, name] of [[this.path, "rest"], [this.gaps, "gap"], [this.lasso, "choose"]]) part.setAttribute("class", name);
  }

  /** @param lines of `rested`, in the world */
  rest(lines) {
    const { view } = this.board;
    const plain = [];
    const gaps = [];
    for (const { x1, y1, x2, y2, gap } of lines) {
      const [a, b] = [view.toScreen({ x: x1, y: y1 }), view.toScreen({ x: x2, y: y2 })];
      (gap ? gaps : plain).push(`M${a.x} ${a.y}L${b.x} ${b.y}`);
      if (gap) gaps.push(...ticks(a, b));
    }
    this.path.setAttribute("d", plain.join(""));
    this.gaps.setAttribute("d", gaps.join(""));
  }

  box({ x, y, width, height }) {
    this.lasso.setAttribute("d", `M${x} ${y}h${width}v${height}h${-width}z`);
  }

  line(points) {
    this.lasso.setAttribute("d", points.length ? `M${points.map(({ x, y }) => `${x} ${y}`).join("L")}z` : "");
  }

  clear() {
    for (const part of [this.path, this.gaps, this.lasso]) part.setAttribute("d", "");
  }
}

function ticks(a, b) {
  const flat = a.y === b.y;
  return [a, b].map(({ x, y }) => (flat ? `M${x} ${y - TICK}v${2 * TICK}` : `M${x - TICK} ${y}h${2 * TICK}`));
}
