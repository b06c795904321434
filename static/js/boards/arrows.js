/** Arrows between cards. An end that is attached keeps to its card's edge, wherever that card goes. */
import { between } from "./place.js";
import { middle } from "./turning.js";

const HEAD = 12;
const GAP = 8;

/** Where a line from the middle of a box towards a point leaves it, and a little further. */
export function leaves(box, towards, gap = GAP) {
  const at = middle(box);
  const [dx, dy] = [towards.x - at.x, towards.y - at.y];
  const length = Math.hypot(dx, dy);
  if (!length) return at;
  const [half, tall] = [box.width / 2 + gap, box.height / 2 + gap];
  const share = Math.min(dx ? half / Math.abs(dx) : Infinity, dy ? tall / Math.abs(dy) : Infinity);
  return share >= 1 ? { x: towards.x, y: towards.y } : { x: at.x + dx * share, y: at.y + dy * share };
}

/** The two sides of an arrow's head, at its end. */
export function head(from, to, size = HEAD) {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  return [-0.45, 0.45].map((turn) => ({ x: to.x - size * Math.cos(angle + turn), y: to.y - size * Math.sin(angle + turn) }));
}

export class Arrows {
  constructor(board) {
    this.board = board;
  }

  all() {
    return this.board.cards.all().filter(({ kind }) => kind === "arrow");
  }

  drawAll() {
    for (const arrow of this.all()) this.draw(arrow);
  }

  /** Draw anew what hangs on these cards, while they are so far from where they lie. */
  follow(ids, dx, dy) {
    for (const arrow of this.all()) {
      if (ids.has(arrow.id) || ids.has(arrow.content.from) || ids.has(arrow.content.to)) this.draw(arrow, ids, dx, dy);
    }
  }

  draw(arrow, ids = NOBODY, dx = 0, dy = 0) {
    const line = this.line(arrow, ids, dx, dy);
    const [from, to] = line;
    const span = between(from, to);
    arrow.reach = { ...span, width: Math.max(1, span.width), height: Math.max(1, span.height) };
    const along = `M${from.x} ${from.y}L${to.x} ${to.y}`;
    const [left, right] = head(from, to);
    const lifted = ids.has(arrow.id) ? `translate(${-dx}px, ${-dy}px)` : ""; // its own layer moves already
    const svg = arrow.element.querySelector("svg.way");
    if (!svg) return;
    svg.style.transform = lifted;
    svg.querySelector(".line").setAttribute("d", `${along}M${left.x} ${left.y}L${to.x} ${to.y}L${right.x} ${right.y}`);
    svg.querySelector(".hit").setAttribute("d", along);
    const words = arrow.element.querySelector("[data-words-of]");
    const own = lifted ? { dx, dy } : STILL;
    if (words) words.style.transform = `translate(${(from.x + to.x) / 2 - own.dx}px, ${(from.y + to.y) / 2 - own.dy}px) translate(-50%, calc(-100% - 4px))`;
  }

  /** Its two ends in the world. */
  line(arrow, ids, dx, dy) {
    const [first, last] = ends(arrow, ids.has(arrow.id) ? { dx, dy } : STILL);
    const boxes = [arrow.content.from, arrow.content.to].map((id) => this.boxOf(id, ids, dx, dy));
    const aims = [boxes[0] ? middle(boxes[0]) : first, boxes[1] ? middle(boxes[1]) : last];
    return [boxes[0] ? leaves(boxes[0], aims[1]) : first, boxes[1] ? leaves(boxes[1], aims[0]) : last];
  }

  boxOf(id, ids, dx, dy) {
    const card = id ? this.board.cards.get(id) : null;
    if (!card || card.gone) return null;
    const box = this.board.cards.upright(card);
    return ids.has(id) ? { ...box, x: box.x + dx, y: box.y + dy } : box;
  }
}

const NOBODY = new Set();
const STILL = { dx: 0, dy: 0 };

function ends({ x, y, content }, { dx, dy }) {
  const points = content.points?.length > 1 ? content.points : [[0, 0], [120, 0]];
  return [points[0], points.at(-1)].map(([px, py]) => ({ x: x + px + dx, y: y + py + dy }));
}

/** The tool: drawn from a card, or from nowhere, to another. */
export class ArrowTool {
  constructor(board) {
    this.board = board;
  }

  begin(at, event, card) {
    return new ArrowDrawing(this.board, at, card && card.kind !== "section" ? card : null);
  }
}

class ArrowDrawing {
  constructor(board, at, card) {
    Object.assign(this, { board, from: at, card, at });
  }

  move(at) {
    this.at = at;
    this.board.guides.line([this.from, at]);
  }

  end() {
    const { board } = this;
    board.guides.clear();
    const [one, two] = [board.view.toWorld(this.from), board.view.toWorld(this.at)];
    const to = board.topmost(two);
    board.lay("arrow", arrowBetween(one, two, this.card?.id ?? null, to && to !== this.card ? to.id : null));
    board.setMode("select");
  }

  cancel() {
    this.board.guides.clear();
  }
}

/** What is told of a new arrow: its points are measured from its own place. */
export function arrowBetween(one, two, from, to) {
  const span = between(one, two);
  const round = (value) => Math.round(value * 10) / 10;
  const points = [one, two].map((point) => [round(point.x - span.x), round(point.y - span.y)]);
  return { x: round(span.x), y: round(span.y), width: Math.max(24, round(span.width)), height: Math.max(24, round(span.height)), content: { from, to, points, words: "" } };
}
