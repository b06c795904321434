/** Casting: when somebody presses pause, or the brief changes, the page asks anew. */
import { live } from "../live.js";

export function start() {
  live.on("shoot", ({ what }) => {
    if (what === "brief") location.reload();
  });
}
