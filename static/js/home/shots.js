/** The shot list: another's change comes in when nobody is typing; filters answer at once. */
import { live } from "../live.js";

const SOON_MS = 400;

export function start(main) {
  main.querySelector("[data-sieve]")?.addEventListener("change", ({ currentTarget }) => currentTarget.requestSubmit());
  let soon = 0;
  const again = () => {
    clearTimeout(soon);
    soon = setTimeout(() => busy(main) || location.reload(), SOON_MS);
  };
  live.on("shoot", ({ what }) => what === "shots" && again());
  live.on("preview", again);
}

/** Her own line has come back by itself; what she is in the middle of stays as it is. */
function busy(main) {
  const here = document.activeElement;
  const ticked = main.querySelector("[name=line]:checked");
  return Boolean(document.querySelector("dialog[open]") || ticked || (here !== main && main.contains(here)));
}
