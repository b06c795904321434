/** A wipe between what lies below and what lies above it: two versions, or the last version and the controls as they are.
 * The slider beneath it says where it stands; a hand or a pen draws it over the picture itself.
 */
let held = false;

export function tendWipe(main) {
  main.addEventListener("input", ({ target }) => {
    if (target.matches("[data-wipe-at]")) draw(main);
  });
  main.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-wipes]");
    if (!button) return;
    const line = main.querySelector("[data-wiping]");
    line.hidden = !line.hidden;
    button.setAttribute("aria-pressed", String(!line.hidden));
    draw(main);
  });
  main.addEventListener("pointerdown", (event) => {
    if (!wiping(main) || !event.target.closest("[data-pane]") || event.target.closest("button")) return;
    event.preventDefault();
    held = true;
    move(main, event);
  });
  addEventListener("pointermove", (event) => {
    if (held) move(main, event);
  });
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => (held = false));
  document.body.addEventListener("htmx:afterSwap", () => draw(main));
  new ResizeObserver(() => draw(main)).observe(main.querySelector(".stage"));
}

/** Draw it again: after a swap, after a new glimpse, after the window changed. */
export function draw(main) {
  const pane = main.querySelector("[data-pane]");
  if (!pane) return;
  const over = above(pane);
  for (const picture of pane.querySelectorAll("img")) {
    for (const name of ["clip-path", "width", "height", "max-height", "translate"]) picture.style.removeProperty(name);
  }
  const edge = pane.querySelector("[data-edge]");
  edge.hidden = !wiping(main) || !over;
  if (edge.hidden) return;
  lieOn(pane.querySelector("[data-preview]"), over);
  const at = Number(main.querySelector("[data-wipe-at]").value);
  const box = over.getBoundingClientRect();
  const frame = pane.getBoundingClientRect();
  over.style.setProperty("clip-path", `inset(0 0 0 ${at}%)`);
  edge.style.setProperty("left", `${box.left - frame.left + (box.width * at) / 100}px`);
  edge.style.setProperty("top", `${box.top - frame.top}px`);
  edge.style.setProperty("height", `${box.height}px`);
}

/** Both pictures' own pixels on each other: the strip beneath them is taller on a small file. */
function lieOn(below, over) {
  if (!below || !alike(below, over)) return;
  over.style.setProperty("width", `${below.getBoundingClientRect().width}px`);
  over.style.setProperty("height", "auto");
  over.style.setProperty("max-height", "none");
  over.style.setProperty("translate", `0 ${below.getBoundingClientRect().top - over.getBoundingClientRect().top}px`);
}

function alike(one, other) {
  const shape = ({ naturalWidth, naturalHeight }) => naturalHeight / naturalWidth;
  return Math.abs(shape(one) - shape(other)) < 0.04;
}

function wiping(main) {
  const line = main.querySelector("[data-wiping]");
  return line && !line.hidden;
}

function above(pane) {
  return pane.querySelector("[data-over]") ?? pane.querySelector("[data-glimpsed]:not([hidden])");
}

function move(main, { clientX }) {
  const over = above(main.querySelector("[data-pane]"));
  if (!over) return;
  const { left, width } = over.getBoundingClientRect();
  const slider = main.querySelector("[data-wipe-at]");
  slider.value = String(Math.round(Math.min(1, Math.max(0, (clientX - left) / width)) * 100));
  draw(main);
}
