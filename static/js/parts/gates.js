/** A page that shows twins and is not made of fragments: when a gate turns, its pictures go at once, then it asks anew. */
import { live } from "../live.js";

const SOON_MS = 250;

export function tendGates() {
  const main = document.querySelector("[data-gates]");
  for (const topic of (main?.dataset.gates ?? "").split(/\s+/).filter(Boolean)) live.on(topic, turned);
}

function turned({ kind }) {
  if (kind === "cast") return;
  document.documentElement.dataset.withheld = "";
  setTimeout(() => location.reload(), SOON_MS);
}
