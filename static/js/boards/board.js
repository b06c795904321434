/** The board's page. The server's numbers say where everything lies; the hand moves at once and is kept on release. */
import { live } from "../live.js";
import { Cursors } from "./cursors.js";
import { Outbox } from "./outbox.js";
import { above, below, between, fitted, meets, snapped, toWorld, zoomed } from "./place.js";

const FOOT_PX = 36; // what the zoom bar covers at the foot of the board
const GHOST_MS = 60;
const NEAR_PX = 6;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const NEW = { note: { width: 236, height: 140 }, section: { width: 560, height: 60 } };

export function start(main) {
  return new BoardPage(main);
}

class BoardPage {
  constructor(main) {
    this.main = main;
    this.id = main.dataset.board;
    this.topic = `board:${this.id}`;
    this.canvas = main.querySelector("[data-canvas]");
    this.world = main.querySelector("[data-world]");
    this.side = document.getElementById("side");
    this.view = { zoom: 1, left: 0, top: 0 };
    this.mode = "select";
    this.chosen = new Set();
    this.pointers = new Map();
    this.outbox = new Outbox({ topic: this.topic, live, say: (word) => this.say(word) });
    this.cursors = new Cursors({
      layer: main.querySelector("[data-cursors]"), topic: this.topic, live, me: main.dataset.me,
      toScreen: ({ x, y }) => ({ x: x * this.view.zoom + this.view.left, y: y * this.view.zoom + this.view.top }),
    });
    for (const card of this.cards()) this.lay(card);
    this.listen();
    this.listenToOthers();
    if (matchMedia("(max-width: 560px)").matches) this.asList(true);
    else this.fit();
    live.seen(this.topic, Number(main.dataset.seq));
    this.canvas.dataset.ready = "";
  }

  // Cards

  cards() {
    return [...this.world.querySelectorAll("[data-card]")];
  }

  card(id) {
    return this.world.querySelector(`[data-card="${CSS.escape(id)}"]`);
  }

  lay(card) {
    const { x, y, width, layer } = card.dataset;
    card.style.transform = this.inList ? "" : `translate(${x}px, ${y}px)`;
    card.style.width = this.inList ? "" : `${width}px`;
    card.style.zIndex = String([...this.layers()].indexOf(layer) + 1);
    const colour = card.querySelector("[data-colour-of]");
    if (colour && /^#[0-9a-f]{6}$/i.test(card.dataset.colour)) colour.style.background = card.dataset.colour;
  }

  layers() {
    return new Set(this.cards().map((card) => card.dataset.layer).sort());
  }

  relayer() {
    const order = [...this.layers()];
    for (const card of this.cards()) card.style.zIndex = String(order.indexOf(card.dataset.layer) + 1);
  }

  box(card) {
    const { x, y, width } = card.dataset;
    return { x: Number(x), y: Number(y), width: Number(width), height: card.offsetHeight || Number(card.dataset.height) };
  }

  move(card, patch) {
    for (const [name, value] of Object.entries(patch)) card.dataset[name] = String(value);
    this.lay(card);
  }

  /** The card as the server draws it now; where it lies under somebody's hand it stays. */
  async fetchCard(id, url) {
    const answer = await fetch(url, { headers: { "HX-Request": "true" } });
    const known = this.card(id);
    if (answer.status === 404) return known?.remove();
    if (!answer.ok) return;
    const made = document.createElement("template");
    made.innerHTML = await answer.text();
    const card = made.content.querySelector("[data-card]");
    if (!card) return;
    const held = known && this.drag?.cards.has(known);
    if (held) for (const name of ["x", "y", "width"]) card.dataset[name] = known.dataset[name];
    if (held) this.drag.cards.set(card, this.drag.cards.get(known));
    if (known) known.replaceWith(card);
    else this.world.append(card);
    this.main.querySelector(".welcome")?.remove();
    window.htmx?.process(card);
    this.lay(card);
    card.classList.toggle("selected", this.chosen.has(id));
  }

  refresh(card) {
    return this.fetchCard(card.dataset.card, card.dataset.url);
  }

  // Choosing

  choose(ids, { add = false } = {}) {
    if (!add) this.chosen.clear();
    for (const id of ids) this.chosen.add(id);
    for (const card of this.cards()) card.classList.toggle("selected", this.chosen.has(card.dataset.card));
    if (this.chosen.size === 1) this.tellOf(this.card([...this.chosen][0]));
  }

  tellOf(card) {
    if (!card || this.side.dataset.card === card.dataset.card) return;
    this.side.dataset.card = card.dataset.card;
    window.htmx.ajax("GET", card.dataset.side, { target: "#side", swap: "innerHTML" });
  }

  picked() {
    return [...this.chosen].map((id) => this.card(id)).filter(Boolean);
  }

  // Ops

  keepMove(card, was) {
    const now = Object.fromEntries(Object.keys(was).map((name) => [name, Number(card.dataset[name])]));
    if (Object.keys(was).every((name) => was[name] === now[name])) return;
    const op = { op: "move", card: card.dataset.card, patch: now };
    this.outbox.put(op, { ...op, patch: was });
  }

  keepWords(card, words) {
    const was = card.dataset.was ?? "";
    if (words === was) return;
    const op = { op: "content", card: card.dataset.card, base: Number(card.dataset.content), patch: { words } };
    this.outbox.put(op, { op: "content", card: op.card, patch: { words: was } });
  }

  add(kind) {
    const centre = toWorld({ x: this.canvas.clientWidth / 2, y: this.canvas.clientHeight / 3 }, this.view);
    const { width, height } = NEW[kind];
    const patch = { kind, x: Math.round(centre.x - width / 2), y: Math.round(centre.y), width, height, content: { words: this.word(kind) } };
    const card = crypto.randomUUID();
    this.focusOn = card;
    this.outbox.put({ op: "add", card, patch }, { op: "remove", card });
  }

  remove(card) {
    const op = { op: "remove", card: card.dataset.card, base: Number(card.dataset.content) };
    this.outbox.put(op, { op: "restore", card: op.card });
    card.hidden = true;
  }

  layer(card, layer) {
    const op = { op: "layer", card: card.dataset.card, base: Number(card.dataset.layering), patch: { layer } };
    this.outbox.put(op, { ...op, patch: { layer: card.dataset.layer } });
  }

  /** Taking back is a new op on the card as it stands now. */
  send(op, inverse, choices) {
    const card = this.card(op.card);
    const base = card ? { layer: card.dataset.layering, content: card.dataset.content, remove: card.dataset.content }[op.op] : undefined;
    const fresh = base === undefined ? op : { ...op, base: Number(base) };
    if (card && op.op === "move") this.move(card, op.patch);
    this.outbox.put(fresh, inverse, choices);
  }

  undo() {
    const inverse = this.outbox.undo();
    if (inverse) this.send(inverse, null);
  }

  redo() {
    const last = this.outbox.redo();
    if (last) this.send(last.op, last.inverse, { redo: true });
  }

  // The hand

  listen() {
    this.canvas.addEventListener("pointerdown", (event) => this.down(event));
    this.canvas.addEventListener("pointermove", (event) => this.moved(event));
    for (const end of ["pointerup", "pointercancel"]) this.canvas.addEventListener(end, (event) => this.up(event));
    this.canvas.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.canvas.addEventListener("focusin", (event) => this.focused(event));
    this.canvas.addEventListener("focusout", (event) => this.blurred(event));
    this.canvas.addEventListener("error", (event) => this.lost(event), true);
    document.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("keyup", (event) => event.code === "Space" && this.setMode("select", { held: true }));
    this.main.addEventListener("click", (event) => this.clicked(event));
    this.main.addEventListener("upload:done", (event) => this.arrived(event.detail));
    addEventListener("resize", () => this.cursors.again());
  }

  at(event) {
    const { left, top } = this.canvas.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }

  down(event) {
    if (this.inList) return this.chooseInList(event);
    if (event.button > 1 || event.target.closest(".float, .arriving, a, button, input, [contenteditable]:focus")) return;
    const at = this.at(event);
    this.pointers.set(event.pointerId, at);
    this.canvas.setPointerCapture(event.pointerId);
    if (this.pointers.size === 2) return this.pinchStart();
    const card = event.target.closest("[data-card]");
    if (this.mode === "hand" || event.button === 1 || (!card && event.pointerType === "touch")) {
      this.drag = { kind: "pan", from: at, view: { ...this.view }, cards: new Map() };
    } else if (card) this.grab(card, event, at);
    else this.drag = { kind: "lasso", from: at, cards: new Map(), add: event.shiftKey };
  }

  chooseInList(event) {
    const card = event.target.closest("[data-card]");
    if (card) this.choose([card.dataset.card]);
  }

  grab(card, event, at) {
    const id = card.dataset.card;
    if (event.shiftKey) this.choose([id], { add: true });
    else if (!this.chosen.has(id)) this.choose([id]);
    const kind = event.target.closest("[data-handle]") ? "size" : "move";
    const cards = new Map((kind === "size" ? [card] : this.picked()).map((each) => [each, this.box(each)]));
    this.drag = { kind, from: at, cards, begun: false };
  }

  moved(event) {
    const at = this.at(event);
    this.cursors.point(toWorld(at, this.view));
    if (!this.pointers.has(event.pointerId)) return;
    this.pointers.set(event.pointerId, at);
    if (this.pinch) return this.pinching();
    if (!this.drag) return;
    const dx = at.x - this.drag.from.x;
    const dy = at.y - this.drag.from.y;
    if (!this.drag.begun && Math.hypot(dx, dy) < 3) return;
    this.drag.begun = true;
    if (this.drag.kind === "pan") return this.look({ ...this.drag.view, left: this.drag.view.left + dx, top: this.drag.view.top + dy });
    if (this.drag.kind === "lasso") return this.lasso(at);
    this.dragged(dx / this.view.zoom, dy / this.view.zoom);
  }

  dragged(dx, dy) {
    const near = NEAR_PX / this.view.zoom;
    const still = this.cards().filter((card) => !this.drag.cards.has(card)).map((card) => this.box(card));
    for (const [card, box] of this.drag.cards) {
      if (this.drag.kind === "size") this.move(card, { width: Math.max(48, Math.round(box.width + dx)) });
      else {
        const alone = this.drag.cards.size === 1;
        const x = alone ? snapped(box.x + dx, still.flatMap((b) => [b.x, b.x + b.width - box.width]), near) : box.x + dx;
        const y = alone ? snapped(box.y + dy, still.flatMap((b) => [b.y, b.y + b.height - box.height]), near) : box.y + dy;
        this.move(card, { x: Math.round(x), y: Math.round(y) });
      }
    }
    this.ghost();
  }

  /** The others see it move before it is let go; nothing of that is stored. */
  ghost() {
    const now = performance.now();
    if (now - (this.ghosted ?? 0) < GHOST_MS) return;
    this.ghosted = now;
    const cards = [...this.drag.cards.keys()].slice(0, 60).map((card) => [card.dataset.card, Number(card.dataset.x), Number(card.dataset.y), Number(card.dataset.width)]);
    live.send({ topic: this.topic, kind: "ghost", cards });
  }

  lasso(at) {
    const box = between(toWorld(this.drag.from, this.view), toWorld(at, this.view));
    const ids = this.cards().filter((card) => meets(this.box(card), box)).map((card) => card.dataset.card);
    this.choose(ids, { add: this.drag.add });
  }

  up(event) {
    this.pointers.delete(event.pointerId);
    if (this.pointers.size < 2) this.pinch = null;
    const drag = this.drag;
    this.drag = null;
    if (!drag) return;
    if (drag.kind === "lasso" && !drag.begun) this.choose([]);
    if (!drag.begun || !drag.cards.size) return;
    for (const [card, box] of drag.cards) this.keepMove(card, drag.kind === "size" ? { width: box.width } : { x: box.x, y: box.y });
  }

  pinchStart() {
    const [a, b] = [...this.pointers.values()];
    this.drag = null;
    this.pinch = { span: Math.hypot(a.x - b.x, a.y - b.y) || 1, view: { ...this.view }, centre: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } };
  }

  pinching() {
    const [a, b] = [...this.pointers.values()];
    const centre = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
    const view = zoomed(this.pinch.view, Math.hypot(a.x - b.x, a.y - b.y) / this.pinch.span, this.pinch.centre);
    this.look({ ...view, left: view.left + centre.x - this.pinch.centre.x, top: view.top + centre.y - this.pinch.centre.y });
  }

  wheel(event) {
    if (this.inList) return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) this.look(zoomed(this.view, Math.exp(-event.deltaY / 240), this.at(event)));
    else this.look({ ...this.view, left: this.view.left - event.deltaX, top: this.view.top - event.deltaY });
  }

  look(view) {
    this.view = view;
    this.world.style.transform = this.inList ? "" : `translate(${view.left}px, ${view.top}px) scale(${view.zoom})`;
    this.world.style.setProperty("--zoom", this.inList ? "1" : (Math.round(view.zoom * 20) / 20).toFixed(2)); // in steps: a pinch must not set type anew each frame
    this.main.querySelector("[data-zoom]").textContent = `${Math.round(view.zoom * 100)} %`;
    this.cursors.again();
  }

  fit() {
    const size = { width: this.canvas.clientWidth, height: this.canvas.clientHeight - FOOT_PX };
    this.look(fitted(this.cards().map((card) => this.box(card)), size));
  }

  zoomBy(factor) {
    this.look(zoomed(this.view, factor, { x: this.canvas.clientWidth / 2, y: this.canvas.clientHeight / 2 }));
  }

  setMode(mode, { held = false } = {}) {
    if (held && this.modeBefore === undefined) return;
    this.mode = held ? this.modeBefore : mode;
    this.modeBefore = undefined;
    for (const button of this.main.querySelectorAll("[data-mode]")) button.setAttribute("aria-pressed", String(button.dataset.mode === this.mode));
    this.canvas.dataset.mode = this.mode;
  }

  // Words

  focused(event) {
    const card = event.target.closest("[data-card]");
    if (card && event.target === card && !this.chosen.has(card.dataset.card)) this.choose([card.dataset.card]);
    if (card && event.target.matches("[data-words-of]")) card.dataset.was = event.target.textContent;
  }

  blurred(event) {
    const card = event.target.closest("[data-card]");
    if (card && event.target.matches("[data-words-of]")) this.keepWords(card, event.target.innerText.trim());
  }

  /** An address that has run out: the card is asked for once more. */
  lost(event) {
    const card = event.target.closest?.("[data-card]");
    if (!card || card.dataset.asked) return;
    card.dataset.asked = "1";
    this.refresh(card);
  }

  // Keys and buttons

  key(event) {
    const typing = event.target.closest("input, textarea, select, [contenteditable]:focus, dialog");
    if (event.key === "Escape" && typing?.matches("[contenteditable]")) return event.target.blur();
    if (typing) return;
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key.toLowerCase() === "z") return this.hit(event, () => (event.shiftKey ? this.redo() : this.undo()));
    if (command && event.key.toLowerCase() === "y") return this.hit(event, () => this.redo());
    if (command || event.altKey) return;
    if (event.code === "Space" && this.modeBefore === undefined && !event.target.closest("button, a")) {
      const before = this.mode;
      this.setMode("hand");
      this.modeBefore = before;
      return event.preventDefault();
    }
    if (event.key in ARROWS && this.chosen.size) return this.hit(event, () => this.nudge(ARROWS[event.key], event.shiftKey ? 10 : 1));
    if (event.shiftKey && event.code === "Digit1") return this.hit(event, () => this.fit());
    const does = {
      Delete: () => this.removeChosen(), Backspace: () => this.removeChosen(), Escape: () => this.choose([]),
      "]": () => this.toLayer(above), "[": () => this.toLayer(below), "+": () => this.zoomBy(1.2), "-": () => this.zoomBy(1 / 1.2),
      n: () => this.add("note"), f: () => this.add("section"), v: () => this.setMode("select"), h: () => this.setMode("hand"),
      u: () => this.act("pictures"), l: () => this.main.querySelector('[data-act="look"]').click(),
      Enter: () => this.picked()[0]?.querySelector("[data-words-of]")?.focus(),
    }[event.key];
    if (does) this.hit(event, does);
  }

  hit(event, does) {
    event.preventDefault();
    does();
  }

  nudge([dx, dy], by) {
    for (const card of this.picked()) {
      const was = { x: Number(card.dataset.x), y: Number(card.dataset.y) };
      this.move(card, { x: was.x + dx * by, y: was.y + dy * by });
      this.keepMove(card, was);
    }
  }

  removeChosen() {
    for (const card of this.picked()) this.remove(card);
    this.choose([]);
  }

  toLayer(rule) {
    for (const card of this.picked()) this.layer(card, rule(this.cards().map((each) => each.dataset.layer)));
  }

  clicked(event) {
    const mode = event.target.closest("[data-mode]");
    if (mode && mode !== this.canvas) this.setMode(mode.dataset.mode);
    const act = event.target.closest("button[data-act]");
    if (act && act.dataset.act !== "look") this.act(act.dataset.act);
    const removes = event.target.closest("[data-removes]");
    if (removes) {
      const card = this.card(removes.dataset.removes);
      if (card) this.remove(card);
    }
  }

  act(name) {
    ({
      pictures: () => this.main.querySelector(".arriving input[type=file]")?.click(),
      note: () => this.add("note"), section: () => this.add("section"), undo: () => this.undo(), redo: () => this.redo(),
      smaller: () => this.zoomBy(1 / 1.2), larger: () => this.zoomBy(1.2), fit: () => this.fit(), list: () => this.asList(),
    })[name]?.();
  }

  /** The same cards one under the other; what script placed is let go of and placed again afterwards. */
  asList(on = !this.inList) {
    this.inList = on;
    this.main.toggleAttribute("data-list", on);
    this.main.querySelector('[data-act="list"]').setAttribute("aria-pressed", String(on));
    for (const card of this.cards()) this.lay(card);
    this.look(this.view);
    if (!on) this.fit();
  }

  /** A picture that was dropped lies where it fell. */
  arrived({ upload, x, y }) {
    const card = this.cards().find((each) => each.dataset.upload === upload);
    if (!card || x === null) return;
    const at = toWorld(this.at({ clientX: x, clientY: y }), this.view);
    const was = { x: Number(card.dataset.x), y: Number(card.dataset.y) };
    this.move(card, { x: Math.round(at.x), y: Math.round(at.y) });
    this.keepMove(card, was);
  }

  // The others

  listenToOthers() {
    live.on(this.topic, (message) => this.heard(message));
    live.on("preview", (message) => this.about([message.look, message.preview]));
    live.on("garment", (message) => this.about([message.garment]));
    live.on("look", (message) => this.about([message.look]));
    for (const name of ["paused", "resumed", "withdrawn", "consent"]) live.on(name, (message) => this.gateTurned(message));
  }

  heard(message) {
    const { kind } = message;
    if (kind === "cursor") this.cursors.show(message);
    else if (kind === "ghost") this.ghosts(message.cards);
    else if (kind === "done") this.kept(message);
    else if (kind === "refused") this.refused(message);
    else if (kind === "event") this.happened(message);
    else if (kind === "reload") location.reload();
  }

  ghosts(cards = []) {
    for (const [id, x, y, width] of cards) {
      const card = this.card(String(id));
      if (card && !this.drag?.cards.has(card) && [x, y, width].every(Number.isFinite)) this.move(card, { x, y, width });
    }
  }

  kept({ op_id, versions }) {
    const op = this.outbox.settle(op_id);
    const card = op && this.card(op.card);
    if (card) this.versions(card, versions);
  }

  versions(card, { geometry, layer, content }) {
    Object.assign(card.dataset, { geometry, layering: layer, content });
  }

  refused({ op_id, code }) {
    const op = this.outbox.settle(op_id);
    const card = op && this.card(op.card);
    this.say(code === "stale" ? "stale" : "refused");
    if (!card) return;
    card.hidden = false;
    this.refresh(card);
  }

  happened({ op, card: id, patch, versions, by, op_id }) {
    const mine = this.outbox.has(op_id) || by.id === this.main.dataset.me;
    const card = this.card(id);
    if (op === "remove") return card && ((card.hidden = true), this.chosen.delete(id));
    if (op === "restore" && card) card.hidden = false;
    if (op === "add" || !card) return this.fetchCard(id, this.urlOf(id)).then(() => this.nowThere(id));
    this.versions(card, versions);
    if (op === "move" && !(mine && this.drag?.cards.has(card))) this.glide(card, patch);
    if (op === "layer") Object.assign(card.dataset, { layer: patch.layer });
    if (op === "layer") this.relayer();
    if (op === "content" && !card.contains(document.activeElement)) this.refresh(card);
  }

  urlOf(id) {
    return location.pathname.replace(/\/?$/, `/card/${id}/`);
  }

  nowThere(id) {
    if (this.focusOn !== id) return;
    this.focusOn = null;
    this.choose([id]);
    const words = this.card(id)?.querySelector("[data-words-of]");
    words?.focus();
    if (words) getSelection().selectAllChildren(words);
  }

  glide(card, patch) {
    card.classList.add("gliding");
    this.move(card, patch);
    setTimeout(() => card.classList.remove("gliding"), 260);
  }

  about(ids) {
    const wanted = new Set(ids.filter(Boolean));
    for (const card of this.cards()) if (wanted.has(card.dataset.about)) this.refresh(card);
  }

  /** Hidden at once, without waiting for an answer; then each card says what is so. */
  gateTurned({ topic }) {
    const twin = topic.split(":")[1];
    for (const card of this.cards().filter((each) => (each.dataset.twins ?? "").split(" ").includes(twin))) {
      card.dataset.withheld = "";
      this.refresh(card);
    }
  }

  say(word) {
    this.main.querySelector("[data-said]").textContent = this.word(word);
  }

  word(name) {
    return this.main.querySelector("template[data-words]").content.querySelector(`[data-word="${name}"]`)?.textContent ?? "";
  }
}
