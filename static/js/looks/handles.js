/** Handles on the pieces, over the marked draft: a hand, a pen or the arrow keys pull; what they say is the fit's own sliders. */
import { chord } from "../reckoning/keys.js";
import { glimpse, onGlimpse } from "./glimpse.js";
import { handlesOf, pulled } from "./fits.js";

const STEP = 0.01;
const REST_MS = 600;
const FIELDS = ["width", "length", "shift_x", "shift_y"];
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

let main = null;
let on = false;
let lying = null;
let held = null;

export function tendHandles(table) {
  main = table;
  onGlimpse((news) => {
    lying = news;
    if (!held) draw();
  });
  main.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-shows-handles]");
    if (!button) return;
    on = !on;
    if (on && !lying) glimpse();
    draw();
  });
  main.addEventListener("pointerdown", take);
  main.addEventListener("keydown", press);
  document.addEventListener("keydown", stepBack, true);
  main.addEventListener("toggle", () => setTimeout(draw, 0), true);
  document.body.addEventListener("htmx:afterSwap", () => setTimeout(draw, 0));
  new ResizeObserver(draw).observe(main.querySelector(".stage"));
  draw(); // its button and key are there from now on, not from the first frame
}

/** The piece that is open in the list has the handles; else the outermost that may be fitted. */
function forms() {
  return [...main.querySelectorAll("form.fit")].filter((form) => lying?.laid[form.elements.fit.value]);
}

function chosen() {
  const found = forms();
  return found.find((form) => form.closest("details")?.open) ?? found[0] ?? null;
}

function draw() {
  const place = main.querySelector("[data-handles]");
  const button = main.querySelector("[data-shows-handles]");
  if (button) {
    button.hidden = !main.querySelector("form.fit");
    button.setAttribute("aria-pressed", String(on && !button.hidden));
  }
  if (!place) return;
  const form = on ? chosen() : null;
  const picture = main.querySelector("[data-glimpsed]:not([hidden])");
  place.hidden = !form || !picture;
  if (place.hidden) return;
  lie(place, picture);
  const kept = document.activeElement?.closest?.("[data-handle]")?.dataset.handle;
  const laid = lying.laid[form.elements.fit.value];
  const template = document.querySelector("template[data-handle-words]").content;
  place.replaceChildren(
    ...Object.entries(handlesOf(laid)).map(([name, at]) => {
      const one = template.querySelector(`[data-handle=${name}]`).cloneNode(true);
      one.style.setProperty("left", `${at.x * 100}%`);
      one.style.setProperty("top", `${at.y * 100}%`);
      return one;
    }),
  );
  if (kept) place.querySelector(`[data-handle=${kept}]`)?.focus();
}

function lie(place, picture) {
  const [box, frame] = [picture.getBoundingClientRect(), place.parentElement.getBoundingClientRect()];
  const sides = { left: box.left - frame.left, top: box.top - frame.top, width: box.width, height: box.height };
  for (const [name, value] of Object.entries(sides)) place.style.setProperty(name, `${value}px`);
}

function take(event) {
  const handle = event.target.closest("[data-handle]");
  if (!handle) return;
  event.preventDefault();
  handle.focus();
  handle.setPointerCapture(event.pointerId);
  const form = chosen();
  const laid = lying.laid[form.elements.fit.value];
  held = { handle, form, laid, fit: fitOf(form), from: [event.clientX, event.clientY], ratio: lying.ratio };
  handle.addEventListener("pointermove", drag);
  handle.addEventListener("pointerup", letGo, { once: true });
  handle.addEventListener("pointercancel", letGo, { once: true });
}

function drag({ clientX, clientY }) {
  const { handle, form, laid, fit, from, ratio } = held;
  const { width, height } = handle.parentElement.getBoundingClientRect();
  const pull = { x: (clientX - from[0]) / width, y: (clientY - from[1]) / height };
  const at = handlesOf(laid)[handle.dataset.handle];
  handle.style.setProperty("left", `${(at.x + (handle.dataset.handle === "foot" ? 0 : pull.x)) * 100}%`);
  handle.style.setProperty("top", `${(at.y + (["left", "right"].includes(handle.dataset.handle) ? 0 : pull.y)) * 100}%`);
  set(form, pulled(fit, laid, handle.dataset.handle, pull, ratio));
  glimpse(form);
}

function letGo() {
  const { handle, form } = held;
  handle.removeEventListener("pointermove", drag);
  held = null;
  form.requestSubmit();
}

let settling = 0;
let unsettled = null;

/** A pull that is not kept yet is what a step back takes first. */
function stepBack(event) {
  if (!unsettled?.isConnected || chord(event) !== "Ctrl+z") return;
  event.preventDefault();
  event.stopPropagation();
  clearTimeout(settling);
  unsettled.reset();
  set(unsettled, fitOf(unsettled));
  unsettled = null;
  glimpse();
}

/** Arrow keys pull by one step of the slider, with Shift by five; what they came to is kept when they rest. */
function press(event) {
  const handle = event.target.closest?.("[data-handle]");
  const way = KEYS[event.key];
  if (!handle || !way) return;
  event.preventDefault();
  const form = chosen();
  const step = STEP * (event.shiftKey ? 5 : 1);
  const fit = fitOf(form);
  const name = handle.dataset.handle;
  if (name === "middle") set(form, { ...fit, shift_x: fit.shift_x + way[0] * step, shift_y: fit.shift_y + way[1] * step });
  else if (name === "foot") set(form, { ...fit, length: fit.length + way[1] * step });
  else set(form, { ...fit, width: fit.width + way[0] * step * (name === "right" ? 1 : -1) });
  glimpse(form);
  clearTimeout(settling);
  unsettled = form;
  settling = setTimeout(() => {
    unsettled = null;
    if (form.isConnected) form.requestSubmit();
  }, REST_MS);
}

function fitOf(form) {
  return Object.fromEntries(FIELDS.map((name) => [name, Number(form.elements.namedItem(name).value)]));
}

/** A range holds itself to its own ends. */
function set(form, fit) {
  for (const name of FIELDS) {
    const field = form.elements.namedItem(name); // "length" is also how many there are
    field.value = String(Math.round(fit[name] * 100) / 100);
    const output = field.closest(".slide")?.querySelector("output");
    if (output) output.textContent = Number(field.value).toFixed(2);
  }
}
