/** The board's page. The server's numbers say where everything lies; the hand moves at once and is kept on release. */
import { live } from "../live.js";
import { Acts } from "./acts.js";
import { Arrows, ArrowTool } from "./arrows.js";
import { Cards, CROPPED } from "./cards.js";
import { Changes } from "./changes.js";
import { Chosen, sectionOf } from "./choosing.js";
import { Clipboard, copyOps } from "./clipboard.js";
import { Consent } from "./consent.js";
import { Cursors } from "./cursors.js";
import { Detail } from "./detail.js";
import { Following } from "./following.js";
import { Frame } from "./frame.js";
import { Frames } from "./frames.js";
import { element, paint, sizeOf } from "./fresh.js";
import { Guides } from "./guides.js";
import { Hand } from "./hand.js";
import { Keys } from "./keys.js";
import { Others } from "./others.js";
import { Outbox } from "./outbox.js";
import { Reading } from "./reading.js";
import { elements, fetched, layDown } from "./rest.js";
import { View } from "./view.js";
import { Words } from "./words.js";

const SAID_MS = 7000;
const TOLD_AFTER_MS = 140;
const MANY = 6; // more cards than this are asked for together
const STATES = new Set(["kept", "keeping", "offline"]);

export function start(main) {
  return new BoardPage(main);
}

class BoardPage {
  constructor(main) {
    this.main = main;
    main.board = this;
    const { board: id, me, seq, right = "edit" } = main.dataset;
    Object.assign(this, { id, me, right, mayEdit: right === "edit", topic: `board:${id}`, mode: "select", sent: new Set(), tools: new Map(), moving: null, cropping: null, loading: false });
    this.canvas = main.querySelector("[data-canvas]");
    this.world = main.querySelector("[data-world]");
    this.lifted = main.querySelector("[data-lifted]");
    this.side = document.getElementById("side");
    this.who = main.dataset.name ?? "";
    this.makeParts();
    for (const card of this.world.querySelectorAll("[data-card]")) this.take(card, { seq: Number(seq) });
    this.cards.measureNow();
    this.cards.relayer();
    this.arrows.drawAll();
    this.listen();
    if (matchMedia("(max-width: 560px)").matches && !this.remembered("canvas")) this.asList(true);
    else this.fit();
    this.pending();
    live.seen(this.topic, Number(seq));
    this.canvas.dataset.ready = "";
    this.fire("ready", {});
    this.bringTheRest();
  }

  makeParts() {
    const { main, canvas, world } = this;
    const above = main.querySelector("[data-world-above]");
    this.frames = new Frames();
    this.hand = new Hand(this);
    const layers = [world, this.lifted, above].filter(Boolean);
    this.view = new View({ canvas, layers, frames: this.frames, moved: (zoomed) => this.viewMoved(zoomed), rested: () => this.rested() });
    this.cards = new Cards(world, { changed: (card) => this.grew(card) });
    this.frames.each(() => this.cull());
    this.chosen = new Chosen(this);
    this.changes = new Changes(this);
    this.acts = new Acts(this);
    this.words = new Words(this);
    this.arrows = new Arrows(this);
    this.guides = new Guides(this);
    this.frame = new Frame(this);
    this.detail = new Detail(this);
    this.reading = new Reading(this);
    this.tools.set("arrow", new ArrowTool(this));
    this.outbox = new Outbox({ topic: this.topic, live, say: (word) => this.state(word), store: kept(`board:${this.id}:${this.me}`), sent: this.sent });
    this.cursors = new Cursors({ layer: main.querySelector("[data-cursors]"), topic: this.topic, live, me: this.me, toScreen: (point) => this.view.toScreen(point) });
    this.following = new Following(this, live);
    this.others = new Others(this, live);
    this.clipboard = new Clipboard(this);
    this.consent = new Consent(this, live);
    this.keys = new Keys(this);
  }

  fire(name, detail) {
    this.main.dispatchEvent(new CustomEvent(`board:${name}`, { detail }));
  }

  // What others' modules ask for

  card(id) {
    return this.cards.get(id)?.element;
  }

  toWorld(point) {
    return this.view.toWorld(this.view.at({ clientX: point.x, clientY: point.y }));
  }

  toScreen(point) {
    const at = this.view.toScreen(point);
    return { x: at.x + this.view.canvasAt.left, y: at.y + this.view.canvasAt.top };
  }

  choose(ids, how) {
    this.chosen.set(ids, how);
  }

  put(ops, how) {
    this.changes.make(ops, how);
  }

  /** The topmost card at a point of the world; a section only where nothing else lies. */
  topmost({ x, y }) {
    const here = this.cards.meeting({ x, y, width: 0.01, height: 0.01 }).filter(({ kind }) => kind !== "arrow");
    return here.sort((a, b) => (b.depth ?? 0) - (a.depth ?? 0))[0];
  }

  // Cards

  /** An element that came from the server, or was drawn here. */
  take(found, { seq = 0, keep = false, far = false } = {}) {
    const card = this.cards.take(found, { keep });
    if (seq) for (const group of ["geometry", "layer", "content", "bond"]) card.last[group] = seq;
    paint(found);
    if (this.inList) this.cards.release(card);
    else this.cards.lay(card);
    found.classList.toggle("locked", card.locked);
    found.classList.toggle("selected", this.chosen.has(card.id));
    if (far && !this.inList) found.toggleAttribute("data-far", (card.far = true));
    if (card.kind === "arrow") this.arrows.draw(card);
    return card;
  }

  /** The card as the server draws it now; where it lies under somebody's hand it stays. */
  async refresh(ids) {
    if (ids.length > MANY) return this.renew({ only: new Set(ids) });
    await Promise.all(ids.map((id) => this.fetchCard(id)));
    return undefined;
  }

  async fetchCard(id) {
    const answer = await fetch(this.urlOf(id), { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer) return;
    if (answer.status === 404) return void this.gone(id);
    if (!answer.ok) return;
    live.enter(answer.headers.get("Live-Token"), (answer.headers.get("Live-Topics") ?? "").split(" ").filter(Boolean));
    const [found] = elements(await answer.text());
    if (found) this.replace(id, found);
  }

  replace(id, found, { seq = 0 } = {}) {
    const known = this.cards.get(id);
    if (this.words.card === known && known) return;
    const before = known?.element;
    const focused = before === document.activeElement;
    const card = this.take(found, { keep: Boolean(known?.held), seq });
    if (before && before !== found) before.replaceWith(found);
    else if (!found.isConnected) this.world.append(found);
    if (found.querySelector("[hx-get], [hx-post]")) window.htmx?.process(found);
    if (focused) found.focus({ preventScroll: true });
    if (known) this.changes.again(card);
    this.others.mark(card);
    this.main.querySelector(".welcome")?.remove();
    this.cards.relayer();
    this.laid([id]);
  }

  gone(id) {
    const card = this.cards.get(id);
    if (!card) return;
    this.chosen.drop(id);
    this.cards.forget(card);
    this.laid([id]);
  }

  /** All cards' addresses, or some cards, asked for in one answer. */
  async renew({ only = null } = {}) {
    const url = this.main.dataset.snapshot;
    if (!url || this.renewing) return;
    this.renewing = true;
    const all = await fetched(url).catch(() => null);
    this.renewing = false;
    if (!all) return;
    if (all.live) live.enter(all.live.token, all.live.topics);
    const there = new Set();
    for (const { id, html } of all.cards) {
      there.add(String(id));
      if (only && !only.has(String(id))) continue;
      const [found] = elements(html);
      if (found && only) this.replace(String(id), found);
      else if (found) this.readdress(String(id), found);
    }
    if (only) for (const id of only) if (!there.has(id)) this.gone(id);
    this.detail.renewed();
    this.detail.rest();
  }

  readdress(id, found) {
    const [now, known] = [found.querySelector(".pic > img"), this.cards.get(id)?.element.querySelector(".pic > img")];
    if (!now || !known) return;
    Object.assign(known.dataset, { ...now.dataset, middle: now.getAttribute("src") });
    if (!known.complete || !known.naturalWidth) {
      known.removeAttribute("data-level");
      known.src = now.getAttribute("src");
    }
  }

  async bringTheRest() {
    const { snapshot, more } = this.main.dataset;
    if (!snapshot || more === "0") return;
    this.loading = true;
    const all = await fetched(snapshot).catch(() => null);
    if (all?.live) live.enter(all.live.token, all.live.topics);
    const count = all ? await layDown(this, all) : 0;
    this.loading = false;
    this.others.catchUp(all?.seq ?? 0);
    this.arrows.drawAll();
    if (count && !this.touched && !this.inList) this.fit();
    this.main.dataset.whole = "";
  }

  urlOf(id) {
    return this.main.dataset.cardUrl ? this.main.dataset.cardUrl.replace("00000000-0000-0000-0000-000000000000", id) : location.pathname.replace(/\/?$/, `/card/${id}/`);
  }

  // Waiting from before the page was loaded

  pending() {
    for (const op of this.outbox.ops()) {
      const card = this.cards.get(op.card);
      if (op.op === "add" || op.op === "copy" ? card : !card) continue;
      this.changes.show(op);
      if (card) this.changes.base(op);
    }
  }

  async loadAnew() {
    if (!this.outbox.waiting.size || live.state === "open") location.reload();
  }

  // New ones

  /** Laid in the middle of what one sees; its words are chosen, to be written over. */
  add(kind) {
    if (kind === "swatch") return this.lay("swatch", { content: { words: "", colour: "#b08d57" } });
    return this.lay(kind, { content: { words: this.word(kind) } }, { write: true });
  }

  lay(kind, patch, { write = false } = {}) {
    if (!this.mayEdit) return this.changes.make([{ op: "add", card: "", patch }]);
    const size = sizeOf(kind);
    const at = this.view.toWorld({ x: this.view.size.width / 2, y: this.view.size.height * 0.42 });
    const place = { x: Math.round(at.x - size.width / 2), y: Math.round(at.y - size.height / 2), ...size };
    const id = crypto.randomUUID();
    const sections = this.cards.all().filter((card) => card.kind === "section").map((card) => ({ id: card.id, box: this.cards.box(card) }));
    const section = kind === "arrow" || kind === "section" ? null : sectionOf({ ...place, ...patch }, sections, new Set());
    this.changes.make([{ op: "add", card: id, patch: { kind, ...place, ...(section ? { section } : {}), ...patch } }]);
    this.main.querySelector(".welcome")?.remove();
    this.chosen.set([id]);
    const card = this.cards.get(id);
    if (write && card) this.words.begin(card, { all: true });
    else card?.element.focus({ preventScroll: true });
    return card;
  }

  /** A card drawn here, before the server has drawn it. */
  fresh(id, patch) {
    if (this.cards.get(id)) return this.changes.unhide(this.cards.get(id));
    const layer = this.topLayer();
    const made = element(id, { rotation: 0, crop: null, layer, locked: false, group: "", section: null, ...patch }, { who: this.who, label: this.word(patch.kind) });
    this.world.append(made);
    this.take(made);
    this.cards.relayer();
    return undefined;
  }

  /** A copy looks as what it was made from, until the server has drawn it. */
  twinOf(id, { from, ...patch }) {
    const source = this.cards.get(from);
    if (!source || this.cards.get(id)) return;
    const made = source.element.cloneNode(true);
    Object.assign(made, { id: `card-${id}` });
    Object.assign(made.dataset, { card: id, layer: this.topLayer(), locked: "", group: "", section: "", geometry: "1", layering: "1", content: "1", bond: "1" });
    for (const [name, value] of Object.entries(patch)) made.dataset[name] = value ?? "";
    made.removeAttribute("data-theirs");
    made.hidden = false;
    this.world.append(made);
    this.take(made).tall = source.tall;
    this.cards.relayer();
  }

  topLayer() {
    return `z${Date.now().toString(36)}`; // above all, until the server says which it is
  }

  duplicate(cards, by) {
    this.copies(cards, by, true);
  }

  copies(cards, by, here = cards.every(({ id }) => this.cards.get(id))) {
    if (!cards.length) return;
    const ops = copyOps(cards, by, { fresh: () => crypto.randomUUID(), here });
    this.changes.make(ops);
    this.chosen.set(ops.map(({ card }) => card), { alone: true });
    this.cards.get(ops[0].card)?.element.focus({ preventScroll: true });
  }

  /** Other words, another colour. */
  says(card, patch) {
    card.content = { ...card.content, ...patch };
    card.element.dataset.says = JSON.stringify(card.content);
    if ("colour" in patch) card.element.querySelector(".colour")?.style.setProperty("background", patch.colour);
    if ("words" in patch) this.words.show(card);
    if (card.kind === "arrow") this.arrows.draw(card);
  }

  // A drag has a layer of its own

  lift(cards) {
    this.focusedBefore = document.activeElement;
    for (const card of cards) {
      card.held = true;
      transfer(this.lifted, card.element);
    }
    this.canvas.toggleAttribute("data-dragging", true);
  }

  /** The view's transform stands on the layer itself; how far they were dragged stands beside it. */
  shiftLifted(dx, dy) {
    this.lifted.style.translate = `${dx * this.view.zoom}px ${dy * this.view.zoom}px`;
    this.frames.wake();
  }

  putDown(cards) {
    for (const card of cards) {
      card.held = false;
      transfer(this.world, card.element);
    }
    this.lifted.style.translate = "";
    this.canvas.removeAttribute("data-dragging");
    if (this.focusedBefore !== document.activeElement) this.focusedBefore?.focus?.({ preventScroll: true });
  }

  // What one sees

  viewMoved(zoomed) {
    this.cursors.again();
    this.dirty();
    if (this.moving) this.shiftLifted(this.moving.dx, this.moving.dy);
    if (zoomed) this.zoomShown.textContent = `${Math.round(this.view.zoom * 100)} %`;
    this.fire("view", { left: this.view.left, top: this.view.top, zoom: this.view.zoom });
    this.following.tell();
  }

  get zoomShown() {
    return (this.zoomPlace ??= this.main.querySelector("[data-zoom]"));
  }

  rested() {
    this.detail.rest();
  }

  dirty() {
    this.stale = true;
    this.frames.wake();
  }

  cull() {
    if (!this.stale || this.inList) return;
    this.stale = false;
    this.cards.cull(this.view.shown());
  }

  grew(card) {
    this.arrows.follow(new Set([card.id]), 0, 0);
    if (this.chosen.has(card.id)) this.frame.again();
  }

  laid(ids) {
    this.arrows.follow(new Set(ids), 0, 0);
    this.frame.again();
    this.dirty();
    this.fire("laid", { ids });
  }

  fit({ at = "once" } = {}) {
    this.view.fit(this.cards.all().map((card) => this.cards.upright(card)), { at });
    if (at === "once") this.view.step();
  }

  zoomToChosen() {
    const cards = this.chosen.size ? this.chosen.cards() : this.cards.all();
    this.view.fit(cards.map((card) => this.cards.upright(card)), { at: "gliding", margin: 72, most: 2, middle: true });
  }

  showAngle(degrees) {
    const place = this.main.querySelector("[data-angle]");
    place.hidden = degrees === null;
    place.textContent = degrees === null ? "" : `${Math.round(degrees)}°`;
  }

  // Choosing

  chosenAnew() {
    this.frame.set();
    this.frame.again();
    this.others.tellChosen();
    this.fire("chosen", { ids: [...this.chosen.ids] });
    clearTimeout(this.telling);
    if (this.chosen.size === 1) this.telling = setTimeout(() => this.tellOf(this.chosen.cards()[0]), TOLD_AFTER_MS);
    if (!this.chosen.size) this.main.removeAttribute("data-told");
  }

  tellOf(card) {
    if (!card || !card.element.dataset.side || this.side.dataset.card === card.id) return;
    this.side.dataset.card = card.id;
    window.htmx.ajax("GET", card.element.dataset.side, { target: "#side", swap: "innerHTML" });
  }

  tellAgain() {
    this.side.dataset.card = "";
    if (this.chosen.size === 1) this.tellOf(this.chosen.cards()[0]);
  }

  /** It is something else now: what stands beside the board is told anew, unless somebody writes there. */
  turned(card) {
    const writes = this.side.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
    if (this.chosen.has(card.id) && !writes) this.tellAgain();
  }

  /** What a double click, a double tap or Enter opens. */
  open(card, { byKey = false } = {}) {
    if (!this.chosen.has(card.id)) this.chosen.set([card.id], { alone: true });
    const way = card.element.querySelector("a[data-opens-card]");
    if (way) return way.click();
    if (card.element.querySelector("[data-words-of]")) return this.words.begin(card);
    if (this.mayCrop(card) && !byKey) return this.crop();
    this.main.dataset.told = "";
    this.tellOf(card);
    return this.side.querySelector("a, button")?.focus();
  }

  mayCrop(card) {
    return this.mayEdit && !card.locked && CROPPED.has(card.kind) && Boolean(card.element.querySelector(".pic > img"));
  }

  crop() {
    const [card] = this.chosen.cards();
    if (this.chosen.size !== 1 || !this.mayCrop(card)) return this.say(this.word("no-crop"));
    if (this.cropping) return this.cropping.end();
    return import("./cropping.js").then(({ Cropping }) => this.beginCropping(Cropping, card));
  }

  beginCropping(Cropping, card) {
    if (this.cropping || !this.chosen.has(card.id)) return;
    this.cropping = new Cropping(this, card);
    this.frame.set();
    this.say(this.word("cropping"));
  }

  setMode(mode) {
    this.mode = mode;
    for (const button of this.main.querySelectorAll("button[data-mode]")) button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
    this.canvas.dataset.mode = mode;
    this.fire("tool", { tool: mode });
  }

  // Buttons and what comes in

  listen() {
    this.canvas.addEventListener("wheel", (event) => this.inList || (this.touchedNow(), this.view.wheel(event)), { passive: false });
    this.canvas.addEventListener("pointerdown", () => this.touchedNow());
    this.canvas.addEventListener("error", (event) => this.lost(event), true);
    this.main.addEventListener("click", (event) => this.clicked(event));
    this.main.querySelector("input[data-colour]")?.addEventListener("change", (event) => this.coloured(event.target.value));
    live.on("preview", (message) => this.about([message.look, message.preview]));
    live.on("garment", (message) => this.about([message.garment]));
    live.on("picture", (message) => this.about([message.picture]));
    live.on("look", (message) => this.about([message.look]));
    addEventListener("resize", () => this.cursors.again());
  }

  touchedNow() {
    this.touched = true;
  }

  clicked(event) {
    const mode = event.target.closest("button[data-mode]");
    if (mode) return this.setMode(mode.dataset.mode);
    const act = event.target.closest("button[data-act]");
    if (act?.dataset.act === "told") return this.main.toggleAttribute("data-told");
    if (act && act.dataset.act !== "look") return this.acts.do(act.dataset.act);
    const removes = event.target.closest("[data-removes]");
    const card = removes && this.cards.get(removes.dataset.removes);
    if (card) {
      this.main.removeAttribute("data-told");
      this.changes.make([{ op: "remove", card: card.id }]);
    }
    return undefined;
  }

  coloured(colour) {
    const [card] = this.chosen.cards();
    if (card?.kind === "swatch") this.changes.make([{ op: "content", card: card.id, patch: { colour } }]);
  }

  about(ids) {
    const wanted = new Set(ids.filter(Boolean).map(String));
    const found = this.cards.all().filter((card) => wanted.has(card.about));
    if (found.length) this.refresh(found.map(({ id }) => id));
  }

  /** An address that has run out: the card is asked for once more, or all of them together. */
  lost(event) {
    const card = this.cards.of(event.target);
    if (!card || card.element.dataset.asked) return;
    card.element.dataset.asked = "1";
    this.lostOnes = [...(this.lostOnes ?? []), card.id];
    clearTimeout(this.losing);
    this.losing = setTimeout(() => {
      this.refresh(this.lostOnes);
      this.lostOnes = [];
    }, 80);
  }

  /** The same cards one under the other; what script placed is let go of and placed again afterwards. */
  asList(on = !this.inList) {
    this.inList = on;
    this.main.toggleAttribute("data-list", on);
    this.main.querySelector('[data-act="list"]').setAttribute("aria-pressed", String(on));
    this.remember("canvas", !on);
    for (const card of this.cards.known.values()) {
      if (on) this.cards.release(card);
      else this.cards.lay(card);
      card.element.tabIndex = on ? 0 : -1;
    }
    for (const layer of [this.world, this.lifted]) layer.style.transform = "";
    this.frame.set();
    this.view.drawn = null;
    if (!on) this.fit();
  }

  remembered(name) {
    return localStorage.getItem(`board:${name}`) === "1";
  }

  remember(name, on) {
    localStorage.setItem(`board:${name}`, on ? "1" : "");
  }

  // Words

  nameOf(id) {
    return document.querySelector(`[data-presence] [data-person="${CSS.escape(id)}"]`)?.getAttribute("aria-label") ?? "";
  }

  /** Whether all is kept. */
  state(word) {
    if (STATES.has(word)) this.main.querySelector("[data-said]").textContent = this.word(word);
  }

  /** A sentence for whoever is at the board; it stays for a while. */
  say(sentence) {
    const place = this.main.querySelector("[data-sentence]");
    place.textContent = sentence;
    place.hidden = !sentence;
    clearTimeout(this.saying);
    this.saying = setTimeout(() => (place.hidden = true), SAID_MS);
  }

  word(name, values = {}) {
    const text = this.main.querySelector("template[data-words]").content.querySelector(`[data-word="${name}"]`)?.textContent ?? "";
    return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  }
}

/** Moved within the page without losing focus or a loaded picture, where the browser can. */
function transfer(to, found) {
  if (to.moveBefore && found.isConnected) to.moveBefore(found, null);
  else to.append(found);
}

/** What waits is kept by this tab alone, and by whom it is. */
function kept(key) {
  return { read: () => sessionStorage.getItem(key) ?? "", write: (text) => (text ? sessionStorage.setItem(key, text) : sessionStorage.removeItem(key)) };
}
