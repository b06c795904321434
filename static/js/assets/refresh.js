/** A list that is short and changes seldom is loaded afresh when its shoot says something was sealed or delivered. */
import { live } from "../live.js";

export function start(main) {
  live.on(main.dataset.topic, ({ what, kind }) => {
    if (kind === "sealed" || kind === "delivered" || what === "cleared") location.reload();
  });
}
