/** Casting: countries are found by typing, and when somebody presses pause, or the brief changes, the page asks anew. */
import { live } from "../live.js";
import { findable } from "../shoots/shoot.js";

export function start(main) {
  main.querySelectorAll("select[data-finds]").forEach(findable);
  live.on("shoot", ({ what }) => {
    if (what === "brief") location.reload();
  });
}
