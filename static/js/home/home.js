/** The page one lands on. Addresses of pictures live for minutes: a picture that no longer loads asks its part afresh. */
import { live } from "../live.js";

const ONCE_IN_MS = 20000;
const TURNED = ["paused", "changed"];
let asked = 0;

function again(event) {
  if (!(event.target instanceof HTMLImageElement) || Date.now() - asked < ONCE_IN_MS) return;
  const part = event.target.closest("[data-fresh]");
  if (!part) return;
  asked = Date.now();
  window.htmx?.trigger(part, "stale");
}

/** Where pictures of others are shown they go at once when a gate turns, and come back with the part that is asked for. */
function withhold({ topic }) {
  const others = document.querySelector("[data-fresh]:not(#home-model, #switch-screen)");
  if (others && topic.startsWith("twin:")) document.documentElement.dataset.withheld = "";
}

export function start(page) {
  page.addEventListener("error", again, true);
  for (const kind of TURNED) live.on(kind, withhold);
  document.body.addEventListener("htmx:afterSettle", () => delete document.documentElement.dataset.withheld);
}
