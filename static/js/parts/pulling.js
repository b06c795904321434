/** A card that a finger pulls aside: far enough to the right is yes, to the left is no, less is nothing. */
const FAR_PX = 90;

/** @param {HTMLElement} card with a figure, which is what is pulled. @param {(word: "yes" | "no") => void} decided */
export function pulled(card, decided) {
  let from = null;
  const figure = card.querySelector("figure");
  figure.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    from = event.clientX;
    card.dataset.held = "";
    figure.setPointerCapture(event.pointerId);
  });
  figure.addEventListener("pointermove", (event) => {
    if (from === null) return;
    const pull = event.clientX - from;
    card.style.setProperty("--pull", `${pull}px`);
    card.dataset.lean = Math.abs(pull) < FAR_PX ? "" : pull > 0 ? "yes" : "no";
  });
  const letGo = () => {
    if (from === null) return;
    from = null;
    const lean = card.dataset.lean;
    delete card.dataset.held;
    delete card.dataset.lean;
    card.style.removeProperty("--pull");
    if (lean) decided(lean);
  };
  figure.addEventListener("pointerup", letGo);
  figure.addEventListener("pointercancel", () => {
    delete card.dataset.lean;
    letGo();
  });
}

/** Arrow keys say yes and no, U goes back; not while something is typed. */
export function keyed(event, { yes, no, back }) {
  if (event.target.closest?.("input:not([type=radio]), textarea, select, dialog") || event.metaKey || event.ctrlKey || event.altKey) return;
  const does = { ArrowRight: yes, ArrowLeft: no, u: back, U: back }[event.key];
  if (!does) return;
  does();
  event.preventDefault();
}
