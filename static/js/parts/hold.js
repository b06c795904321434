/** A button with `data-hold="1000"` acts only after it was held for so many milliseconds, by pointer or by key.
 * With `data-held="word"` its form then says that word; pressed without a script it says nothing, and is asked again.
 */
const held = new Map();

function begin(button) {
  if (held.has(button) || button.disabled) return;
  const wait = Number(button.dataset.hold) || 1000;
  button.style.setProperty("--hold", `${wait}ms`);
  button.dataset.state = "held";
  held.set(button, setTimeout(() => confirm(button), wait));
}

function end(button) {
  clearTimeout(held.get(button));
  held.delete(button);
  if (button.dataset.state === "held") delete button.dataset.state;
}

function confirm(button) {
  end(button);
  button.dataset.confirmed = "";
  if (button.dataset.held) button.value = button.dataset.held;
  button.click();
  delete button.dataset.confirmed;
}

const holder = (event) => event.target.closest?.("[data-hold]");

export function tendHold() {
  addEventListener("pointerdown", (event) => {
    const button = holder(event);
    if (button && event.button === 0) begin(button);
  });
  for (const name of ["pointerup", "pointercancel"]) {
    addEventListener(name, () => [...held.keys()].forEach(end), true);
  }
  // the press itself takes the focus from a field before it: that is no letting go
  addEventListener("blur", (event) => {
    if (event.target === window || held.has(event.target)) [...held.keys()].forEach(end);
  }, true);
  addEventListener("keydown", (event) => {
    const button = holder(event);
    if (!button || (event.key !== " " && event.key !== "Enter")) return;
    event.preventDefault();
    if (!event.repeat) begin(button);
  });
  addEventListener("keyup", () => [...held.keys()].forEach(end));
  // the plain click of a held button is no consent yet
  document.addEventListener("click", (event) => {
    const button = holder(event);
    if (!button || button.dataset.confirmed !== undefined) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
}
