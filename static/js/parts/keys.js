/** `data-key="p"` or `data-key="Ctrl+z"` on what can be clicked: the key does what the hand would. */
import { chord, same } from "../reckoning/keys.js";
import { typing } from "../page.js";

export function tendKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const pressed = chord(event);
    if (typing(event.target) && !pressed.startsWith("Ctrl+")) return;
    const scope = document.querySelector("dialog[open]") ?? document;
    const found = [...scope.querySelectorAll("[data-key]")].find(
      (element) => same(element.dataset.key, pressed) && !element.disabled && element.checkVisibility(),
    );
    if (!found) return;
    event.preventDefault();
    if (found.matches("input:not([type=button], [type=submit]), textarea, select")) found.focus();
    else found.click();
  });
}
