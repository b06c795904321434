/** The one entry of every page. A page's own module is named by `data-module="boards/board"` and loaded here. */
import { begin } from "./live.js";
import { tendDialogs } from "./parts/dialogs.js";
import { tendFinder } from "./parts/finder.js";
import { tendForms } from "./parts/forms.js";
import { tendGates } from "./parts/gates.js";
import { tendHold } from "./parts/hold.js";
import { tendKeys } from "./parts/keys.js";
import { tendMenus } from "./parts/menus.js";
import { tendPresence } from "./parts/presence.js";
import { tendPrint } from "./parts/print.js";
import { tendTabs } from "./parts/tabs.js";
import { tendTheme } from "./parts/theme.js";
import { tendToasts } from "./parts/toasts.js";
import { tendTold } from "./parts/told.js";
import { tendUndo } from "./parts/undo.js";

const here = new URL(".", import.meta.url);

/** Load the modules that a part of the page names, each once per element; `start(element)` is called when it has one. */
export async function load(root = document) {
  const wanted = [...(root.matches?.("[data-module]") ? [root] : []), ...root.querySelectorAll("[data-module]")];
  for (const element of wanted) {
    if (element.dataset.loaded !== undefined) continue;
    element.dataset.loaded = "";
    for (const name of element.dataset.module.split(/\s+/).filter(Boolean)) {
      const module = await import(new URL(`${name}.js`, here).href);
      module.start?.(element);
    }
  }
}

// Held buttons first: their plain click has to be stopped before anybody else hears it.
tendHold();
for (const tend of [tendDialogs, tendFinder, tendForms, tendGates, tendKeys, tendMenus, tendPresence, tendPrint, tendTabs, tendTheme, tendToasts, tendTold, tendUndo]) tend();
const loaded = load();
document.body.addEventListener("htmx:afterSettle", ({ target }) => {
  if (target.isConnected) load(target);
});
begin();
// Ready is a page whose own modules listen too: a key pressed before would go unheard.
loaded.then(() => (document.documentElement.dataset.ready = ""));
