/** A box drawn over a mark, with a finger or a mouse. What is kept are parts of the picture, not pixels. */

import { boxOf } from "./box.js";

export function start(main) {
  const ground = main.querySelector("[data-draws]");
  const field = main.querySelector("input[name=box]");
  const undo = main.querySelector("[data-undraws]");
  if (!ground || !field) return;
  const rect = ground.querySelector("[data-box]");
  let from = null;
  const at = ({ clientX, clientY }) => {
    const { left, top, width, height } = ground.getBoundingClientRect();
    return { x: (clientX - left) / width, y: (clientY - top) / height };
  };
  const show = (box) => {
    const { left, top, width, height } = box ?? { left: 0, top: 0, width: 0, height: 0 };
    for (const [name, value] of Object.entries({ x: left, y: top, width, height })) rect.setAttribute(name, value);
    field.value = box ? [left, top, width, height].map((part) => part.toFixed(4)).join(",") : "";
    undo.hidden = !box;
  };
  ground.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    ground.setPointerCapture(event.pointerId);
    from = at(event);
  });
  ground.addEventListener("pointermove", (event) => from && show(boxOf(from, at(event))));
  ground.addEventListener("pointerup", (event) => {
    if (from) show(boxOf(from, at(event)));
    from = null;
  });
  undo.addEventListener("click", () => show(null));
}
