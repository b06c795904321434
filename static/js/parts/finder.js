/** Ctrl K, or "/", opens the search from wherever one is; without script the same door leads to its page.
 *
 * What is typed is asked for once the hand rests, and an older answer never replaces a newer one.
 */
import { chord } from "../reckoning/keys.js";
import { step } from "../reckoning/choosing.js";
import { typing } from "../page.js";

const RESTS_MS = 110;

export function tendFinder() {
  const dialog = document.querySelector("dialog[data-finder]");
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const pressed = chord(event);
    if (pressed !== "Ctrl+k" && (pressed !== "/" || typing(event.target))) return;
    if (!dialog || (document.querySelector("dialog[open]") && !dialog.open)) return;
    event.preventDefault();
    begin(dialog);
  });
  document.addEventListener("click", (event) => {
    if (!dialog || event.ctrlKey || event.metaKey || !event.target.closest?.("[data-finds]")) return;
    event.preventDefault();
    begin(dialog);
  });
  if (dialog) finds(dialog.querySelector("form"), dialog.querySelector("[data-list]"), { live: true });
}

function begin(dialog) {
  const here = document.querySelector("main [data-asks]");
  if (here) {
    here.select();
    return;
  }
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("[data-asks]").select();
}

/** A field and its list: arrows choose, Enter opens what is chosen. live: also ask as one types. */
export function finds(form, list, { live = false } = {}) {
  const field = form.querySelector("[data-asks]");
  let rests = 0;
  let asked = null;

  const options = () => [...list.querySelectorAll('[role="option"]')];
  const choose = (option) => {
    for (const each of options()) each.setAttribute("aria-selected", String(each === option));
    if (option) {
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  };

  const ask = async () => {
    asked?.abort();
    if (!field.value.trim()) {
      list.replaceChildren();
      field.setAttribute("aria-expanded", "false");
      return;
    }
    asked = new AbortController();
    const { signal } = asked;
    const url = `${form.action}?${new URLSearchParams({ q: field.value })}`;
    try {
      const answer = await fetch(url, { signal, headers: { "HX-Request": "true" }, credentials: "same-origin" });
      if (!answer.ok) return;
      const found = await answer.text();
      if (signal.aborted) return;
      list.innerHTML = found;
      field.setAttribute("aria-expanded", "true");
      choose(options()[0]);
    } catch (error) {
      if (error.name !== "AbortError") list.replaceChildren();
    }
  };

  if (live) {
    field.addEventListener("input", () => {
      clearTimeout(rests);
      rests = setTimeout(ask, RESTS_MS);
    });
  }
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const all = options();
    const at = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(all[step(at, event.key === "ArrowDown" ? 1 : -1, all.length)]);
    } else if (event.key === "Enter" && all[at]) {
      event.preventDefault();
      all[at].click();
    }
  });
  // what is opened on the page one is on leaves the search, too
  list.addEventListener("click", ({ target }) => target.closest("a") && form.closest("dialog")?.close());
}
