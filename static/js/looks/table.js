/** The dressing table: others' changes come in, pieces are dragged on and into order, the surround is the reader's own. */
import { live } from "../live.js";
import { glimpse, onGlimpse, tendGlimpse } from "./glimpse.js";
import { tendHandles } from "./handles.js";
import { draw, tendWipe } from "./wipe.js";
import { typing } from "../page.js";
import { orderAfter } from "./order.js";

const SURROUND = "surround";

export function start(main) {
  const { look, me } = main.dataset;
  live.on("slot", (message) => {
    if (message.look === look && message.by !== me) refetch(document.getElementById(`slot-${message.slot}`));
    if (message.look === look && message.slot === "garments" && message.by !== me) refetch(document.getElementById("rail"));
  });
  live.on("garment", () => refetch(document.getElementById("rail")));
  live.on("slot", (message) => {
    if (message.look === look && message.by !== me) glimpse();
  });
  tendGlimpse(main);
  tendWipe(main);
  tendHandles(main);
  onGlimpse(() => draw(main));
  tendPlaces(main);
  tendSurround(main);
  tendRail(main);
  tendPieces(main);
  tendChart();
}

/** A part somebody has her hands on waits until she lets go. */
function refetch(part) {
  if (!part) return;
  if (!part.contains(document.activeElement)) {
    part.dispatchEvent(new Event("refetch"));
    return;
  }
  part.addEventListener("focusout", () => setTimeout(() => refetch(document.getElementById(part.id)), 0), { once: true });
}

function tendSurround(main) {
  const stage = main.querySelector("[data-stage]");
  const set = (name) => {
    stage.dataset.surround = name;
    for (const one of main.querySelectorAll("[data-surround-to]")) {
      one.setAttribute("aria-pressed", String(one.dataset.surroundTo === name));
    }
  };
  set(localStorage.getItem(SURROUND) ?? "grey");
  main.addEventListener("click", ({ target }) => {
    const wanted = target.closest("[data-surround-to]")?.dataset.surroundTo;
    if (!wanted) return;
    localStorage.setItem(SURROUND, wanted);
    set(wanted);
  });
}

/** Single letters take the reader to a part of the table. */
const PLACES = { r: ".rail .piece-b:not(:disabled)", l: "[data-slot=light] input:checked", g: "[data-slot=grade] input[type=range]" };

function tendPlaces(main) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const wanted = PLACES[event.key];
    if (!wanted || document.querySelector("dialog[open]")) return;
    const there = main.querySelector(wanted);
    if (!there) return;
    event.preventDefault();
    there.focus();
    there.scrollIntoView({ block: "nearest" });
  });
}

function tendRail(main) {
  main.addEventListener("input", ({ target }) => {
    if (!target.matches("[data-find-piece]")) return;
    const wanted = target.value.trim().toLowerCase();
    for (const piece of main.querySelectorAll(".hang > li")) piece.hidden = !piece.dataset.title.includes(wanted);
  });
  main.addEventListener("dragstart", (event) => {
    const button = event.target.closest?.(".piece-b[draggable=true]");
    if (!button) return;
    event.dataTransfer.setData("text/x-garment", button.value);
    event.dataTransfer.setDragImage(button.querySelector("img"), 36, 10);
    main.dataset.dragging = "garment";
  });
  main.addEventListener("dragend", () => delete main.dataset.dragging);
  for (const place of main.querySelectorAll(".stage, .slots-side")) {
    place.addEventListener("dragover", (event) => {
      if (main.dataset.dragging === "garment") event.preventDefault();
    });
    place.addEventListener("drop", (event) => {
      const garment = event.dataTransfer.getData("text/x-garment");
      const button = garment && main.querySelector(`.piece-b[value="${CSS.escape(garment)}"]`);
      if (!button) return;
      event.preventDefault();
      button.form.requestSubmit(button);
    });
  }
}

/** The list reads from the outside in; what is sent is from the skin outwards. */
function tendPieces(main) {
  let held = null;
  main.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || !main.querySelector("[data-reorder]")) return;
    event.preventDefault();
    held = grip.closest("li");
    held.dataset.state = "held";
    grip.setPointerCapture(event.pointerId);
  });
  main.addEventListener("pointermove", ({ clientY }) => {
    if (!held) return;
    const list = held.parentElement;
    const others = [...list.children].filter((item) => item !== held);
    const middles = others.map((item) => item.getBoundingClientRect()).map(({ top, height }) => top + height / 2);
    list.insertBefore(held, others[orderAfter(middles, clientY)] ?? null);
  });
  main.addEventListener("pointerup", () => {
    if (!held) return;
    delete held.dataset.state;
    send(main, [...held.parentElement.children].map((item) => item.dataset.garment).reverse());
    held = null;
  });
  main.addEventListener("click", (event) => {
    if (event.target.closest("[data-grip]")) event.preventDefault();
  });
}

function send(main, order) {
  const form = main.querySelector("[data-reorder]");
  const fields = order.map((garment) => {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "order", value: garment });
    return field;
  });
  form.querySelector("[data-order]").replaceChildren(...fields);
  form.requestSubmit();
}

/** A swatch paints its region; touching a region's paint puts it on. */
function tendChart() {
  const chart = document.querySelector("form[data-chart]");
  chart?.addEventListener("click", ({ target }) => {
    const swatch = target.closest("[data-colour]");
    if (!swatch) return;
    const row = swatch.closest("[data-region-row]");
    row.querySelector("input[type=color]").value = swatch.dataset.colour;
    row.querySelector("input[type=checkbox]").checked = true;
    chart.requestSubmit();
  });
  chart?.addEventListener(
    "change",
    ({ target }) => {
      const row = target.closest("[data-region-row]");
      if (row && target.type !== "checkbox") row.querySelector("input[type=checkbox]").checked = true;
    },
    true,
  );
}
