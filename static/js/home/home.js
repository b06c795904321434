/** The page one lands on. Addresses of pictures live for minutes: a picture that no longer loads asks its part afresh.
 * Taking back a pause is open for seconds: when they are over the switch is asked again, and offers it no more.
 */
const ONCE_IN_MS = 20000;
const UNDO_MS = 10500;
let asked = 0;
let counting = 0;

function again(event) {
  if (!(event.target instanceof HTMLImageElement) || Date.now() - asked < ONCE_IN_MS) return;
  const part = event.target.closest("[data-fresh]");
  if (!part) return;
  asked = Date.now();
  window.htmx?.trigger(part, "stale");
}

function countDown() {
  const section = document.querySelector('.hers:has(form[action*="/undo"])');
  if (!section || counting) return;
  counting = setTimeout(() => {
    counting = 0;
    document.body.dispatchEvent(new CustomEvent(`live:${section.id.replace("switch-", "twin:")}`));
  }, UNDO_MS);
}

export function start(page) {
  page.addEventListener("error", again, true);
  document.body.addEventListener("htmx:afterSettle", countDown);
  countDown();
}
