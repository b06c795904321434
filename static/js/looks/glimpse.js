/** The figure follows the hand: while a control moves, the look is drawn small with that control as it stands.
 *
 * One is under way at a time, and the newest waits behind it; one that takes too long while a newer waits is let go.
 * What is shown was drawn under her gates as the stage knows them; a stage that knows others shows none of it.
 */
import { csrf } from "../page.js";
import { live } from "../live.js";

const PATIENCE_MS = 300;
const SAYS_AFTER_MS = 500;
const OVER = 2; // times the usual, after which a newer one is worth more
const SLOT = /\/slot\/([a-z]+)\//;

const here = Math.random().toString(36).slice(2);
let turn = 0;
let usual = PATIENCE_MS;
let flying = null;
let waiting = null;
let shown = null;
let place = null;
const listeners = new Set();

/** Called with {laid, ratio} after each new picture, and with null when there is none any more. */
export function onGlimpse(fn) {
  listeners.add(fn);
}

export function tendGlimpse(main) {
  place = main;
  main.ownerDocument.addEventListener("input", ({ target }) => {
    const form = target.form;
    if (form && SLOT.test(form.action) && !target.matches("textarea, input[type=text], input:not([type])")) glimpse(form);
  });
  document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
    const path = detail.pathInfo?.requestPath ?? "";
    if (detail.requestConfig?.verb !== "post" || !(SLOT.test(path) || /\/(step|apply)\//.test(path))) return;
    followOn();
    glimpse();
  });
  document.body.addEventListener("htmx:afterSwap", () => {
    const figure = stage();
    if (!figure || figure.dataset.met !== undefined) return;
    figure.dataset.met = "";
    met(figure);
  });
  for (const topic of (main.dataset.twins ?? "").split(/\s+/).filter(Boolean)) live.on(topic, drop);
  live.on("cut", drop);
}

/** As this form has its slot; without one, as the look stands. */
export function glimpse(form = null) {
  const figure = stage();
  if (!figure) return;
  const body = form ? new FormData(form) : new FormData();
  body.delete("csrfmiddlewaretoken");
  if (form) body.set("slot", SLOT.exec(form.action)[1]);
  turn += 1;
  body.set("window", here);
  body.set("turn", String(turn));
  waiting = { url: figure.dataset.glimpse, body };
  if (!flying) next();
  else if (performance.now() - flying.began > Math.max(PATIENCE_MS, OVER * usual)) flying.stop.abort();
}

async function next() {
  if (!waiting) return;
  const { url, body } = waiting;
  waiting = null;
  const stop = new AbortController();
  const mine = { stop, began: performance.now() };
  flying = mine;
  const late = setTimeout(() => stage()?.setAttribute("data-behind", ""), SAYS_AFTER_MS);
  try {
    const headers = { "X-CSRFToken": csrf() };
    const answer = await fetch(url, { method: "POST", body, headers, signal: stop.signal, credentials: "same-origin" });
    await take(answer);
    usual = usual * 0.7 + (performance.now() - mine.began) * 0.3;
  } catch (fault) {
    if (fault.name !== "AbortError") says("offline");
  } finally {
    clearTimeout(late);
    flying = null;
    if (!waiting) stage()?.removeAttribute("data-behind");
    next();
  }
}

async function take(answer) {
  if (answer.status === 204) return;
  if (answer.status === 200 && answer.headers.get("Content-Type")?.startsWith("image/")) {
    const gates = answer.headers.get("Doublure-Gates");
    const laid = JSON.parse(answer.headers.get("Doublure-Laid") ?? "{}");
    const picture = await answer.blob();
    says("");
    show({ address: URL.createObjectURL(picture), gates, laid });
    return;
  }
  if (answer.status === 410) drop();
  says(answer.status === 409 || answer.status === 410 ? await answer.text() : "offline");
}

function stage() {
  return place?.querySelector(".figure[data-glimpse]");
}

function show(made) {
  if (shown) URL.revokeObjectURL(shown.address);
  shown = made;
  put();
}

/** The stage was fetched anew. What was drawn under other gates than it knows is not put back. */
function met(figure) {
  const follows = figure.dataset.follows !== undefined;
  if (shown && follows && shown.gates === figure.dataset.gatesNow) put();
  else drop();
  if (follows) return glimpse();
  // What is under way shows less than what has just been made: it must not come and cover it.
  waiting = null;
  flying?.stop.abort();
}

function put() {
  const figure = stage();
  const picture = figure?.querySelector("[data-glimpsed]");
  if (!picture || shown.gates !== figure.dataset.gatesNow) {
    drop();
    figure?.dispatchEvent(new CustomEvent("live:poll", { bubbles: true }));
    return;
  }
  picture.onload = () => {
    figure.dataset.glimpsing = "";
    picture.hidden = false;
    figure.querySelector("[data-of-glimpse]").hidden = false;
    figure.querySelectorAll("[data-of-version], [data-empty]").forEach((part) => (part.hidden = true));
    tell({ laid: shown?.laid ?? {}, ratio: picture.naturalHeight / picture.naturalWidth });
  };
  picture.src = shown.address;
}

/** Nothing of it stays on the page. */
function drop() {
  if (shown) URL.revokeObjectURL(shown.address);
  shown = null;
  const figure = stage();
  const picture = figure?.querySelector("[data-glimpsed]");
  if (picture) {
    picture.onload = null;
    picture.hidden = true;
    picture.removeAttribute("src");
    delete figure.dataset.glimpsing;
    figure.querySelector("[data-of-glimpse]").hidden = true;
    figure.querySelectorAll("[data-of-version], [data-empty]").forEach((part) => (part.hidden = false));
  }
  tell(null);
}

function tell(news) {
  for (const fn of listeners) fn(news);
}

/** An older version was on the stage: a change is seen on the look as it stands, so the stage follows again. */
function followOn() {
  const figure = stage();
  if (!figure) return;
  figure.dataset.follows = "";
  if (figure.dataset.chosen) {
    const address = figure.dataset.glimpse.replace("/glimpse/", "/stage/");
    window.htmx?.ajax("GET", address, { target: figure, swap: "outerHTML" });
  }
}

function says(words) {
  const line = stage()?.querySelector("[data-glimpse-says]");
  if (!line) return;
  if (words === "offline") line.replaceChildren(document.querySelector("template[data-offline]").content.cloneNode(true));
  else line.innerHTML = words; // the studio's own refusal, written and escaped there
}
