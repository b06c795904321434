// The review page: notes lie on the picture, a drawn one goes with the words of the form.
import { anchor, part, path, thinned } from "./shapes.js";

const SVG = "http://www.w3.org/2000/svg";
const KEYS = { d: "pen", b: "box", t: "pin" };

function stroke(svg, shape) {
  for (const kind of ["e", "p"]) {
    const line = document.createElementNS(SVG, "path");
    line.setAttribute("class", kind);
    line.setAttribute("vector-effect", "non-scaling-stroke");
    line.setAttribute("d", path(shape));
    svg.append(line);
  }
}

function lay(pin) {
  const [x, y] = anchor(JSON.parse(pin.dataset.shape));
  pin.style.setProperty("left", `${x * 100}%`);
  pin.style.setProperty("top", `${y * 100}%`);
}

function draw(pic, svg) {
  svg.replaceChildren();
  for (const pin of pic.querySelectorAll("[data-pin]")) {
    lay(pin);
    stroke(svg, JSON.parse(pin.dataset.shape));
  }
}

function choose(main, tool) {
  for (const button of main.querySelectorAll("[data-tool]")) {
    button.setAttribute("aria-pressed", String(button.dataset.tool === tool && button.getAttribute("aria-pressed") !== "true"));
  }
}

const chosen = (main) => main.querySelector("[data-tool][aria-pressed=true]")?.dataset.tool;

function drawing(main, pic, svg) {
  let shape = null;
  const keep = () => {
    const field = main.querySelector("[data-shape-field]") ?? document.querySelector("[data-shape-field]");
    field.value = JSON.stringify({ ...shape, points: thinned(shape.points) });
    document.querySelector("#note-words")?.focus();
  };
  pic.addEventListener("pointerdown", (event) => {
    const tool = chosen(main);
    if (!tool) return;
    event.preventDefault();
    pic.setPointerCapture(event.pointerId);
    shape = { type: tool, points: [part({ x: event.clientX, y: event.clientY }, pic.getBoundingClientRect())] };
  });
  pic.addEventListener("pointermove", (event) => {
    if (!shape || !event.buttons || shape.type === "pin") return;
    shape.points.push(part({ x: event.clientX, y: event.clientY }, pic.getBoundingClientRect()));
    draw(pic, svg);
    stroke(svg, shape);
  });
  pic.addEventListener("pointerup", () => {
    if (!shape) return;
    draw(pic, svg);
    stroke(svg, shape);
    keep();
    shape = null;
  });
}

export function start(main) {
  const pic = main.querySelector("[data-drawing]");
  const svg = pic?.querySelector("[data-notes]");
  if (pic) {
    draw(pic, svg);
    drawing(main, pic, svg);
  }
  main.addEventListener("click", (event) => {
    const tool = event.target.closest("[data-tool]");
    if (tool) choose(main, tool.dataset.tool);
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key in KEYS) choose(main, KEYS[key]);
    if (key === "a") main.querySelector("[data-key=a]")?.focus();
  });
}
