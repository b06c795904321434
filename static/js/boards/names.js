/** A field in which "@" offers the people of the board. What was picked goes along as `who`, by id. */
import { askedAt, completed, matching } from "./naming.js";

let count = 0;

/** people(): a promise of [{id, name, does}]; spoken(n): says how many are offered. */
export function completes(field, { people, spoken }) {
  const list = document.createElement("ul");
  const id = `names-${(count += 1)}`;
  let asked = null;
  let found = [];
  let at = 0;
  list.id = id;
  list.className = "name-list";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  list.setAttribute("aria-label", field.labels[0]?.textContent ?? "");
  const around = document.createElement("div");
  around.className = "names";
  field.replaceWith(around);
  around.append(field, list);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", id);
  field.setAttribute("aria-haspopup", "listbox");

  function close() {
    list.hidden = true;
    field.removeAttribute("aria-activedescendant");
  }

  function point(to) {
    at = (to + found.length) % found.length;
    [...list.children].forEach((row, n) => row.setAttribute("aria-selected", String(n === at)));
    list.children[at].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", list.children[at].id);
  }

  async function look() {
    asked = askedAt(field.value, field.selectionStart);
    if (!asked) return close();
    const known = await people();
    asked = askedAt(field.value, field.selectionStart);
    found = asked ? matching(known, asked.typed) : [];
    if (!found.length) return close();
    list.replaceChildren(...found.map(row));
    list.hidden = false;
    spoken(found.length);
    point(0);
  }

  function row({ name, does }, n) {
    const made = document.createElement("li");
    made.id = `${id}-${n}`;
    made.setAttribute("role", "option");
    made.append(name);
    if (does) made.append(Object.assign(document.createElement("span"), { textContent: does }));
    made.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      pick(n);
    });
    return made;
  }

  function pick(n) {
    const { id: who, name } = found[n];
    const now = completed(field.value, field.selectionStart, asked, name);
    field.value = now.text;
    field.setSelectionRange(now.caret, now.caret);
    field.after(Object.assign(document.createElement("input"), { type: "hidden", name: "who", value: who }));
    close();
    field.focus();
  }

  field.addEventListener("input", look);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const acts = { ArrowDown: () => point(at + 1), ArrowUp: () => point(at - 1), Enter: () => pick(at), Tab: () => pick(at), Escape: close };
    if (!Object.hasOwn(acts, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    acts[event.key]();
  });
}
