/** A guest's page: the moment her link ends, or her session does, nothing is left on it to look at. */
import { live } from "../live.js";

export function start() {
  live.on("cut", () => (document.documentElement.dataset.withheld = ""));
}
