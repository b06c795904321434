/** The page one lands on. Addresses of pictures live for minutes: a picture that no longer loads asks its part afresh. */
const ONCE_IN_MS = 20000;
let asked = 0;

function again(event) {
  if (!(event.target instanceof HTMLImageElement) || Date.now() - asked < ONCE_IN_MS) return;
  const part = event.target.closest("[data-fresh]");
  if (!part) return;
  asked = Date.now();
  window.htmx?.trigger(part, "stale");
}

export function start(page) {
  page.addEventListener("error", again, true);
}
