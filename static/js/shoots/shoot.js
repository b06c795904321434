/** The shoot's page: the e-mail is asked only of somebody unknown, and countries are found by typing. */
import { live } from "../live.js";

export function start(main) {
  document.querySelectorAll("dialog[data-open-now]").forEach((dialog) => dialog.open || dialog.showModal());
  const form = document.querySelector("form[data-book]");
  if (form) tendBooking(form);
  main.querySelectorAll("select[data-finds]").forEach(findable);
  live.on("shoot", ({ what }) => {
    if (["call-sheet", "brief", "embargo", "shots"].includes(what) && !busy(main)) location.reload();
  });
}

/** Nobody's typing is thrown away: a page with a form under way stays as it is. */
function busy(main) {
  const typed = [...main.querySelectorAll("input:not([type=hidden]), textarea, select")];
  return Boolean(document.querySelector("dialog[open]")) || main.contains(document.activeElement) || typed.some(changed);
}

function changed(field) {
  if (field.type === "checkbox") return field.checked !== field.defaultChecked;
  return "defaultValue" in field && field.value !== field.defaultValue;
}

function tendBooking(form) {
  const by = form.querySelector("[data-by-mail]");
  const who = form.elements.person;
  const show = () => by.toggleAttribute("hidden", who.value !== "");
  who.addEventListener("change", show);
  show();
}

export function findable(select) {
  const search = document.createElement("input");
  search.type = "search";
  search.className = "in search";
  search.setAttribute("aria-label", select.labels[0]?.textContent.trim() ?? "");
  search.placeholder = select.dataset.finds;
  const picked = document.createElement("p");
  picked.className = "picked";
  select.before(search);
  select.after(picked);
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    for (const option of select.options) option.hidden = !option.selected && !option.text.toLowerCase().includes(wanted);
  });
  select.addEventListener("mousedown", (event) => {
    if (!(event.target instanceof HTMLOptionElement)) return;
    event.preventDefault();
    event.target.selected = !event.target.selected;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  const say = () => picked.replaceChildren(...[...select.selectedOptions].map(chip));
  select.addEventListener("change", say);
  say();
}

function chip(option) {
  const made = document.createElement("span");
  made.className = "chip on";
  made.textContent = option.text;
  return made;
}
