/** The contact sheet: keys and hands mark frames, select them, and open the viewer; others' marks come in by themselves. */
import { live } from "../live.js";
import { typing } from "../page.js";
import { meant, walked } from "./marks.js";
import { Outbox } from "./outbox.js";
import { Viewer } from "./viewer.js";

const SOON_MS = 250;
const WORKING_MS = 900;
const AT_ONCE = 4;

const framesIn = (main) => [...main.querySelectorAll("[data-frame]")];
const markOf = (frame) => ({ choice: frame.dataset.state, rating: Number(frame.dataset.rating) });
const hasPicture = (frame) => Boolean(frame.querySelector(".shot img"));

/** At once, before anybody has answered. */
function say(frame, { choice, rating }) {
  if (choice !== undefined) frame.dataset.state = choice;
  if (rating !== undefined) frame.dataset.rating = String(rating);
  const mark = markOf(frame);
  for (const star of frame.querySelectorAll("[data-star]")) {
    star.setAttribute("aria-pressed", String(Number(star.dataset.star) <= mark.rating));
    star.value = Number(star.dataset.star) === mark.rating ? "0" : star.dataset.star;
  }
  for (const button of frame.querySelectorAll("[data-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.choice === mark.choice));
    button.value = button.dataset.choice === mark.choice ? "none" : button.dataset.choice;
  }
}

/** The picture that is there already stays, with whether it is selected: nothing flickers, nothing is fetched twice. */
function keepShot(old, fresh) {
  if (old && hasPicture(old) && hasPicture(fresh)) fresh.querySelector(".shot").replaceWith(old.querySelector(".shot"));
}

class ContactSheet {
  constructor(main) {
    this.main = main;
    this.viewer = new Viewer(document.querySelector("[data-viewer]"), { mark: (frame, key) => this.mark(frame, key), next: (frame, by) => this.beside(frame, by) });
    this.outbox = new Outbox({
      who: document.querySelector("[data-presence]")?.dataset.self ?? "",
      said: (address, html) => this.kept(address, html),
      turned: () => this.refresh(),
      waits: (any) => (main.querySelector("[data-keeps]").hidden = !any),
    });
    main.addEventListener("keydown", (event) => this.key(event));
    main.addEventListener("click", (event) => this.click(event));
    main.addEventListener("dblclick", (event) => event.target.closest(".shot") && this.open(event.target.closest("[data-frame]")));
    main.addEventListener("submit", (event) => this.submit(event));
    main.addEventListener("change", (event) => this.changed(event));
    main.addEventListener("error", (event) => event.target.matches?.(".shot img") && this.outOfDate(), true);
    live.on(this.region.dataset.topic, () => this.soon());
    document.body.addEventListener("live:poll", () => this.soon());
    document.body.addEventListener("htmx:afterSwap", () => this.settle());
    this.settle();
    this.reckon();
  }

  get region() {
    return this.main.querySelector("[data-frames]");
  }

  settle() {
    for (const button of this.main.querySelectorAll("[data-looks]")) button.hidden = false;
    const waiting = this.outbox.waiting;
    for (const frame of framesIn(this.main)) {
      const wish = waiting[frame.querySelector("form").action];
      if (wish) say(frame, wish);
    }
    this.count();
    clearTimeout(this.ahead);
    if (this.region.dataset.working !== undefined) this.ahead = setTimeout(() => this.refresh(), WORKING_MS);
  }

  soon() {
    clearTimeout(this.ahead);
    this.ahead = setTimeout(() => this.refresh(), SOON_MS);
  }

  /** A picture's address has run out. */
  outOfDate() {
    for (const frame of framesIn(this.main)) if (!frame.querySelector(".shot img")?.naturalWidth) frame.dataset.said = "";
    this.soon();
  }

  async refresh() {
    const answer = await fetch(`${this.region.dataset.from}${location.search}`, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok || "withheld" in document.documentElement.dataset) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-frames]");
    if (!fresh) return;
    if (fresh.dataset.twins !== this.main.dataset.gates) {
      location.reload(); // somebody else's gate stands before these: the page has to hear of it
      return;
    }
    this.morph(document.adoptNode(fresh));
  }

  morph(fresh) {
    const focused = document.activeElement?.closest?.("[data-frame]")?.id;
    for (const frame of fresh.querySelectorAll("[data-frame]")) {
      const old = document.getElementById(frame.id);
      if (old && old.dataset.said === frame.dataset.said && hasPicture(old) === hasPicture(frame)) frame.replaceWith(old);
      else {
        if (old?.dataset.said) keepShot(old, frame);
        if (old) this.viewer.renewed(old, frame);
      }
    }
    this.region.replaceWith(fresh);
    window.htmx.process(fresh);
    if (focused && !this.viewer.dialog.open) document.getElementById(focused)?.focus();
    this.settle();
  }

  kept(address, html) {
    const old = framesIn(this.main).find((frame) => frame.querySelector("form").action === address);
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-frame]");
    if (!old || !fresh || "withheld" in document.documentElement.dataset) return;
    const focused = old.contains(document.activeElement);
    keepShot(old, fresh);
    old.replaceWith(document.adoptNode(fresh));
    this.viewer.renewed(old, fresh);
    if (focused) fresh.focus();
    this.settle();
  }

  mark(frame, key) {
    const wish = meant(key, markOf(frame));
    if (!wish) return false;
    say(frame, wish);
    const form = frame.querySelector("form:first-of-type");
    this.outbox.put(form.action, { ...wish, base: form.elements.base.value });
    return true;
  }

  beside(frame, by) {
    const frames = framesIn(this.main).filter(hasPicture);
    return frames[frames.findIndex((each) => each.id === frame?.id) + by];
  }

  open(frame) {
    if (frame && hasPicture(frame)) this.viewer.show([frame], { enlarged: true });
  }

  selected() {
    return framesIn(this.main).filter((frame) => frame.querySelector("[data-selects]")?.checked);
  }

  /** Those that are selected; of one alone, beside the frame that all are compared with. */
  compare(from) {
    let frames = this.selected();
    if (frames.length < 2) frames = [framesIn(this.main).find((each) => each.querySelector("[data-base]")), frames[0] ?? from].filter((each, index, all) => each && all.indexOf(each) === index);
    if (frames.length > 1) this.viewer.show(frames.slice(0, AT_ONCE));
  }

  select(frame) {
    const box = frame.querySelector("[data-selects]");
    if (!box || (!box.checked && this.selected().length >= AT_ONCE)) return;
    box.checked = !box.checked;
    this.count();
  }

  count() {
    const number = this.selected().length;
    const line = this.main.querySelector("[data-compare]");
    line.hidden = number < 2;
    line.querySelector("[data-selected]").textContent = String(number);
    for (const box of this.main.querySelectorAll("[data-selects]")) box.disabled = number >= AT_ONCE && !box.checked;
  }

  key(event) {
    const frame = event.target.closest("[data-frame]");
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key.toLowerCase() === "c") return this.compare(frame);
    if (!frame) return;
    if (event.key === " " && event.target.closest("button, input")) return;
    const asked = { z: () => this.open(frame), " ": () => this.open(frame), s: () => this.select(frame) };
    const low = event.key.toLowerCase();
    if (event.key.startsWith("Arrow")) this.walk(frame, event.key);
    else if (Object.hasOwn(asked, low)) asked[low]();
    else if (!this.mark(frame, event.key)) return;
    event.preventDefault();
  }

  walk(frame, key) {
    const frames = framesIn(this.main);
    const boxes = frames.map((each) => each.getBoundingClientRect()).map(({ left, top }) => ({ left, top }));
    frames[walked(boxes, frames.indexOf(frame), key)].focus();
  }

  click(event) {
    const frame = event.target.closest("[data-frame]");
    if (event.target.closest("[data-compares]")) this.compare();
    if (!frame) return;
    if (event.target.closest("[data-looks]")) this.open(frame);
    else if (event.target.matches(".shot img")) {
      frame.focus();
      if (event.pointerType === "touch") this.viewer.show([frame]);
    }
  }

  submit(event) {
    const frame = event.target.closest("[data-frame]");
    const pressed = event.submitter;
    if (!frame || !pressed?.matches("[data-star], [data-choice]")) return;
    event.preventDefault();
    this.mark(frame, pressed.dataset.star ?? (pressed.dataset.choice === "pick" ? "p" : "x"));
    frame.focus();
  }

  changed(event) {
    if (event.target.matches("[data-selects]")) this.count();
    const sift = event.target.closest("[data-sift]");
    if (sift) {
      const asked = new URLSearchParams([...new FormData(sift)].filter(([, value]) => value));
      history.replaceState(null, "", asked.size ? `?${asked}` : location.pathname);
      this.refresh();
    }
    if (event.target.closest("[data-tries]")) this.reckon();
  }

  /** What the press would use, before it is pressed. */
  reckon() {
    const form = this.main.querySelector("[data-tries]");
    if (!form) return;
    const count = form.querySelectorAll("[name=try]:checked").length;
    const { left, most } = form.dataset;
    const [cost, of] = [form.querySelector("[data-cost]"), form.querySelector("[data-cost-of]")];
    of.dataset.words ??= of.textContent;
    [cost.hidden, of.hidden] = [count > 0, count === 0];
    of.textContent = of.dataset.words.replace("COUNT", count).replace("LEFT", left ?? "").replace("MOST", most);
    form.querySelector(".b.main").disabled = count === 0 || count > Number(most) || (left !== undefined && count > Number(left));
  }
}

export function start(main) {
  return new ContactSheet(main);
}
