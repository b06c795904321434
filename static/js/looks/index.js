/** The rack and a piece's page: a piece that was cut out shows itself, as long as nobody is in the middle of something. */
import { live } from "../live.js";

export function start(main) {
  live.on("garment", ({ what }) => {
    const sending = main.querySelector(".upload[data-state=sending], .upload[data-state=arriving], .upload[data-state=decoding]");
    const typing = main.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
    if (["ready", "refused", "measured"].includes(what) && !typing && !sending) location.reload();
  });
}
