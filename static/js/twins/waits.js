/** A page that waits for somebody else's hand goes on by itself. */
import { live } from "../live.js";

export function start() {
  for (const kind of ["notices", "capture"]) live.on(kind, () => location.reload());
  setInterval(() => live.state !== "open" && !document.hidden && location.reload(), 15000);
}
