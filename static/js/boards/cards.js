/** The cards in memory: where each lies is known here, so that no frame has to ask the page how large anything is. */
import { meets } from "./place.js";
import { upright } from "./turning.js";

const GROUPS = { geometry: "geometry", layer: "layering", content: "content", bond: "bond" };
const GUESS = { look: (width) => width * 1.25 + 26, preview: (width) => width * 1.25 + 26, garment: (width) => width + 38 };
const NEAR = 0.5; // of the canvas, about it: what is shown
const FAR = 1.5; // and what is put away again
export const CROPPED = new Set(["picture", "reference", "garment"]);
export const EVEN = new Set(["picture", "reference", "garment", "look", "preview", "sheet", "chart", "swatch", "board"]);

export class Cards {
  /** @param changed called with a card when its height turned out to be another than was thought. */
  constructor(world, { changed = () => {} } = {}) {
    this.world = world;
    this.known = new Map();
    this.ofElement = new WeakMap();
    this.changed = changed;
    this.measured = new ResizeObserver((entries) => this.measure(entries));
  }

  get(id) {
    return this.known.get(id);
  }

  /** Every card that lies on the board now. */
  all() {
    return [...this.known.values()].filter((card) => !card.gone);
  }

  of(element) {
    const found = element?.closest?.("[data-card]");
    return found ? this.ofElement.get(found) : undefined;
  }

  /** A card's element, new or drawn anew by the server. What is under somebody's hand keeps its place. */
  take(element, { keep = false } = {}) {
    const id = element.dataset.card;
    const known = this.known.get(id);
    const card = known ?? { id, last: {}, ahead: { geometry: 0, layer: 0, content: 0, bond: 0 }, hands: {} };
    const drawn = read(element);
    const held = known ? kept(known, drawn, keep) : null;
    if (known && known.element !== element) this.measured.unobserve(known.element);
    Object.assign(card, drawn, held, { element, far: false, gone: false });
    card.tall = known?.tall ?? guess(card);
    this.known.set(id, card);
    this.ofElement.set(element, card);
    element.tabIndex = -1; // Tab walks them in the order they are read, not in the order they came
    this.measured.observe(element);
    return card;
  }

  forget(card) {
    this.measured.unobserve(card.element);
    card.element.remove();
    this.known.delete(card.id);
  }

  measure(entries) {
    for (const { target, borderBoxSize } of entries) {
      const card = this.ofElement.get(target);
      const tall = borderBoxSize[0].blockSize;
      if (!card || card.element !== target || !tall || Math.abs(tall - card.tall) < 0.5) continue;
      card.tall = tall;
      this.changed(card);
    }
  }

  /** Once, before the first frame: what the first cards' heights really are. */
  measureNow() {
    for (const card of this.known.values()) card.tall = card.element.offsetHeight || card.tall;
  }

  /** An arrow lies where its ends are, which may follow others. */
  box(card) {
    if (card.reach) return { ...card.reach, rotation: 0 };
    return { x: card.x, y: card.y, width: card.width, height: card.tall, rotation: card.rotation };
  }

  upright(card) {
    return upright(this.box(card));
  }

  /** Put values on a card and lay it there. The page's own numbers follow when the hand lets go: see `write`. */
  put(card, patch) {
    const before = card.height;
    Object.assign(card, patch);
    if ("height" in patch && patch.height !== before && !(card.kind in GUESS && !card.crop)) card.tall = patch.height + (card.tall - before);
    this.lay(card);
  }

  lay(card) {
    const { style } = card.element;
    style.transform = placed(card);
    if (card.kind === "arrow") return;
    style.width = `${card.width}px`;
    style.setProperty("--h", `${card.height}px`);
    cropped(card);
  }

  /** Only where it lies: what a frame of a drag changes. */
  shift(card, x, y) {
    card.x = x;
    card.y = y;
    card.element.style.transform = placed(card);
  }

  /** What the page says of a card, for whoever reads the page. */
  write(card) {
    const { dataset } = card.element;
    for (const name of ["x", "y", "width", "height", "rotation"]) dataset[name] = String(Math.round(card[name] * 100) / 100);
    dataset.crop = card.crop ? JSON.stringify(card.crop) : "";
    dataset.layer = card.layer;
    Object.assign(dataset, { locked: card.locked ? "1" : "", group: card.group, section: card.section ?? "" });
    if (Object.keys(card.content).length) dataset.says = JSON.stringify(card.content);
    for (const [group, name] of Object.entries(GROUPS)) dataset[name] = String(card.versions[group]);
  }

  /** As a list the page lays them one under the other itself. */
  release(card) {
    card.element.style.transform = "";
    card.element.style.width = "";
    card.element.removeAttribute("data-far");
    card.far = false;
  }

  /** Sections lie under everything; the rest by their layer. */
  order() {
    return this.all().sort((a, b) => (b.kind === "section") - (a.kind === "section") || (a.layer < b.layer ? -1 : a.layer > b.layer ? 1 : 0));
  }

  relayer() {
    for (const [index, card] of this.order().entries()) {
      if (card.depth === index + 1 && card.element.style.zIndex) continue;
      card.depth = index + 1;
      card.element.style.zIndex = String(index + 1);
    }
  }

  /** Show what is near the canvas, put away what is far. `shown` is the part of the world one sees. */
  cull(shown) {
    const near = grown(shown, NEAR);
    const far = grown(shown, FAR);
    for (const card of this.known.values()) {
      const lies = card.reach ?? card;
      const tall = card.reach?.height ?? card.tall;
      const more = card.rotation ? Math.max(card.width, tall) / 2 : 0;
      const box = { x: lies.x - more, y: lies.y - more, width: lies.width + 2 * more, height: tall + 2 * more };
      const away = card.far ? !meets(box, near) : !meets(box, far);
      if (away === card.far || (away && card.held)) continue;
      card.far = away;
      card.element.toggleAttribute("data-far", away);
    }
  }

  meeting(box) {
    return this.all().filter((card) => meets(this.upright(card), box));
  }
}

const OF_GROUP = { geometry: ["x", "y", "width", "height", "rotation", "crop"], layer: ["layer"], content: ["content"], bond: ["locked", "group", "section"] };

/** What the page knows better than what it was just given: what it heard of since, and what is held by a hand. */
function kept(known, drawn, held) {
  const newer = Object.keys(OF_GROUP).filter((group) => drawn.versions[group] < known.versions[group] || (held && group === "geometry"));
  const versions = { ...drawn.versions };
  for (const group of Object.keys(OF_GROUP)) if (known.ahead[group] || newer.includes(group)) versions[group] = known.versions[group];
  return { ...pick(known, newer.flatMap((group) => OF_GROUP[group])), versions };
}

const pick = (from, names) => Object.fromEntries(names.map((name) => [name, from[name]]));

function read(element) {
  const { dataset } = element;
  const number = (name, otherwise = 0) => (Number.isFinite(Number(dataset[name])) && dataset[name] !== "" ? Number(dataset[name] ?? otherwise) : otherwise);
  return {
    kind: dataset.kind,
    about: dataset.about ?? "",
    ...Object.fromEntries(["x", "y", "width", "height", "rotation"].map((name) => [name, number(name)])),
    crop: dataset.crop ? JSON.parse(dataset.crop) : null,
    layer: dataset.layer ?? "a0",
    locked: Boolean(dataset.locked) && dataset.locked !== "0" && dataset.locked.toLowerCase() !== "false",
    group: dataset.group ?? "",
    section: dataset.section || null,
    content: dataset.says ? JSON.parse(dataset.says) : {},
    versions: Object.fromEntries(Object.entries(GROUPS).map(([group, name]) => [group, number(name, 1)])),
  };
}

const guess = ({ kind, width, height, crop }) => (kind in GUESS && !crop ? GUESS[kind](width) : height);

const placed = ({ kind, x, y, rotation }) => (kind === "arrow" ? "" : `translate(${x}px, ${y}px)${rotation ? ` rotate(${rotation}deg)` : ""}`);

function cropped({ element, crop, kind }) {
  const picture = CROPPED.has(kind) ? element.querySelector(".pic > img") : null;
  element.toggleAttribute("data-cropped", Boolean(crop));
  if (!picture) return;
  const { style } = picture;
  style.width = crop ? `${100 / crop.width}%` : "";
  style.height = crop ? `${100 / crop.height}%` : "";
  style.left = crop ? `${(-100 * crop.x) / crop.width}%` : "";
  style.top = crop ? `${(-100 * crop.y) / crop.height}%` : "";
}

function grown({ x, y, width, height }, share) {
  return { x: x - width * share, y: y - height * share, width: width * (1 + 2 * share), height: height * (1 + 2 * share) };
}
