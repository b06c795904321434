/** A form with `data-undo-ms` may be sent for so many milliseconds from now on: it counts the seconds, and then is gone.
 * The server keeps the same time by its own clock; what arrives late is refused there, whatever is shown here.
 */
const TICK_MS = 200;
const begun = new WeakMap();

function tick(form) {
  const left = begun.get(form) + Number(form.dataset.undoMs) - performance.now();
  if (!form.isConnected) return;
  if (left <= 0) {
    form.remove();
    return;
  }
  const shown = form.querySelector("[data-counts]");
  if (shown) shown.textContent = String(Math.ceil(left / 1000));
  setTimeout(() => tick(form), Math.min(TICK_MS, left));
}

function look() {
  for (const form of document.querySelectorAll("[data-undo-ms]")) {
    if (begun.has(form)) continue;
    begun.set(form, performance.now());
    tick(form);
  }
}

export function tendUndo() {
  document.body.addEventListener("htmx:afterSettle", look);
  look();
}
