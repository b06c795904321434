/** Talks beside the board: a pin for each over the canvas, in screen size; a list in the panel; live for everybody. */
import { live } from "../live.js";
import { csrf, typing, words } from "../page.js";
import { refuse } from "../parts/told.js";
import { completes } from "./names.js";
import { ofLayer, onCard, onScreen, spotOf } from "./pinning.js";

export function start(panel) {
  return new Threads(panel);
}

class Threads {
  constructor(panel) {
    this.panel = panel;
    this.main = panel.closest("main");
    this.canvas = this.main.querySelector("[data-canvas]");
    this.world = this.main.querySelector("[data-world]");
    this.layers = [this.world, this.canvas.querySelector("[data-lifted]")].filter(Boolean); // what is dragged lies on the second
    this.place = panel.querySelector("[data-talks]");
    this.tool = this.main.querySelector("[data-comments]");
    this.topic = `board:${panel.dataset.board}`;
    this.show = "open";
    this.opened = new URLSearchParams(location.search).get("thread") ?? "";
    this.pins = new Map();
    this.spot = null;
    this.drawn = 0;
    this.layer = document.createElement("div");
    this.layer.className = "pins";
    this.canvas.append(this.layer);
    this.listen();
    this.fetch().then(() => this.opened && this.open(this.opened));
  }

  // What the server says

  async fetch() {
    const asked = new URLSearchParams({ show: this.show, thread: this.opened });
    const drawn = this.drawn;
    const answer = await fetch(`${this.panel.dataset.url}?${asked}`, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return;
    const html = await answer.text();
    if (drawn === this.drawn) this.draw(html);
    else this.news(); // asked before something was sent and shown: asked again
  }

  async submit(form, submitter) {
    const headers = { "HX-Request": "true", "X-CSRFToken": csrf() };
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form, submitter), headers });
    if (!answer.ok && answer.status !== 409) return refuse(words.failed);
    const began = answer.ok && form.matches("[data-begin]");
    if (began) this.spot = null;
    this.draw(await answer.text(), answer.ok ? form : null);
    if (!began) return;
    this.opened = this.place.querySelector("[data-opened]")?.dataset.thread ?? "";
    this.drawPins();
    this.pins.get(this.opened)?.focus({ preventScroll: true });
  }

  /** Swap the list; what somebody is writing in it meanwhile stays, caret and all. `sent`: the form that is done. */
  draw(html, sent = null) {
    const drafts = [...this.place.querySelectorAll("textarea")].filter((field) => !sent?.contains(field)).map(noted);
    this.drawn += 1;
    this.place.innerHTML = html;
    this.tendForms();
    const opened = this.place.querySelector("[data-opened]")?.dataset.thread;
    for (const draft of drafts) restore(this.place, draft, opened);
    if (this.spot) this.placed();
    this.drawPins();
  }

  tendForms() {
    const people = () => (this.crew ??= fetch(this.panel.dataset.crew).then((answer) => answer.json()).then(({ people }) => people));
    const spoken = (n) => this.say(this.panel.dataset.namesFound.replace("{n}", String(n)));
    for (const field of this.place.querySelectorAll("[data-names]")) completes(field, { people, spoken });
  }

  // The panel

  toggle(shown) {
    this.panel.hidden = !shown;
    this.tool?.setAttribute("aria-expanded", String(shown));
  }

  async open(id) {
    this.opened = id;
    this.toggle(true);
    await this.fetch();
    const row = this.row(id);
    row?.scrollIntoView({ block: "nearest" });
    row?.querySelector(".talk-h")?.focus({ preventScroll: true });
    const unread = row?.querySelector("[data-reads]");
    if (unread) this.submit(unread);
  }

  row(id) {
    return this.place.querySelector(`[data-thread="${CSS.escape(id)}"]`);
  }

  close() {
    const pin = this.pins.get(this.opened);
    this.forget();
    this.opened = "";
    this.toggle(false);
    this.drawPins();
    (pin ?? this.tool)?.focus({ preventScroll: true });
  }

  say(words) {
    this.panel.querySelector("[data-spoken]").textContent = words;
  }

  // Beginning one: point at a place, or stand on a card

  placing(on) {
    this.canvas.toggleAttribute("data-placing", on);
    this.hint?.remove();
    if (!on) return;
    this.hint = Object.assign(document.createElement("p"), { className: "place-here", textContent: this.panel.dataset.place });
    this.hint.setAttribute("role", "status");
    this.canvas.append(this.hint);
  }

  begin() {
    const focused = document.activeElement?.closest?.("[data-card]");
    const chosen = [...this.canvas.querySelectorAll("[data-card].selected")];
    const card = focused ?? (this.main.dataset.list !== undefined && chosen.length === 1 ? chosen[0] : null);
    if (card && this.canvas.contains(card)) return this.pinTo({ card: card.dataset.card, x: 1, y: 0 });
    if (this.main.dataset.list !== undefined) return this.pinTo({ card: "", x: 0, y: 0 });
    this.toggle(true);
    this.placing(true);
  }

  pointed(event) {
    if (!this.canvas.hasAttribute("data-placing") || event.target.closest(".float, .pins, .arriving")) return;
    event.preventDefault();
    event.stopPropagation();
    const card = event.target.closest("[data-card]");
    const at = { x: event.clientX, y: event.clientY };
    this.pinTo(card ? { card: card.dataset.card, ...onCard(card, this.world, at) } : { card: "", ...spotOf(this.world, at) });
  }

  pinTo(spot) {
    this.placing(false);
    this.spot = spot;
    this.toggle(true);
    this.placed();
    this.drawPins();
    this.place.querySelector("[data-begin] textarea")?.focus();
  }

  placed() {
    const form = this.place.querySelector("[data-begin]");
    if (!form) return;
    const { card, x, y } = this.spot;
    form.dataset.placed = "";
    for (const [name, value] of Object.entries({ card, x, y })) form.elements[name].value = String(value);
    const name = card && this.card(card)?.getAttribute("aria-label");
    form.querySelector("[data-about]").textContent = name ? this.panel.dataset.onCard.replace("{name}", name) : this.panel.dataset.onBoard;
  }

  forget() {
    this.placing(false);
    this.spot = null;
    this.place.querySelector("[data-begin]")?.removeAttribute("data-placed");
    this.drawPins();
  }

  // Pins

  card(id) {
    return this.canvas.querySelector(`[data-card="${CSS.escape(id)}"]`);
  }

  drawPins() {
    const rows = [...this.place.querySelectorAll("[data-thread]:not([data-unpinned])")];
    const before = this.pins;
    this.pins = new Map(rows.map((row) => [row.dataset.thread, this.pin(row, before.get(row.dataset.thread))]));
    const fresh = this.spot ? [this.newPin()] : [];
    for (const old of this.layer.children) if (![...this.pins.values()].includes(old)) old.remove();
    for (const pin of [...this.pins.values(), ...fresh]) if (!pin.isConnected) this.layer.append(pin);
    this.watched = new Set([...this.pins.values(), ...fresh].map(({ dataset }) => dataset.on).filter(Boolean));
    this.lay();
  }

  pin(row, known) {
    const pin = known ?? Object.assign(document.createElement("button"), { type: "button", className: "pin" });
    for (const name of ["number", "state", "x", "y", "on", "cardX", "cardY", "cardWidth", "cardHeight", "thread"]) {
      if (row.dataset[name] === undefined) delete pin.dataset[name];
      else pin.dataset[name] = row.dataset[name];
    }
    const unread = row.dataset.unread !== undefined;
    pin.toggleAttribute("data-unread", unread);
    pin.setAttribute("aria-current", String(row.dataset.thread === this.opened && !this.panel.hidden));
    pin.textContent = row.dataset.number;
    const said = this.panel.dataset.pin.replace("{n}", row.dataset.number).replace("{who}", row.querySelector("b")?.textContent ?? "");
    pin.setAttribute("aria-label", unread ? `${said}, ${this.panel.dataset.unread}` : said);
    return pin;
  }

  newPin() {
    const pin = Object.assign(document.createElement("span"), { className: "pin new", textContent: "+" });
    Object.assign(pin.dataset, { x: this.spot.x, y: this.spot.y, ...(this.spot.card ? { on: this.spot.card } : {}) });
    return pin;
  }

  /** Once a frame at most, and only where something that carries a pin has moved. */
  soon() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.lay();
    });
  }

  lay() {
    if (!this.layer.children.length) return;
    const view = ofLayer(this.world);
    const places = [...this.layer.children].map((pin) => onScreen(pin.dataset, pin.dataset.on ? this.card(pin.dataset.on) : null, view));
    [...this.layer.children].forEach((pin, n) => {
      pin.hidden = !places[n];
      if (places[n]) pin.style.transform = `translate(${places[n].x}px, ${places[n].y}px)`;
    });
  }

  moved(records) {
    const concerns = ({ type, target, addedNodes }) =>
      this.layers.includes(target) ? type === "attributes" || [...addedNodes].some(({ dataset }) => this.watched?.has(dataset?.card)) : this.watched?.has(target.dataset?.card);
    if (records.some(concerns)) this.soon();
  }

  // Hands and news

  listen() {
    const watch = new MutationObserver((records) => this.moved(records));
    for (const layer of this.layers) watch.observe(layer, { attributes: true, attributeFilter: ["style", "hidden"], childList: true, subtree: true });
    live.on("threads", (message) => message.topic === this.topic && this.news());
    document.body.addEventListener(`live:${this.topic}`, ({ detail }) => detail?.kind === "again" && this.fetch());
    this.canvas.addEventListener("pointerdown", (event) => this.pointed(event), true);
    this.layer.addEventListener("click", ({ target }) => {
      const pin = target.closest("button.pin");
      if (pin) this.open(pin.dataset.thread);
    });
    this.layer.addEventListener("pointerdown", (event) => event.stopPropagation());
    this.tool?.addEventListener("click", (event) => {
      event.preventDefault();
      if (!this.panel.hidden) this.close();
      else if (this.main.dataset.list === undefined) this.begin();
      else this.toggle(true);
    });
    this.panel.addEventListener("click", (event) => this.clicked(event));
    this.panel.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit(event.target, event.submitter);
    });
    document.addEventListener("keydown", (event) => this.key(event), true);
  }

  news() {
    clearTimeout(this.coming);
    this.coming = setTimeout(() => this.fetch(), 80);
  }

  clicked(event) {
    const link = event.target.closest("a[href]");
    if (event.target.closest("[data-close]")) return this.close();
    if (event.target.closest("[data-forget]")) return this.forget();
    if (event.target.closest("[data-new]")) return this.begin();
    if (!link || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    const asked = new URL(link.href).searchParams;
    const thread = asked.get("thread") ?? "";
    this.show = asked.get("show") ?? this.show;
    if (thread && thread !== this.opened) return this.open(thread);
    this.opened = "";
    this.fetch();
  }

  key(event) {
    if (event.key === "Escape" && this.canvas.hasAttribute("data-placing")) return this.leave(event, () => this.forget());
    if (event.key === "Escape" && this.panel.contains(event.target)) return this.leave(event, () => (this.spot ? this.forget() : this.close()));
    const send = event.key === "Enter" && (event.metaKey || event.ctrlKey);
    if (send && this.panel.contains(event.target)) return this.leave(event, () => event.target.form?.requestSubmit());
    if (event.key.toLowerCase() !== "c" || event.metaKey || event.ctrlKey || event.altKey || typing(event.target)) return;
    if (!event.target.closest?.("dialog, .menu")) this.leave(event, () => this.begin());
  }

  leave(event, act) {
    event.preventDefault();
    event.stopPropagation();
    act();
  }
}

function noted(field) {
  const { value, selectionStart, selectionEnd } = field;
  const thread = field.closest("[data-thread]")?.dataset.thread ?? "";
  const who = [...field.form.querySelectorAll("input[name=who]")].map((each) => each.value);
  return { value, selectionStart, selectionEnd, thread, who, name: field.id, focused: document.activeElement === field };
}

function restore(place, { value, selectionStart, selectionEnd, thread, who, name, focused }, opened) {
  const field = place.querySelector(`[id="${CSS.escape(name)}"]`);
  if (!field || (thread && thread !== opened)) return;
  if (value) field.value = value;
  for (const each of who) field.after(Object.assign(document.createElement("input"), { type: "hidden", name: "who", value: each }));
  if (!focused) return;
  field.focus({ preventScroll: true });
  field.setSelectionRange(selectionStart, selectionEnd);
}
