/** A piece's points on its cut-out: dragged by a hand or moved by arrow keys, taken back one by one, kept together. */
import { chord } from "../reckoning/keys.js";
import { placed, stepped } from "../twins/handles.js";

export function start(main) {
  const form = main.querySelector("[data-anchors]");
  if (!form) return;
  const picture = form.querySelector("img");
  const moves = [];
  let held = null;

  const field = (name, side) => form.elements.namedItem(`${name}-${side}`);
  const at = (name) => ({ x: Number(field(name, "x").value), y: Number(field(name, "y").value) });

  function put(name, { x, y }) {
    field(name, "x").value = String(x);
    field(name, "y").value = String(y);
    lie(form.querySelector(`[data-anchor=${name}]`));
  }

  /** Over the picture itself, which may be smaller than its frame. */
  function lie(handle) {
    const { x, y } = at(handle.dataset.anchor);
    const [box, frame] = [picture.getBoundingClientRect(), handle.parentElement.getBoundingClientRect()];
    handle.style.setProperty("left", `${box.left - frame.left + (box.width * x) / 100}px`);
    handle.style.setProperty("top", `${box.top - frame.top + (box.height * y) / 100}px`);
    handle.hidden = false;
  }

  function all() {
    form.querySelectorAll("[data-anchor]").forEach(lie);
  }

  function changed() {
    form.querySelector("[data-keeps]").disabled = moves.length === 0;
    form.querySelector("[data-undoes]").disabled = moves.length === 0;
  }

  form.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-anchor]");
    if (!handle) return;
    event.preventDefault();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    held = handle.dataset.anchor;
    moves.push([held, at(held)]);
    changed();
  });
  form.addEventListener("pointermove", ({ clientX, clientY }) => {
    if (held) put(held, placed({ x: clientX, y: clientY }, picture.getBoundingClientRect()));
  });
  for (const end of ["pointerup", "pointercancel"]) form.addEventListener(end, () => (held = null));
  form.addEventListener("keydown", (event) => {
    const name = event.target.closest("[data-anchor]")?.dataset.anchor;
    const to = name && chord(event).indexOf("Ctrl") < 0 ? stepped(at(name), event.key, event.shiftKey) : null;
    if (!to) return;
    event.preventDefault();
    if (moves.at(-1)?.[0] !== name || !event.repeat) moves.push([name, at(name)]);
    put(name, to);
    changed();
  });
  form.querySelector("[data-undoes]").addEventListener("click", () => {
    const last = moves.pop();
    if (last) put(...last);
    changed();
  });
  new ResizeObserver(all).observe(picture);
  picture.addEventListener("load", all);
  all();
}
