/** Her tray fills while the photographer works; what she is answering stays where it is. */
import { live } from "../live.js";

let waits = 0;

export function start() {
  live.on("capture", ({ what }) => {
    if (what === "closed" || what === "opened") return location.reload();
    clearTimeout(waits);
    waits = setTimeout(() => document.getElementById("tray")?.dispatchEvent(new CustomEvent("tray-changed")), 200);
  });
}
